"""What is asked about a client: when to get in touch, whether what is known is right, when to come back, why there is no point."""

from collections.abc import Sequence
from datetime import date, datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Attend
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.asked import Problem, day_choice
from bot.usecases.attended import MONTHS, OTHER, REASONS, Act, Attended, later
from bot.views.attending import leave, reason, rests, segment, state
from bot.views.layout import button, flow, my_day
from bot.views.lines import capital, clip, joined, phone, stack
from bot.views.troubles import trouble
from storage.caring import NEVER, SEGMENTS
from storage.dossier import Reachable

PEOPLE = 4
"""People whose numbers can be changed; a client with more of them has a deal with a list of them."""


def plan(
    found: Attended,
    chips: Sequence[datetime],
    t: Texts,
    now: datetime,
    *,
    back: str,
    problem: Problem | None = None,
) -> Screen:
    """When; words say it as well."""
    _, client = t.gettext, found.care.id
    titles = (None, _("In 3 days"), _("In a week"), _("In a month"))
    meant = () if problem is None else problem.readings
    buttons = [
        button(
            title or capital(t.moment(at, now)),
            Attend(client, Act.PLAN, f"m{t.local(at):%Y%m%d%H%M}", back),
        )
        for title, at in zip(titles, chips, strict=False)
        if at not in meant
    ]
    return Screen(
        stack(
            *_head(found, t, now, problem),
            Bold(_("When do we get in touch?")),
            _("Or write it: “tomorrow at 15”, “in 2 weeks”, “25.12”."),
        ),
        (*_readings(found, Act.PLAN, problem, t, now, back), *flow(buttons), _cancel(client, back, t)),
    )


def data(found: Attended, t: Texts, now: datetime, *, back: str) -> Screen:
    """What is known, to be changed, or to be said to be right."""
    _, care = t.gettext, found.care
    client = care.id
    segments = [
        Button(
            ("● " if one == care.segment else "") + capital(segment(one, t)),
            Attend(client, Act.SEGMENT, one, back),
        )
        for one in SEGMENTS
    ]
    return Screen(
        stack(
            Bold(clip(care.name)),
            *state(care, t, now),
            "",
            *(_person(one) for one in found.people[:PEOPLE]),
            None if found.people else _("Nobody is known here yet."),
            "",
            Bold(_("Is this still right?")),
        ),
        (
            (Button(_("All is right"), Attend(client, Act.RIGHT, "", back), look=Look.MAIN),),
            *flow(
                (
                    Button(_("Name"), Attend(client, Act.NAME, "", back)),
                    Button(_("+ Contact"), Attend(client, Act.CONTACT, "", back)),
                )
            ),
            *(_numbers(client, one, back) for one in found.people[:PEOPLE]),
            *flow(segments),
            _cancel(client, back, t),
        ),
    )


def come_back(
    found: Attended, t: Texts, now: datetime, *, back: str, problem: Problem | None = None
) -> Screen:
    """What is known is right; when to look again."""
    _, client, today = t.gettext, found.care.id, found.today
    chips = (
        (_("2 weeks"), date.fromordinal(today.toordinal() + 14)),
        (_("A month"), later(today, 1)),
        (_("3 months"), later(today, 3)),
    )
    buttons = [Button(title, Attend(client, Act.BACK, day_choice(day), back)) for title, day in chips]
    return Screen(
        stack(
            *_head(found, t, now, problem),
            Bold(_("When do we come back to this client?")),
            _("Until then it is not in the check. Or write the day: “in 6 weeks”, “25.12”."),
        ),
        (*_readings(found, Act.BACK, problem, t, now, back), *flow(buttons), _cancel(client, back, t)),
    )


def reasons(found: Attended, t: Texts, now: datetime, *, back: str) -> Screen:
    """Why there is no point."""
    client = found.care.id
    return Screen(
        stack(*_head(found, t, now, None), Bold(t.gettext("Why is there no point?"))),
        (
            *((button(reason(one, t), Attend(client, Act.REST, one, back)),) for one in (*REASONS, OTHER)),
            _cancel(client, back, t),
        ),
    )


def rested(found: Attended, t: Texts, now: datetime, *, back: str) -> Screen:
    """It rests; another length with a tap."""
    _, care = t.gettext, found.care
    titles = {3: _("3 months"), 6: _("Half a year"), 12: _("A year"), 0: _("Never")}
    ends = {months: later(found.today, months) for months in MONTHS} | {0: NEVER}
    buttons = [
        Button(
            ("● " if ends[months] == care.wake_on else "") + titles[months],
            Attend(care.id, Act.UNTIL, str(months), back),
        )
        for months in (*MONTHS, 0)
    ]
    return Screen(
        stack(
            *_head(found, t, now, None), rests(care, t), "", Bold(_("When do we come back to this client?"))
        ),
        (*flow(buttons), (leave(care.id, back, t), my_day(t))),
        toast=_("Written down"),
    )


def in_words(
    found: Attended, act: Act, t: Texts, now: datetime, *, back: str, problem: Problem | None = None
) -> Screen:
    """A question that only words answer."""
    _ = t.gettext
    question = {
        Act.NAME: _("What is the client called?"),
        Act.CONTACT: _("Who is it? Name and phone, for example “Anna +7 916 123-45-67”."),
        Act.PHONE: _("Which number is to be added?"),
        Act.EMAIL: _("Which e-mail address is right?"),
        Act.REST: _("Why is there no point? A few words."),
    }[act]
    return Screen(stack(*_head(found, t, now, problem), Bold(question)), (_cancel(found.care.id, back, t),))


def _head(found: Attended, t: Texts, now: datetime, problem: Problem | None) -> list[Text | str | None]:
    return [trouble(problem, t, now) if problem else None, "", Bold(clip(found.care.name)), ""]


def _readings(
    found: Attended, act: Act, problem: Problem | None, t: Texts, now: datetime, back: str
) -> Keyboard:
    """What the words may have meant, to be chosen with a tap."""
    client = found.care.id
    buttons = []
    for one in () if problem is None else problem.readings:
        if isinstance(one, datetime) and act is Act.PLAN:
            choice = f"m{t.local(one):%Y%m%d%H%M}"
            buttons.append(button(capital(t.moment(one, now)), Attend(client, act, choice, back)))
        else:
            day = t.local(one).date() if isinstance(one, datetime) else one
            buttons.append(button(t.date(day), Attend(client, act, day_choice(day), back)))
    return flow(buttons)


def _person(one: Reachable) -> Text | str:
    numbers: list[Text | str] = [phone(number) for number in one.numbers]
    return joined((clip(one.name, 40), *numbers, clip(one.email, 40) if one.email else None)) or ""


def _numbers(client: int, one: Reachable, back: str) -> tuple[Button, ...]:
    name, number = clip(one.name, 12), str(one.id)
    return (
        Button(f"☎ {name}", Attend(client, Act.PHONE, number, back)),
        Button(f"✉ {name}", Attend(client, Act.EMAIL, number, back)),
    )


def _cancel(client: int, back: str, t: Texts) -> tuple[Button, ...]:
    return (Button(t.gettext("‹ Back"), Attend(client, "", "", back)), my_day(t))
