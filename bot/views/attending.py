"""How it stands with a client: its segment, whether it rests, the three ways, and what somebody has just done about it."""

from datetime import date, datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Attend, Undo
from bot.screen import Button, Keyboard, Look
from bot.texts import Texts
from bot.usecases.attended import OTHER, Act, Attended
from bot.views.layout import flow
from bot.views.lines import SHORT, clip, joined
from storage.audit import Entry
from storage.caring import NEVER, Care


def resting(care: Care, today: date) -> bool:
    """Whether it is left alone for now."""
    return care.wake_on is not None and care.wake_on > today


def state(care: Care, t: Texts, now: datetime) -> list[str]:
    """The segment, when what is known was said to be right, and until when it rests and why."""
    lines = [t.gettext("Segment: {segment}").format(segment=segment(care.segment, t))]
    if care.checked_at is not None:
        checked = t.day(t.local(care.checked_at).date(), t.today(now))
        lines.append(t.gettext("Data confirmed: {day}").format(day=checked))
    if resting(care, t.today(now)):
        lines.append(rests(care, t))
    return lines


def rests(care: Care, t: Texts) -> str:
    """«Вернёмся 29 мая 2027: Дубль»."""
    why = f": {reason(care.rest_reason, t)}" if care.rest_reason else ""
    if care.wake_on is None or care.wake_on >= NEVER:
        return t.gettext("We do not come back") + why
    return t.gettext("We come back on {day}").format(day=t.date(care.wake_on)) + why


def lately(entry: Entry, t: Texts, now: datetime) -> Text | str | None:
    """What was done about it last, by whom and when."""
    said = told(str(entry.data.get("act")), entry.data, t, now)
    who = clip(entry.actor, SHORT) if entry.actor else None
    return joined((f"✓ {said}", who, t.moment(entry.at, now))) if said else None


def segment(key: str, t: Texts) -> str:
    """A segment in a word."""
    return {"key": t.gettext("key account"), "low": t.gettext("other account")}.get(
        key, t.gettext("usual account")
    )


def reason(key: str, t: Texts) -> str:
    """Why there is no point, in a word of ours or in the rep's."""
    _ = t.gettext
    return {
        "closed": _("The company has closed"),
        "stranger": _("Not our client"),
        "double": _("A double"),
        "quiet": _("Asked not to be disturbed"),
        OTHER: _("Some other reason"),
    }.get(key) or clip(key)


def ways(care: Care, t: Texts, now: datetime, *, back: str) -> Keyboard:
    """The three ways, and the way back for one that rests."""
    _, client = t.gettext, care.id
    buttons = [
        Button(_("Plan a call"), Attend(client, Act.PLAN, "", back), look=Look.MAIN),
        Button(_("Update the data"), Attend(client, Act.DATA, "", back)),
        Button(_("No point"), Attend(client, Act.REST, "", back)),
    ]
    if resting(care, t.today(now)):
        buttons.append(Button(_("Back to the check"), Attend(client, Act.WAKE, "", back)))
    return flow(buttons)


def leave(client: int, back: str, t: Texts) -> Button:
    """To where one came from."""
    return Button(t.gettext("‹ Back"), Attend(client, Act.LEAVE, "", back))


def done(found: Attended, t: Texts, now: datetime) -> Text | str | None:
    """What has been done, above what is shown next."""
    _, care = t.gettext, found.care
    name = Bold(clip(care.name, SHORT))
    match found.act:
        case Act.PLAN if found.due is not None:
            said = _("planned already: {time}") if found.again else _("planned: {time}")
            return Text("✓ ", name, ": ", said.format(time=t.moment(found.due, now, timed=found.timed)))
        case Act.RIGHT if care.wake_on is not None:
            said = _("the data is right, we come back on {day}")
            return Text("✓ ", name, ": ", said.format(day=t.date(care.wake_on)))
        case Act.WAKE:
            return Text("✓ ", name, ": ", _("is checked again"))
        case _:
            return None


def undoing(found: Attended, t: Texts) -> Keyboard:
    """What has been planned can be taken back."""
    if found.undo is None:
        return ()
    return ((Button(t.gettext("↩ Undo"), Undo(found.undo.run, found.undo.cause)),),)


def told(act: str, data: dict[str, object], t: Texts, now: datetime) -> str | None:
    """What somebody did about a client, in a few words, from the audit trail; None for what settles nothing."""
    _, until = t.gettext, _day(data.get("until"))
    match act:
        case Act.PLAN:
            due = data.get("due")
            at = datetime.fromisoformat(due) if isinstance(due, str) else now
            return _("planned: {time}").format(time=t.moment(at, now, timed=bool(data.get("timed"))))
        case Act.RIGHT if until is not None:
            return _("the data is right, we come back on {day}").format(day=t.date(until))
        case Act.REST | Act.UNTIL if until is not None:
            why = reason(str(data.get("reason") or OTHER), t)
            if until >= NEVER:
                return _("no point: {reason}, we do not come back").format(reason=why)
            return _("no point: {reason}, until {day}").format(reason=why, day=t.date(until))
        case _:
            return None


def _day(written: object) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else None
