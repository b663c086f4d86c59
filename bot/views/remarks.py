"""Messages without a card: a sentence said to somebody; what is left where a card went on below."""

from aiogram.utils.formatting import Text

from bot.screen import Screen
from bot.texts import Texts


def said(words: str) -> Screen:
    """A sentence of ours."""
    return Screen(Text(words))


def below(t: Texts) -> Screen:
    """The stub of a message whose card has been posted anew."""
    return Screen(Text(t.gettext("The card is below ↓")))


def above(t: Texts) -> Screen:
    """The stub of a card that had come next, before the one above was taken back."""
    return Screen(Text(t.gettext("Taken back: the card is above ↑")))
