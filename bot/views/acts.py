"""What can be done to a deal beside its process: the menu of it, which field, which outcome, and what came of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Contact, Give, Hand, OpenDeal, Record, TakeNote
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.asked import Act
from bot.usecases.duties import Demand
from bot.usecases.replies import Target
from bot.views import decisions, requests, words
from bot.views.deal import waiting, waits
from bot.views.duties import exempting
from bot.views.layout import button, flow, my_day
from bot.views.lines import client, clip, sentence, stack
from bot.views.task import LOOKS, afterwards, named
from fsm.definition import FieldType, Kind, Process
from storage.apply import Advanced
from storage.deals import Card

_ALWAYS = {FieldType.PRODUCT, FieldType.CLIENT, FieldType.CONTACT, FieldType.MONEY, FieldType.PHONE}


def menu(
    deal: Card,
    process: Process,
    t: Texts,
    now: datetime,
    *,
    leads: bool = False,
    demands: Sequence[Demand] = (),
    but: Collection[str] = (),
) -> Screen:
    """Everything that can be added to, said of or done with an open deal; who `leads` may hand it over.

    `demands` may be given another date, with a button of its own: `but` these, what is asked of others has a menu.
    """
    _ = t.gettext
    run = deal.run_id
    return Screen(
        _head(deal, t.gettext("What is to be done?"), t),
        (
            *flow(_adding(key, run, process, t) for key in _own(process)),
            *requests.offering(run, process, t, but=but),
            *flow(exempting(demands, run, t)),
            *flow(_logging(run, process, t)),
            *flow(
                (
                    button(_("Change a field"), Hand(run, "fields", "")),
                    button(_("Contacts"), Contact(run, "list", 0)),
                    button(_("✎ Note"), TakeNote(run, 0)),
                    button(_("Wake up"), Hand(run, "wake", ""))
                    if waits(deal, t, now)
                    else button(_("☾ Let it wait"), Hand(run, "park", "")),
                )
            ),
            *(((button(_("⇄ Hand over"), Give("deal", run, 0)),),) if leads else ()),
            (back(run, t), my_day(t)),
        ),
    )


def _own(process: Process) -> tuple[str, ...]:
    """What people add to do themselves; what is asked of others has a menu of its own."""
    return tuple(key for key in process.by_hand if process.activities[key].runs is None)


def reopen(deal: Card, process: Process, t: Texts) -> Screen:
    """Into which stage a deal that had ended goes: the one that it had reached first."""
    order = process.working_stages
    near = [deal.furthest] if deal.furthest in order else []
    stages = [*near, *(one for one in reversed(order) if one not in near)]
    return Screen(
        _head(deal, t.gettext("In which stage does it go on?"), t),
        (
            *((button(words.stage(process, one, t), Hand(deal.run_id, "reopen", one)),) for one in stages),
            (back(deal.run_id, t), my_day(t)),
        ),
    )


def back(run: int, t: Texts) -> Button:
    return Button(t.gettext("‹ Deal"), OpenDeal(run, "card", 0))


def _head(deal: Card, question: str, t: Texts) -> Text:
    return stack(client(deal.client, t.gettext("Client not known yet")), "", Bold(question))


def _only(kind: Kind, process: Process) -> str | None:
    """The one activity of this kind that people may add; None where there is none, or a choice."""
    found = [key for key in process.by_hand if process.activities[key].kind is kind]
    return found[0] if len(found) == 1 else None


def _adding(key: str, run: int, process: Process, t: Texts) -> Button:
    kind = process.activities[key].kind
    plain = {
        Kind.CALL: t.gettext("+ Call"),
        Kind.MEETING: t.gettext("+ Meeting"),
        Kind.TASK: t.gettext("+ Task"),
    }
    alone = _only(kind, process) == key and kind in plain
    return button(plain[kind] if alone else f"+ {words.activity(process, key, t)}", Hand(run, "plan", key))


def _logging(run: int, process: Process, t: Texts) -> list[Button]:
    found = []
    kinds = {process.activities[key].kind for key in _own(process)}
    call, meeting = (_only(kind, process) or "" for kind in (Kind.CALL, Kind.MEETING))
    if Kind.CALL in kinds:
        found.append(button(t.gettext("Log a call"), Hand(run, "log", call)))
        found.append(button(t.gettext("Incoming call"), Hand(run, "incoming", call)))
    if Kind.MEETING in kinds:
        found.append(button(t.gettext("Log a meeting"), Hand(run, "log", meeting)))
    return found


def activities(deal: Card, process: Process, t: Texts, *, incoming: bool) -> Screen:
    """Which of several activities it was that happened."""
    act = "incoming" if incoming else "log"
    keys = [key for key in _own(process) if process.activities[key].kind is not Kind.TASK]
    return Screen(
        _head(deal, t.gettext("What was it?"), t),
        (
            *flow(button(words.activity(process, key, t), Hand(deal.run_id, act, key)) for key in keys),
            (_to_menu(deal, t), my_day(t)),
        ),
    )


def outcomes(deal: Card, key: str, process: Process, t: Texts, *, incoming: bool) -> Screen:
    """How the call or the meeting ended."""
    activity = process.activities.get(key) if key in _own(process) else None
    head = t.gettext("The client called. What came of it?") if incoming else t.gettext("What came of it?")
    buttons = [
        Button(
            clip(t.label(one.title), 36),
            Record(deal.run_id, key, name, int(incoming)),
            look=LOOKS[one.style],
        )
        for name, one in (activity.outcomes.items() if activity else ())
        if not (incoming and one.ladder)
    ]
    return Screen(_head(deal, head, t), (*flow(buttons), (_to_menu(deal, t), my_day(t))))


def fields(deal: Card, process: Process, t: Texts, *, but: Collection[str] = ()) -> Screen:
    """Which field is to be changed: what matters on the way, and whatever is known already; `but` what nobody writes by hand."""
    on_the_way = {
        one.field for key in process.working_stages for one in process.stages[key].requires
    } | deal.extra.keys()
    keys = [
        key
        for key, field in process.fields.items()
        if (field.type in _ALWAYS or key in on_the_way) and key not in but
    ]
    buttons = [button(t.label(process.fields[key].title), Hand(deal.run_id, "amend", key)) for key in keys]
    return Screen(
        _head(deal, t.gettext("What is to be changed?"), t), (*flow(buttons), (_to_menu(deal, t), my_day(t)))
    )


def _to_menu(deal: Card, t: Texts) -> Button:
    return Button(t.gettext("‹ Back"), Hand(deal.run_id, "menu", ""))


def done(target: Target, advanced: Advanced, deal: Card, process: Process, t: Texts, now: datetime) -> Text:
    """What has just been done, above the card of the deal."""
    match target.act:
        case Act.LOG:
            said = sentence(
                "✓ {activity} — {outcome}",
                activity=words.activity(process, target.key, t),
                outcome=words.outcome(process, target.key, target.outcome, t),
            )
            return stack(said, afterwards(advanced, process, t, now))
        case Act.PARK if deal.parked_until is not None:
            return Text("☾ ", waiting(deal, t, now))
        case Act.WAKE:
            return Text(t.gettext("The deal goes on."))
        case Act.AMEND:
            return Text(
                "✎ ", t.gettext("Changed: {field}").format(field=words.field(process, target.key or "", t))
            )
        case Act.SENT:
            return Text("✓ ", words.field(process, target.key or "", t))
        case Act.REOPEN:
            return Text("↺ ", afterwards(advanced, process, t, now))
        case _:
            sent = decisions.sent(advanced, target.key, process, t)
            return sent or Text("+ ", *(_planned(advanced, process, t, now)))


def _planned(advanced: Advanced, process: Process, t: Texts, now: datetime) -> list[str]:
    return [
        f"{named(one.title, one.key, process, t)}, {t.moment(one.due, now, timed=one.timed)}"
        for one in advanced.opened
    ]


def toast(target: Target, t: Texts) -> str:
    """What is said in passing."""
    _ = t.gettext
    return {
        Act.PLAN: _("Added"),
        Act.LOG: _("Written down"),
        Act.PARK: _("The deal waits"),
        Act.WAKE: _("The deal goes on"),
        Act.AMEND: _("Changed"),
        Act.REOPEN: _("Taken up again"),
    }.get(target.act or Act.PLAN, _("Done"))
