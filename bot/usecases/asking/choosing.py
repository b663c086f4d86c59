"""Choosing one of several by pressing it, by turning pages, or by typing the beginning of its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.usecases.asked import PAGE, SOUGHT, Suggestion, Trouble
from bot.usecases.asking.inquiry import Inquiry, NotUnderstoodError, Offered, Unfinished
from fsm.facts import Answer
from storage.names import fold


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be pressed, and what it may be called, in any language."""

    suggestion: Suggestion
    names: tuple[str, ...]


def offered(inquiry: Inquiry, options: Sequence[Option]) -> Offered:
    """The inquiry's page of them, of those that the words said so far leave."""
    sought = inquiry.part.get(SOUGHT)
    left = found(options, sought) if sought else list(options)
    page = page_of(inquiry.page, len(left))
    shown = tuple(one.suggestion for one in left[page * PAGE : (page + 1) * PAGE])
    return Offered(shown, len(left), page=page)


def page_of(page: int, total: int) -> int:
    """The page, or the last one that there is."""
    return min(page, max(0, -(-total // PAGE) - 1))


def pressed(options: Sequence[Option], choice: str) -> Answer:
    """The value of one that can be chosen now."""
    for one in options:
        if one.suggestion.choice == choice:
            return one.suggestion.value
    raise NotUnderstoodError(Trouble.NOT_A_CHOICE)


def said(options: Sequence[Option], text: str) -> Answer | Unfinished:
    """One that fits is the answer; several are shown; none is said with what to do."""
    left = found(options, text)
    if len(left) == 1:
        return left[0].suggestion.value
    if left:
        return Unfinished({SOUGHT: text[:100]}, Trouble.SEVERAL_FOUND)
    raise NotUnderstoodError(Trouble.NOT_FOUND if len(options) > PAGE else Trouble.NOT_A_CHOICE)


def found(options: Sequence[Option], text: str) -> list[Option]:
    """The one that is called so; else those with words that begin so, else those that have it anywhere."""
    said = fold(text)
    if not said:
        return []
    folded = [(one, tuple(fold(name) for name in one.names)) for one in options]
    exact = [one for one, names in folded if said in names]
    if exact:
        return exact
    begins = [one for one, names in folded if any(_begins(name, said) for name in names)]
    return begins or [one for one, names in folded if any(said in name for name in names)]


def _begins(name: str, said: str) -> bool:
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in said.split())
