"""The company's settings; everything is chosen in the chat."""

from collections.abc import Sequence
from decimal import Decimal

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Firm, Group, People, Strictness, Wordbook
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.company import Overview
from bot.views import check_hours
from bot.views.layout import button, flow, my_day
from bot.views.lines import SHORT, clip, stack
from bot.views.places import country, currency, zone
from storage.settings import Settings

CURRENCIES = ("RUB", "USD", "EUR", "BYN", "KZT", "UZS", "CNY", "GBP")
COUNTRIES = ("RU", "BY", "KZ", "AM", "UZ", "KG", "GE", "RS", "DE", "GB", "US")
ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
    "Europe/Minsk",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Europe/Berlin",
    "Europe/London",
)
HOURS = ((480, 1020), (510, 1050), (540, 1080), (600, 1140), (540, 1200), (600, 1320))
SHORTENED = (0, 30, 60, 90, 120)
URGENT = (0, 500_000, 1_000_000, 5_000_000)
CALLS, MEETINGS = (5, 10, 15, 30, 60), (15, 30, 60, 90, 120)


def overview(found: Overview, t: Texts, *, header: str | None = None) -> Screen:
    """All settings with their values; a tap opens the choice of one."""
    known, _ = found.settings, t.gettext
    rings = _("calls {call} min, meetings {meeting} min ahead").format(
        call=t.number(known.ring_call), meeting=t.number(known.ring_meeting)
    )
    lines = (
        (_("Company name"), clip(known.name) if known.name else "—"),
        (_("Currency"), currency(known.currency, t)),
        (_("Holidays of"), country(known.country, t)),
        (_("Time zone"), zone(known.zone, t)),
        (_("Working hours"), hours(known.work_start, known.work_end)),
        (_("Shortened days"), shorter(known.shortened, t)),
        (_("Reminders"), rings),
        (_("Told to heads at once"), urgent(known.urgent, known.currency, t)),
        (_("Process of new deals"), _titled(known.process, found, t)),
        (_("Daily check"), check_hours.said(known, t)),
        (_("Own days off and on"), t.number(len(found.days))),
    )
    return Screen(
        stack(
            Bold(_("Company")),
            header,
            "",
            *(Text(title, ": ", Bold(value)) for title, value in lines),
            "",
            _("Zone and hours are for newcomers; everybody sets his own in /settings."),
        ),
        (
            *flow(
                (
                    button(_("Company name"), Firm("name", "", 0)),
                    button(_("Currency"), Firm("currency", "", 0)),
                    button(_("Holidays"), Firm("country", "", 0)),
                    button(_("Time zone"), Firm("zone", "", 0)),
                    button(_("Working hours"), Firm("hours", "", 0)),
                    button(_("Shortened days"), Firm("shortened", "", 0)),
                    button(_("Reminders"), Firm("rings", "", 0)),
                    button(_("Urgent"), Firm("urgent", "", 0)),
                    button(_("Daily check"), Firm(check_hours.PART, "", 0)),
                    button(_("Process"), Firm("process", "", 0)),
                    button(_("Strictness"), Strictness("", "", "")),
                    button(_("Dictionaries"), Wordbook("", "", "", 0)),
                    button(_("Own days"), Firm("days", "", 0)),
                    button(_("People"), People("", 0)),
                    button(_("Teams"), Group(0, "card", 0)),
                    button(_("Who changed what"), Firm("log", "", 0)),
                )
            ),
            (my_day(t),),
        ),
    )


def choice(part: str, found: Overview, t: Texts) -> Screen | None:
    """The values of one setting, the present one marked; None for a setting that there is not."""
    known, _ = found.settings, t.gettext
    match part:
        case "name":
            return Screen(stack(Bold(_("The company's name")), _("Please write it.")), (_back(t),))
        case "currency":
            options = [
                (currency(one, t), Firm("currency", one.lower(), 0), one == known.currency)
                for one in CURRENCIES
            ]
            return _chips(_("Currency"), options, t)
        case "country":
            options = [
                (country(one, t), Firm("country", one.lower(), 0), one == known.country) for one in COUNTRIES
            ]
            return _chips(_("Whose public holidays are days off?"), options, t)
        case "zone":
            options = [
                (zone(one, t), Firm("zone", str(number), 0), one == known.zone)
                for number, one in enumerate(ZONES)
            ]
            return _chips(_("Time zone of newcomers"), options, t)
        case "hours":
            now = (known.work_start, known.work_end)
            options = [(hours(*one), Firm("hours", f"{one[0]}-{one[1]}", 0), one == now) for one in HOURS]
            return _chips(_("Working hours of newcomers"), options, t)
        case "shortened":
            return _shortened(found, t)
        case "rings":
            return _rings(known, t)
        case check_hours.PART:
            return check_hours.choice(known, t)
        case "urgent":
            options = [
                (urgent(one, known.currency, t), Firm("urgent", str(one), 0), one == known.urgent)
                for one in URGENT
            ]
            return _chips(_("Of which deals is a head told at once that they are late?"), options, t)
        case "process":
            keys = sorted(found.processes)
            options = [
                (_titled(one, found, t), Firm("process", one, 0), one == known.process) for one in keys
            ]
            return _chips(_("Process of new deals"), options, t)
        case _:
            return None


def _titled(key: str, found: Overview, t: Texts) -> str:
    """What a process is called; its key where it is not known any more."""
    return clip(t.label(found.processes.get(key, {})) or key, SHORT)


def _shortened(found: Overview, t: Texts) -> Screen:
    known, _ = found.settings.shortened, t.gettext
    by_law = _("A working day right before a public holiday is shortened by itself.") if found.eves else None
    chips = [
        button(("● " if one == known else "") + shorter(one, t), Firm("shortened", str(one), 0))
        for one in SHORTENED
    ]
    return Screen(
        stack(
            Bold(_("How much shorter is a shortened day?")),
            by_law,
            _("Name the company's own ones in “Own days”."),
        ),
        (*flow(chips), _back(t)),
    )


def _rings(known: Settings, t: Texts) -> Screen:
    calls = [_ring("call", one, known.ring_call, t) for one in CALLS]
    meetings = [_ring("meeting", one, known.ring_meeting, t) for one in MEETINGS]
    return Screen(
        stack(
            Bold(t.gettext("How long before is a reminder?")),
            t.gettext("☎ before a call, ◷ before a meeting."),
        ),
        (*flow(calls), *flow(meetings), _back(t)),
    )


def _ring(kind: str, minutes: int, known: int, t: Texts) -> Button:
    sign = "☎" if kind == "call" else "◷"
    mark = "● " if minutes == known else ""
    label = t.gettext("{number} min").format(number=t.number(minutes))
    return button(f"{mark}{sign} {label}", Firm("rings", f"{kind}.{minutes}", 0))


def _chips(title: str, options: Sequence[tuple[str, Firm, bool]], t: Texts) -> Screen:
    return Screen(
        Text(Bold(title)),
        (*flow(button(("● " if now else "") + label, to) for label, to, now in options), _back(t)),
    )


def shorter(minutes: int, t: Texts) -> str:
    """By how much a shortened day is shorter."""
    if not minutes:
        return t.gettext("as long as any other")
    return t.gettext("{number} min shorter").format(number=t.number(minutes))


def urgent(border: int, currency: str, t: Texts) -> str:
    """Of which deals a head is told at once."""
    if not border:
        return t.gettext("of none")
    sum_ = t.money(Decimal(border), currency, compact=True)
    return t.gettext("deals from {sum} on").format(sum=sum_)


def hours(start: int, end: int) -> str:
    """«09:00–18:00»."""
    return "–".join(f"{at // 60:02}:{at % 60:02}" for at in (start, end))


def _back(t: Texts) -> tuple[Button, ...]:
    return (Button(t.gettext("‹ Company"), Firm("", "", 0)), my_day(t))
