"""The methods of the Bot API, one module per subject; `table` finds one by its lower-case name."""
