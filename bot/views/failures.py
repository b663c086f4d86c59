"""What failed, in lists for the administrator: what, whose, when, and why in words."""

import re
from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Health, Retry
from bot.screen import Button, Screen, rows
from bot.texts import Texts
from bot.usecases.health import PAGE, Found, Part
from bot.views.layout import my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from storage.health import Letter, Message, Stuck


def failures(part: Part, found: Found, t: Texts, now: datetime) -> Screen:
    """A page of what failed: what, whose, when, why; what can be tried again has a button with its number."""
    _ = t.gettext
    title, hint = {
        Part.MESSAGES: (_("Undelivered messages"), _("↻ sends a message again.")),
        Part.LETTERS: (
            _("Presses and messages not worked"),
            _("Each was tried five times, nothing of it happened, and the person was told."),
        ),
        Part.TIMERS: (_("Broken reminders and plans"), _("↻ tries it again.")),
    }[part]
    first = found.page * PAGE + 1
    again = [
        Button(f"↻ {number}", Retry(part.value, row.id, found.page))
        for number, row in enumerate(found.rows, first)
        if part is not Part.LETTERS
    ]
    return Screen(
        stack(
            Bold(title),
            hint if found.rows else _("Nothing here any more."),
            "",
            *(_line(number, row, t, now) for number, row in enumerate(found.rows, first)),
        ),
        (
            *rows(again, 3),
            *pager(found.page, pages_of(found.total, PAGE), lambda page: Health(part.value, page), t),
            (Button(_("‹ Back"), Health("", 0)), my_day(t)),
        ),
    )


def _line(number: int, row: Message | Letter | Stuck, t: Texts, now: datetime) -> Text:
    what = _what(row, t)
    nobody = t.gettext("a stranger") if isinstance(row, Letter) else None
    who = clip(row.who, SHORT) if row.who else nobody
    head = joined((who and Bold(who), what, t.moment(row.at, now)))
    return Text(f"{number}. ", head or "", "\n    ", reason(row.error, t))


def _what(row: Message | Letter | Stuck, t: Texts) -> str:
    match row:
        case Message():
            return message(row.kind, t)
        case Letter():
            return update(row.what, t)
        case Stuck():
            return timer(row.kind, t)


def message(kind: str, t: Texts) -> str:
    """What a message was to be."""
    _ = t.gettext
    return {
        "ring": _("reminder before a call or meeting"),
        "reminder": _("reminder of an open task"),
        "card": _("card of a task"),
        "morning": _("plan of the day"),
        "evening": _("evening recap"),
        "digest": _("digest"),
        "nudge": _("a head's reminder"),
        "chorus": _("a head's reminder"),
        "duty": _("deadline of a rule"),
        "broken": _("deadline of a rule"),
        "urgent": _("deadline of a rule"),
        "audit": _("daily check"),
        "post": _("news for a group"),
        "greeting": _("news for a group"),
        "handed_over": _("handing over of work"),
    }.get(kind, _("message"))


def timer(kind: str, t: Texts) -> str:
    """What was to happen by itself."""
    _ = t.gettext
    return {
        "ring": _("reminder before a call or meeting"),
        "alarm": _("deadline of a process"),
        "duty": _("deadline of a rule"),
        "audit": _("daily check"),
        "audit_piece": _("daily check"),
        "morning": _("plan of the day"),
        "evening": _("evening recap"),
        "digest": _("digest"),
        "handover": _("handing over of work"),
        "sweep": _("nightly cleaning"),
    }.get(kind, _("something planned"))


def update(what: str, t: Texts) -> str:
    """What somebody did, by Telegram's name of it."""
    _ = t.gettext
    return {
        "callback_query": _("press of a button"),
        "message": _("message"),
        "edited_message": _("changed message"),
        "inline_query": _("search"),
        "my_chat_member": _("blocking or return"),
    }.get(what, _("event"))


def reason(error: str, t: Texts) -> str:
    """Why something failed, in words; what nobody foresaw goes by the name that its author knows it by."""
    _ = t.gettext
    known: Sequence[tuple[str, str]] = (
        (r"blocked", _("the person has blocked the bot")),
        (r"chat not found|initiate conversation", _("there is no chat: the person has not pressed Start")),
        (r"not here any more", _("the person does not work here, or has not joined yet")),
        (r"too many|retry after", _("Telegram asked to wait")),
        (r"unauthorized", _("Telegram does not know the bot's token")),
        (r"in time|gateway|server error|network|connect|timeout", _("Telegram did not answer")),
        (r"unknown ?(kind|timer)", _("it was written by another version")),
        (r"busy|operationalerror|dbapi|locked", _("the database could not be reached")),
    )
    for pattern, words in known:
        if re.search(pattern, error, re.IGNORECASE):
            return words
    refused = re.match(r"(?:Telegram server says - )?(?:Bad Request|Forbidden): (.+)", error)
    if refused:
        return _("Telegram refused: {words}").format(words=clip(refused[1], 80))
    name = re.match(r"\w+", error)
    return _("a fault of the program ({name})").format(name=clip(name[0], 40) if name else "?")
