"""How a command says that it cannot do it."""


class Failure(Exception):  # noqa: N818 - it is printed, not raised at anybody
    """The command cannot do it; the text says why and what to do, in one line."""
