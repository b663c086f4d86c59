"""What can be wrong with a process as a whole, by subject; each check yields findings and changes nothing."""
