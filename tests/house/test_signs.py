"""Signs on screens are of an ordinary font: not every phone, and no server, has the newest picture letters."""

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from tests.house import sources


def test_every_sign_is_in_an_ordinary_font() -> None:
    known = FT2Font(font_manager.findfont("DejaVu Sans")).get_charmap()
    shown = [path for path in sources.ROOT.glob("bot/**/*.py") if "words" not in path.parts]
    shown += [
        *sources.ROOT.glob("bot/locales/*/LC_MESSAGES/*.po"),
        *sources.ROOT.glob("fsm/processes/*.yaml"),
    ]
    strange = {
        (path.relative_to(sources.ROOT).as_posix(), sign)
        for path in shown
        for sign in set(path.read_text(encoding="utf-8"))
        if ord(sign) > 127 and ord(sign) not in known
    }
    assert strange == set()
