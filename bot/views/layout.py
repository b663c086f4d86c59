"""How buttons are laid out: short ones in pairs, pages, ways back."""

from collections.abc import Callable, Iterable

from bot.callbacks import Callback, Day, Idle, OpenDeal
from bot.screen import Button, Keyboard
from bot.texts import Texts
from bot.views.lines import clip

LABEL = 36
"""The longest label; it fills a line of a phone of 360 px."""
PAIR = 16
"""The longest label that may share its row with one more."""

Row = tuple[Button, ...]


def button(text: str, callback: Callback) -> Button:
    return Button(clip(text, LABEL), callback)


def fitted(label: str, more: str | None) -> str:
    """The label, and what else may be said if there is room for all of it: half a word helps nobody."""
    whole = f"{label} · {more}" if more else label
    return whole if len(whole) <= LABEL else clip(label, LABEL)


def flow(buttons: Iterable[Button]) -> Keyboard:
    """In order; two neighbours share a row where both are short."""
    placed: list[Row] = []
    for one in buttons:
        last = placed[-1] if placed else ()
        if len(last) == 1 and len(last[0].text) <= PAIR and len(one.text) <= PAIR:
            placed[-1] = (*last, one)
        else:
            placed.append((one,))
    return tuple(placed)


def pager(page: int, pages: int, to: Callable[[int], Callback], t: Texts) -> Keyboard:
    """‹ 2 of 7 ›; nothing where there is one page. `page` counts from 0."""
    if pages <= 1:
        return ()
    here = Button(t.gettext("{page} of {pages}").format(page=page + 1, pages=pages), Idle())
    back = (Button("‹", to(page - 1)),) if page > 0 else ()
    on = (Button("›", to(page + 1)),) if page + 1 < pages else ()
    return ((*back, here, *on),)


def pages_of(total: int, size: int) -> int:
    """How many pages that makes, at least one."""
    return max(1, -(-total // size))


def my_day(t: Texts) -> Button:
    return Button(t.gettext("My day"), Day("all", 0))


def deal_card(run: int, t: Texts) -> Button:
    return Button(t.gettext("Deal"), OpenDeal(run, "card", 0))
