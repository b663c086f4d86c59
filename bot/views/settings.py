"""What a person has set for himself, and what each of it may be."""

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Channels, Home, Language, Preference, Staff
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import LANGUAGES, Texts
from bot.usecases.settings import DAYS, EMPTY, OFF, ON, WITHOUT, Choosing, Part, parts
from bot.views import weekdays
from bot.views.layout import flow, my_day
from bot.views.lines import clip, stack
from bot.words.zone import RUSSIA
from storage.people import EVERY_DAY, Person

NAMES = {"ru": "Русский", "en": "English"}
_WORK = ((480, 1020), (540, 1080), (600, 1140), (540, 1140))
_MORNINGS = (420, 480, 510, 540, 570, 600)
_EVENINGS = (1020, 1050, 1080, 1110, 1140, 1200)
_DIGESTS = (480, 510, 540, 570, 600, 660)
_WEEKS = (EVERY_DAY, 0b0010101, 0b0000001)
"""Every working day; Monday, Wednesday and Friday; Monday."""
_QUIET = ((1200, 540), (1260, 480), (1320, 480), (1320, 540))


def settings(person: Person, t: Texts) -> Screen:
    """All of it; one tap to change any."""
    _ = t.gettext
    return Screen(
        stack(
            Bold(_("Settings")),
            "",
            _("Language: {language}").format(language=NAMES[t.language]),
            *(f"{name(part, t)}: {value(part, person, t)}" for part in parts(person)),
        ),
        (
            tuple(
                Button(("● " if one == t.language else "") + NAMES[one], Language(one)) for one in LANGUAGES
            ),
            *flow(Button(name(part, t), Preference(part.value, "")) for part in parts(person)),
            (Button(_("Days off"), Staff(person.id, "away")), *_channels(person, t)),
            (my_day(t), Button(_("Home"), Home(""))),
        ),
    )


def _channels(person: Person, t: Texts) -> tuple[Button, ...]:
    """Who leads may have a group told of deals."""
    leads = person.roles & {"head", "director", "admin"}
    return (Button(t.gettext("Team channels"), Channels()),) if leads else ()


def name(part: Part, t: Texts) -> str:
    _ = t.gettext
    return {
        Part.ZONE: _("Time zone"),
        Part.HOURS: _("Working hours"),
        Part.MORNING: _("Plan of the day"),
        Part.EVENING: _("Evening recap"),
        Part.DIGEST: _("Digest"),
        Part.QUIET: _("Quiet hours"),
    }[part]


def value(part: Part, person: Person, t: Texts) -> str:
    """As it is set now."""
    _ = t.gettext
    match part:
        case Part.ZONE:
            return zone(person.zone, t)
        case Part.HOURS:
            return span(person.work_start, person.work_end)
        case Part.MORNING:
            return _("at {time}").format(time=hour(person.morning))
        case Part.EVENING:
            return _("none") if person.evening is None else _("at {time}").format(time=hour(person.evening))
        case Part.DIGEST:
            return _digest(person, t)
        case Part.QUIET:
            if person.quiet_start is None or person.quiet_end is None:
                return _("outside working hours")
            return span(person.quiet_start, person.quiet_end)


def _digest(person: Person, t: Texts) -> str:
    """«в 09:30», «в 09:30, пн, ср, пт»."""
    if person.digest is None:
        return t.gettext("none")
    at = t.gettext("at {time}").format(time=hour(person.digest))
    every = weekdays.is_every(person.digest_days)
    return at if every else f"{at}, {weekdays.named(person.digest_days, t)}"


def zone(iana: str, t: Texts) -> str:
    """«Москва, UTC+3» for those that have buttons; the name in the catalogue of zones for others."""
    known = {name_: key for key, name_ in RUSSIA}
    return _zones(t)[known[iana]] if iana in known else clip(iana.replace("_", " "), 40)


def _zones(t: Texts) -> dict[str, str]:
    _ = t.gettext
    return {
        "kaliningrad": _("Kaliningrad +2"),
        "moscow": _("Moscow +3"),
        "samara": _("Samara +4"),
        "yekaterinburg": _("Yekaterinburg +5"),
        "omsk": _("Omsk +6"),
        "krasnoyarsk": _("Krasnoyarsk +7"),
        "irkutsk": _("Irkutsk +8"),
        "yakutsk": _("Yakutsk +9"),
        "vladivostok": _("Vladivostok +10"),
        "magadan": _("Magadan +11"),
        "kamchatka": _("Kamchatka +12"),
    }


def hour(minute: int) -> str:
    """«09:30»."""
    return f"{minute // 60:02}:{minute % 60:02}"


def span(first: int, last: int) -> str:
    return f"{hour(first)}–{hour(last)}"


def choice(found: Choosing, t: Texts) -> Screen:
    """What a setting may be; words will do as well."""
    said = None
    if found.said is not None:
        said = t.gettext("⚠ I did not understand “{said}”.").format(said=clip(found.said, 40))
    return Screen(
        stack(
            Bold(name(found.part, t)),
            t.gettext("Now: {value}").format(value=value(found.part, found.person, t)),
            "",
            said,
            "",
            *_about(found.part, t),
        ),
        (
            *_choices(found, t),
            (Button(t.gettext("‹ Back"), Preference("", "")), my_day(t)),
        ),
    )


def _about(part: Part, t: Texts) -> list[Text | str]:
    """What it is for, and how it may be said."""
    _ = t.gettext
    match part:
        case Part.ZONE:
            return [
                _("All times are shown and understood in this zone."),
                Italic(_("Choose, or write a city or the difference: “Omsk”, “UTC+5”.")),
            ]
        case Part.HOURS:
            return [
                _("Calls and tasks are planned within these hours."),
                Italic(_("Choose, or write: “from 9:30 to 18:30”.")),
            ]
        case Part.MORNING:
            return [_("When the plan of the day comes."), Italic(_("Choose, or write: “8:45”."))]
        case Part.EVENING:
            return [
                _("When I sum up the day and say what is left."),
                Italic(_("Choose, or write: “18:15”, “off”.")),
            ]
        case Part.DIGEST:
            return [
                _("When I show what is wrong in the team, if something is."),
                Italic(_("Choose, or write: “9:15”, “off”.")),
            ]
        case Part.QUIET:
            return [
                _("What can wait is not sent then. Calls that you have planned still ring."),
                Italic(_("Choose, or write: “from 22 to 8”.")),
            ]


def _choices(found: Choosing, t: Texts) -> Keyboard:
    person = found.person
    match found.part:
        case Part.ZONE:
            known = dict(RUSSIA)
            return flow(
                _chip(name_, "zone", key, on=known[key] == person.zone) for key, name_ in _zones(t).items()
            )
        case Part.HOURS:
            return _spans("hours", _WORK, (person.work_start, person.work_end))
        case Part.MORNING:
            return _hours("morning", _MORNINGS, person.morning)
        case Part.EVENING:
            return (*_hours("evening", _EVENINGS, person.evening), _none("evening", person.evening, t))
        case Part.DIGEST:
            return (
                *_hours("digest", _DIGESTS, person.digest),
                _none("digest", person.digest, t),
                *(_schedule(person, t) if person.digest is not None else ()),
            )
        case Part.QUIET:
            outside = _chip(t.gettext("Outside working hours"), "quiet", OFF, on=person.quiet_start is None)
            return (*_spans("quiet", _QUIET, (person.quiet_start, person.quiet_end)), (outside,))


def _spans(part: str, offered: tuple[tuple[int, int], ...], now: tuple[int | None, int | None]) -> Keyboard:
    return flow(_chip(span(*one), part, f"{one[0]}-{one[1]}", on=one == now) for one in offered)


def _hours(part: str, offered: tuple[int, ...], now: int | None) -> Keyboard:
    chips = [_chip(hour(one), part, str(one), on=one == now) for one in offered]
    return (tuple(chips[:3]), tuple(chips[3:]))


def _schedule(person: Person, t: Texts) -> Keyboard:
    """On which days the digest comes: some of them by one tap, or day by day; and whether it comes in any case."""
    _, days, part = t.gettext, person.digest_days, Part.DIGEST.value
    names = (_("Every working day"), _("Mon, Wed, Fri"), _("On Mondays"))
    weeks = [
        _chip(label, part, f"{DAYS}{week}", on=week == days)
        for week, label in zip(_WEEKS, names, strict=True)
    ]
    single = [
        _chip(
            weekdays.name(number, t),
            part,
            f"{WITHOUT if days >> number & 1 else ON}{number}",
            on=bool(days >> number & 1),
        )
        for number in range(7)
    ]
    empty = _chip(
        _("Also when everything is in order"),
        part,
        f"{EMPTY}{0 if person.digest_empty else 1}",
        on=person.digest_empty,
    )
    return (*flow(weeks), tuple(single[:4]), tuple(single[4:]), (empty,))


def _none(part: str, now: int | None, t: Texts) -> tuple[Button, ...]:
    return (_chip(t.gettext("Do not send"), part, OFF, on=now is None),)


def _chip(label: str, part: str, written: str, *, on: bool) -> Button:
    return Button(("● " if on else "") + label, Preference(part, written), look=Look.MAIN if on else None)
