"""Who changed what outside the deals: settings, people, teams, days off; in the words that people know them by."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Firm
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.company import LOG
from bot.views import rule_words
from bot.views.gates import mode, what
from bot.views.layout import my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.own_days import kind
from bot.views.people import role
from bot.views.places import country, currency, zone
from fsm.definition import Mode
from storage.audit import Entry
from storage.settings import Own

_HOURS = {"work_start", "work_end", "audit"}
_MINUTES = {"ring_call", "ring_meeting", "shortened"}


def log(entries: Sequence[Entry], total: int, page: int, t: Texts, now: datetime) -> Screen:
    """Who changed what, the newest first."""
    return Screen(
        stack(
            Bold(t.gettext("Who changed what")),
            "",
            *(_entry(one, t, now) for one in entries),
            None if entries else t.gettext("Nothing has been changed yet."),
        ),
        (
            *pager(page, pages_of(total, LOG), lambda to: Firm("log", "", to), t),
            (Button(t.gettext("‹ Company"), Firm("", "", 0)), my_day(t)),
        ),
    )


def _entry(one: Entry, t: Texts, now: datetime) -> Text:
    who = clip(one.actor, SHORT) if one.actor else t.gettext("the system")
    return Text(joined((t.moment(one.at, now), who)) or "", "\n   ", _said(one, t))


def _said(one: Entry, t: Texts) -> str:
    _, data = t.gettext, one.data
    name = clip(str(data.get("name", "")), SHORT)
    match one.kind:
        case "setting":
            key = str(data.get("key"))
            return f"{setting(key, t)}: {_changed(data, key, t)}"
        case "day":
            return f"{_days(data, t)}: {_which(data, t)}"
        case "person" if data.get("act") == "left":
            return _("has left: {name}").format(name=name)
        case "person":
            return f"{name}: {_changed(data, str(data.get('act')), t)}"
        case "team":
            return _("team {name}").format(name=_team(data, name, t))
        case "absence":
            return _("days off: {days}").format(days=_days(data, t))
        case "gate":
            title, process = _("Strictness"), clip(str(data.get("process")), SHORT)
            return f"{title} ({process}): {what(str(data.get('key')), t)} → {mode(Mode(str(data.get('became'))), t)}"
        case "custom":
            return _("team {name}").format(name=name) + ": " + _custom(data, t)
        case "rule" | "breach":
            said = rule_words.change(one, t) if one.kind == "rule" else _breach(data, t)
            return f"{clip(t.label(data.get('title') or {}), SHORT)}: {said}"
        case "dictionary":
            return _("Dictionary") + ": " + _word(data, name, t)
        case "handover":
            takers = ", ".join(clip(str(taker), SHORT) for taker in data.get("takers", ()))
            return _("work handed over: {name}").format(name=takers or "—")
        case _:
            return one.kind


def _breach(data: Mapping[str, Any], t: Texts) -> str:
    """Why something was late, by the list; whose deal it was, and the words, are not for whoever sets things up."""
    return t.gettext("Reason: {reason}").format(reason=clip(t.label(data.get("named") or {}), SHORT))


def _custom(data: Mapping[str, Any], t: Texts) -> str:
    """«процесс corporate», «оформляет на всех»."""
    if "process" in data:
        process = clip(str(data["process"]), SHORT) if data["process"] else "—"
        return t.gettext("Process: {name}").format(name=process)
    return (
        t.gettext("Registers deals for everybody")
        if data.get("registers")
        else t.gettext("Only for themselves")
    )


def _word(data: Mapping[str, Any], name: str, t: Texts) -> str:
    """«Слон», «Дорого → Цена», «Слон (скрыто)»."""
    if "was" in data:
        return f"{clip(str(data['was']), SHORT)} → {name}"
    if "hidden" in data:
        said = t.gettext("hidden") if data["hidden"] else t.gettext("shown again")
        return f"{name} ({said})"
    return f"+ {name}"


def _team(data: Mapping[str, Any], name: str, t: Texts) -> str:
    if "was" in data:
        return f"{_value(data['was'], 'team', t)} → {name}"
    if data.get("became"):
        return f"{name} · " + t.gettext("Part of: {name}").format(name=clip(str(data["became"]), SHORT))
    return name


def _which(data: Mapping[str, Any], t: Texts) -> str:
    if data.get("dropped"):
        return t.gettext("as in the calendar")
    old = Own.ON if data.get("working") else Own.OFF  # written before there were shortened ones
    return kind(Own(str(data.get("own", old))), t)


def _days(data: Mapping[str, Any], t: Texts) -> str:
    """«31 дек 2026», «3 янв 2027 – 8 янв 2027»."""
    days = [date.fromisoformat(str(data[key])) for key in ("first", "last") if data.get(key)]
    return " – ".join(dict.fromkeys(t.date(day) for day in days)) or "—"


def _changed(data: Mapping[str, Any], key: str, t: Texts) -> str:
    """«09:00 → 10:00»."""
    return f"{_value(data.get('was'), key, t)} → {_value(data.get('became'), key, t)}"


def _value(value: object, key: str, t: Texts) -> str:
    if isinstance(value, list):
        return ", ".join(role(str(one), t) for one in value) or "—"
    if isinstance(value, int) and key in _HOURS:
        return f"{value // 60:02}:{value % 60:02}"
    if isinstance(value, int) and key in _MINUTES:
        return t.gettext("{number} min").format(number=t.number(value))
    if isinstance(value, int) and key == "urgent":
        return t.gettext("from {number} on").format(number=t.number(value)) if value else t.gettext("of none")
    words = {"currency": currency, "country": country, "zone": zone}.get(key)
    if words is not None and isinstance(value, str) and value:
        return clip(words(value, t), SHORT)
    return "—" if value in {None, ""} else clip(str(value), SHORT)


def setting(key: str, t: Texts) -> str:
    """A setting in words."""
    _ = t.gettext
    return {
        "name": _("Company name"),
        "currency": _("Currency"),
        "country": _("Holidays"),
        "zone": _("Time zone"),
        "work_start": _("Start of work"),
        "work_end": _("End of work"),
        "shortened": _("Shortened days"),
        "urgent": _("Told to heads at once"),
        "audit": _("Daily check"),
        "audited": _("Clients in the daily check"),
        "ring_call": _("Reminder of calls"),
        "ring_meeting": _("Reminder of meetings"),
        "process": _("Process"),
    }.get(key, key)
