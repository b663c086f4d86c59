"""What a person sees: a text of formatting nodes, buttons, perhaps a photo. Pure values; `show` is in bot/showing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.formatting import Text

from bot.callbacks import Callback


class Look(StrEnum):
    """How a button looks on clients that can; the words carry the meaning."""

    GOOD = "success"
    BAD = "danger"
    MAIN = "primary"


@dataclass(frozen=True, slots=True)
class Button:
    """A button with its data, or with a link."""

    text: str
    callback: Callback | None = None
    url: str | None = None
    look: Look | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to keep; Telegram shows its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that Telegram keeps, to be sent again; `kind` is that of storage.notes.Content.

    `gone` is said where Telegram has it no more, such as for another bot's token.
    """

    kind: str
    file_id: str
    gone: Text


@dataclass(frozen=True, slots=True)
class Screen:
    """One message. `toast` is said when the press that leads here is answered (200 characters at most).

    One with a document or a kept file always comes as a new message, and what was pressed stays as it is.
    """

    text: Text
    keyboard: Keyboard = ()
    photo: bytes | None = None
    document: Document | None = None
    kept: KeptFile | None = None
    toast: str | None = None


@dataclass(frozen=True, slots=True)
class Toast:
    """Said in passing, and nothing is drawn; 200 characters at most. An `alert` stays until it is closed."""

    words: str
    alert: bool = False


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The keyboard in Telegram's words."""
    if not keyboard:
        return None
    rows = [
        [
            InlineKeyboardButton(
                text=button.text,
                callback_data=button.callback.pack() if button.callback else None,
                url=button.url,
                style=button.look.value if button.look else None,
            )
            for button in row
        ]
        for row in keyboard
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def rows(buttons: Sequence[Button], width: int) -> Keyboard:
    """Buttons in rows of `width`."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
