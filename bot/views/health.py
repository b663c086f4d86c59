"""The administrator's overview in plain words: a mark for each sign."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram.utils.formatting import Bold

from bot.callbacks import Health
from bot.screen import Button, Keyboard, Screen, rows
from bot.texts import Texts
from bot.usecases.health import Mark, Part, Sign, judged
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, stack
from storage.health import Vitals

MARKS = {Mark.GOOD: "✓", Mark.LOOK: "⚠", Mark.BAD: "✗"}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MEGABYTE = 1024 * 1024
BEATS = timedelta(minutes=2)
"""A sign of life is written once a minute."""


def overview(vitals: Vitals, version: str, t: Texts, now: datetime) -> Screen:
    """What is well, what is worth a look, what is wrong."""
    marks = judged(vitals, now)
    wrong = sum(mark is not Mark.GOOD for mark in marks.values())
    return Screen(
        stack(
            Bold(t.gettext("State of the system")),
            t.ngettext("{number} line needs a look", "{number} lines need a look", wrong).format(number=wrong)
            if wrong
            else t.gettext("Everything is in order."),
            "",
            *(f"{MARKS[mark]} {_said(sign, vitals, t, now)}" for sign, mark in marks.items()),
            "",
            t.gettext("Database: {name}, {size}").format(
                name=DATABASES.get(vitals.database, vitals.database), size=_size(vitals.size, t)
            ),
            t.gettext("Version {version}, looked at {time}").format(version=version, time=t.time(now)),
        ),
        (*_lists(vitals, t), (Button(t.gettext("Refresh"), Health("", 0)), my_day(t))),
    )


def _lists(vitals: Vitals, t: Texts) -> Keyboard:
    _ = t.gettext
    found = (
        (Part.MESSAGES, _("Undelivered · {number}"), vitals.failed),
        (Part.LETTERS, _("Not worked · {number}"), vitals.dead),
        (Part.TIMERS, _("Broken plans · {number}"), vitals.broken),
    )
    buttons = [
        Button(label.format(number=t.number(count)), Health(part.value, 0))
        for part, label, count in found
        if count
    ]
    return rows(buttons, 1)


def _said(sign: Sign, vitals: Vitals, t: Texts, now: datetime) -> str:
    _ = t.gettext
    match sign:
        case Sign.HEARD:
            return _heard(vitals, t, now)
        case Sign.QUEUE:
            return _queue(vitals, t)
        case Sign.OWED:
            return _owed(vitals, t)
        case Sign.FAILED:
            return _failures(_("Undelivered messages"), vitals.failed_today, vitals.failed, t)
        case Sign.DEAD:
            return _failures(_("Presses and messages not worked"), vitals.dead_today, vitals.dead, t)
        case Sign.BROKEN:
            return _broken(vitals, t)
        case Sign.UNREACHABLE:
            return _blocked(vitals, t)
        case Sign.MUTE:
            return _mute(vitals, t)
        case Sign.UNLED:
            return _unled(vitals, t)
        case Sign.BACKUP:
            return _backup(vitals, t, now)


def _heard(vitals: Vitals, t: Texts, now: datetime) -> str:
    if vitals.heard_at is None:
        return t.gettext("Telegram: nothing was heard yet")
    if now - vitals.heard_at <= BEATS:
        return t.gettext("Telegram is connected")
    return t.gettext("Telegram: last heard {span} ago").format(span=t.span(now - vitals.heard_at))


def _queue(vitals: Vitals, t: Texts) -> str:
    if vitals.lag is None:
        return t.gettext("Presses and messages: none waits")
    said = t.gettext("Presses and messages that wait: {number}, the oldest for {span}")
    return said.format(number=t.number(vitals.waiting), span=t.span(vitals.lag))


def _owed(vitals: Vitals, t: Texts) -> str:
    if not vitals.late:
        return t.gettext("Messages to be sent: {number}, none is late").format(number=t.number(vitals.owed))
    said = t.gettext("Messages to be sent: {number}, late: {late}")
    return said.format(number=t.number(vitals.owed), late=t.number(vitals.late))


def _broken(vitals: Vitals, t: Texts) -> str:
    if not vitals.broken:
        return t.gettext("Reminders and plans: none is broken")
    return t.gettext("Broken reminders and plans: {number}").format(number=t.number(vitals.broken))


def _backup(vitals: Vitals, t: Texts, now: datetime) -> str:
    if vitals.backup_at is None:
        return t.gettext("There was no backup yet. At the server: voronka backup")
    return t.gettext("Last backup: {moment}").format(moment=t.moment(vitals.backup_at, now))


def _failures(title: str, today: int, ever: int, t: Texts) -> str:
    if not ever:
        return t.gettext("{title}: none").format(title=title)
    return t.gettext("{title}: {today} in 24 hours, {ever} in all").format(
        title=title, today=t.number(today), ever=t.number(ever)
    )


def _blocked(vitals: Vitals, t: Texts) -> str:
    if not vitals.unreachable_count:
        return t.gettext("Everybody can be reached")
    return t.gettext("Blocked the bot: {names}").format(
        names=_names(vitals.unreachable, vitals.unreachable_count, t)
    )


def _mute(vitals: Vitals, t: Texts) -> str:
    if not vitals.mute_count:
        return t.gettext("Every head has a chat with the bot")
    said = t.gettext(
        "Heads without a chat, whom no digest and no request reaches: {names}. Invite them: /people"
    )
    return said.format(names=_names(vitals.mute, vitals.mute_count, t))


def _unled(vitals: Vitals, t: Texts) -> str:
    if not vitals.unled_count:
        return t.gettext("Every team has a head")
    said = t.gettext("Teams without a head, whose requests nobody answers: {names}. Appoint one: /people")
    return said.format(names=_names(vitals.unled, vitals.unled_count, t))


def _names(names: Sequence[str], count: int, t: Texts) -> str:
    """The first of them, and how many more there are."""
    said = ", ".join(clip(name, SHORT) for name in names)
    more = count - len(names)
    if more:
        return t.gettext("{names} and {number} more").format(names=said, number=t.number(more))
    return said


def _size(size: int, t: Texts) -> str:
    megabytes = round(size / MEGABYTE)
    if not megabytes:
        return t.gettext("less than 1 MB")
    return t.gettext("{number} MB").format(number=t.number(megabytes))
