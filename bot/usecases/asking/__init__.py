"""How each type of field is asked for and understood: a module for what belongs together, and one table of them all (manners)."""
