"""Other people's files: from bytes to tables, from tables to what they state about deals, clients, products, people."""
