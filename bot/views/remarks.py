"""Messages without a card: a sentence said to somebody, and what is left where a card went on below."""

from aiogram.utils.formatting import Text

from bot.screen import Screen
from bot.texts import Texts
from bot.views.layout import my_day
from bot.views.lines import clip


def said(words: str) -> Screen:
    """A sentence of ours."""
    return Screen(Text(words))


def below(t: Texts) -> Screen:
    """The stub of a message whose card has been posted anew."""
    return Screen(Text(t.gettext("The card is below ↓")))


def unreachable(name: str, t: Texts) -> Screen:
    """To the head: somebody's chat with the bot is closed."""
    words = t.gettext("{name} does not receive my messages: the chat with me is blocked.")
    return Screen(Text(words.format(name=clip(name))), ((my_day(t),),))
