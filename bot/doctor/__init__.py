"""What `voronka doctor` looks at; each module yields findings about one thing and knows no other."""
