"""What the command line does: one module per command, loaded when it is called."""


class Failure(Exception):  # noqa: N818 - it is printed, not raised at anybody
    """The command cannot do it; the text says why and what to do, in one line."""
