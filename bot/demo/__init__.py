"""The demo: a messenger of its own, a company that has been working for a while, and people to be."""
