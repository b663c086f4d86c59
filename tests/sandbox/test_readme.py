"""The table of verbs in the sandbox's README is the list of its routes."""

import re
from pathlib import Path

from sandbox.app import create_app
from sandbox.methods.table import METHODS

README = Path(__file__).parents[2] / "sandbox" / "README.md"


def test_every_verb_is_in_the_table() -> None:
    documented = set(
        re.findall(r"^\| `([A-Z]+ /sim/\S*)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    )
    served = {
        f"{route.method} {route.resource.canonical}"
        for route in create_app().router.routes()
        if route.resource is not None
        and route.resource.canonical.startswith("/sim/")
        and route.method != "HEAD"
    }
    assert documented == served


def test_methods_have_their_official_names() -> None:
    """A method of ours that Telegram does not have would make a bot that works only here."""
    import aiogram.methods

    official = {name[0].lower() + name[1:] for name in aiogram.methods.__all__}
    assert set(METHODS) <= official
