"""What the command line does: one module per command, loaded when it is called."""
