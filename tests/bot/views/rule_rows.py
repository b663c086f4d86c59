"""The screens of rules, their lists and changes, discipline, exceptions and replays, for what holds for all screens."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.screen import Document, Screen
from bot.texts import Texts
from bot.usecases.replays import Asked as Supposed
from bot.usecases.replays import Compared
from bot.usecases.rule_changes import RuleTrouble, with_limit
from bot.usecases.rule_lists import EXEMPT, Asked, Listed, Whole
from bot.usecases.rule_reports import DisciplineReport, ExceptionsReport, Excuse, Health, Week
from bot.usecases.rules import Card, Norm, Rules, Seen
from bot.usecases.scopes import Scope
from bot.views import discipline, replay, rule_changes, rule_charts, rule_lists, rule_sheet, rules
from fsm.definition import Rule
from fsm.loading import versions
from fsm.obligations import Obligation, State, Terms
from fsm.replay import Replayed
from fsm.rulebook import shipped
from storage.audit import Entry
from storage.discipline import Discipline
from storage.excused import Excused
from storage.exemptions import Share
from storage.obligations import Kept
from storage.rule_lists import Group, Line
from storage.tallies import End, Standing
from storage.teams import Team
from tests.bot.views import rows
from tests.bot.views.rows import DAY, NOW

PROCESSES = versions()
PROPOSAL, STAGE, CONTACT = (shipped()[key] for key in ("proposal_5d", "stage_norm", "client_contact"))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 23))


def an_end(state: State, **changes: object) -> End:
    return replace(End(state, NOW, accepted=False, right=False, took=1.5), **changes)  # type: ignore[arg-type]  # by name


def a_health(rule: Rule = PROPOSAL) -> Health:
    """24 that began; 14 in time, 4 not, 2 by another date, 1 stopped; of a watch all are found."""
    ends = [
        *[an_end(State.FULFILLED)] * 14,
        *[an_end(State.BREACHED, took=8.0, right=True)] * 3,
        an_end(State.BREACHED, took=None),
        *[an_end(State.EXEMPT)] * 2,
        an_end(State.STOPPED, took=None),
    ]
    if rule.trigger is None:
        ends = [
            *[an_end(State.BREACHED, right=True)] * 7,
            *[an_end(State.BREACHED, accepted=True)],
            *[an_end(State.BREACHED)] * 4,
        ]
    reasons = {"supplier": 2, "other": 1, "forgot": 1, "expert": 1, None: 3}
    standing = Standing(5, 9, 7, 3)
    return Health(rule, NOVEMBER, 24, tuple(ends), standing, reasons, (1.0, 3.0, 5.0), 2)


def a_scope(name: str, **changes: object) -> Scope:
    people = [rows.a_person(id=number, name=name) for number in range(1, 20)]
    teams = [Team(number, f"{name}{number}", None) for number in range(3)]
    scope = Scope(frozenset({1}), name, "t1", "t1", frozenset(range(1, 20)), teams, people)
    return replace(scope, **changes)  # type: ignore[arg-type]  # by name


def changes_of(name: str) -> list[Entry]:
    """Every sort of change, by somebody and by nobody."""
    common: dict[str, Any] = {"unit": "days", "calendar": "working", "currency": "RUB", "rule": "proposal_5d"}
    told: list[dict[str, Any]] = [
        {"what": "limit", "was": 5, "became": 3},
        {"what": "border", "was": "500000", "became": "300000.50"},
        {"what": "norm", "was": 10, "became": 0, "place": {"ru": name, "en": name}},
        {"what": "norm", "was": 10, "became": 5, "place": {"segment": "key"}},
        {"what": "on", "was": True, "became": False, "stopped": 12},
        {"what": "on", "was": True, "became": False, "stopped": 0},
        {"what": "on", "was": False, "became": True},
        {},
    ]
    return [
        Entry(
            number,
            NOW - number * DAY,
            name if number % 2 else None,
            "rule",
            None,
            common | {"title": dict(PROPOSAL.title)} | one,
        )
        for number, one in enumerate(told)
    ]


def norms_of(rule: Rule) -> list[Norm]:
    if rule is CONTACT:
        return [Norm(key, rule.norms.get(key, 60), None, key) for key in ("key", "usual", "low")]
    return [
        Norm(f"{process.process}.{stage}", 15, process, stage)
        for process in (PROCESSES["corporate", 1], PROCESSES["simple", 1])
        for stage in process.working_stages
    ]


def a_card(name: str, rule: Rule = PROPOSAL, *, seen: bool = True) -> Card:
    norms = norms_of(rule) if rule.watch is not None else []
    weeks = (Week(date(2026, 11, 9), 4, 1, 0), Week(date(2026, 11, 16), 10, 3, 2))
    how = Seen("month", a_scope(name), a_health(rule), weeks, 2)
    return Card(rule, norms, changes_of(name)[:5], 12, "RUB", how if seen else None)


def a_line(name: str, state: State, **changes: object) -> Line:
    duty = Obligation(state, NOW - 8 * DAY, NOW - DAY, ended_at=NOW - DAY)
    kept = Kept(3, "proposal_5d", "deal", 7, 17, None, 5, Terms.of(PROPOSAL), standing=True, obligation=duty)
    line = Line(kept, name, name, name, 3, Decimal(150_000), "RUB")
    return replace(line, **changes)  # type: ignore[arg-type]  # by name


def lines_of(name: str) -> list[Line]:
    """Every way in which a line can be told."""
    broken = a_line(name, State.BREACHED)
    late = replace(broken.kept.obligation, right_at=NOW)
    of_client = replace(broken.kept, kind="client", run_id=None, terms=None)
    in_time = a_line(name, State.FULFILLED)
    return [
        replace(in_time, kept=replace(in_time.kept, run_id=16)),
        broken,
        replace(broken, kept=replace(broken.kept, run_id=18, obligation=late, reason="supplier")),
        replace(
            broken, kept=replace(broken.kept, run_id=19, words=name, accepted_at=NOW, accepted_reason=name)
        ),
        replace(broken, kept=of_client, amount=None, number=None),
        replace(
            a_line(name, State.SLEEPING, client=None, number=None, amount=None),
            kept=replace(broken.kept, run_id=20),
        ),
    ]


def excuses_of(name: str) -> list[Excused]:
    found = Excused(
        17, name, name, Decimal(150_000), "RUB", name, name, NOW - 5 * DAY, name, NOW - 4 * DAY, "complex_deal", 1,
        "approved", "client", None, "2026-11-30",
    )  # fmt: skip
    return [
        found,
        replace(found, run_id=18, state="rejected", decider=None, reason="other", words=name),
        replace(found, run_id=19, state="asked", decided_at=None, reason=None),
        replace(found, run_id=20, client=None, number=None, until="nonsense", process=None),
    ]


def a_list(name: str, group: str, rule: Rule = PROPOSAL) -> Listed:
    lines = excuses_of(name) if group == EXEMPT else lines_of(name)
    if rule.trigger is None:
        lines = [replace(one, kept=replace(one.kept, reason=None)) for one in lines_of(name)]
    counts = dict.fromkeys([*Group, EXEMPT], 25)
    asked = Asked(rule, group, "month", NOVEMBER, a_scope(name, whose=None))
    return Listed(asked, lines, counts, 1)


def a_comparison(name: str) -> Compared:
    names = {number: f"{name}{number}" for number in range(20)}
    now = Replayed(dict.fromkeys(range(10), 2), (1, 4, 2))
    then = Replayed(dict.fromkeys(range(20), 5), (3, 9, 4))
    digests = (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23))
    return Compared(PROPOSAL, with_limit(PROPOSAL, 3), NOVEMBER, names, now, then, digests, 8)


def a_discipline(name: str) -> DisciplineReport:
    some = Discipline(on_time=14, late=4, missed=2, snoozed=3, hours=[1.0, 5.0, 30.0, 70.0])
    return DisciplineReport(NOVEMBER, tuple((f"{name}{number}", some) for number in range(14)))


def exceptions_of(name: str) -> ExceptionsReport:
    assert PROPOSAL.exempt is not None
    people = [Excuse(f"{name}{number}", Share(4, 8), number < 3) for number in range(14)]
    reasons = {"client": 20, "supplier": 9, "expert": 4, "discount": 3, "other": 2, None: 1}
    return ExceptionsReport(PROPOSAL, PROPOSAL.exempt, NOVEMBER, tuple(people), reasons)


def screens(t: Texts, name: str) -> dict[str, Screen]:
    """By a name of its own for each."""
    return {**_looking(t, name), **_changing(t, name), **_lists(t, name), **_reports(t, name)}


def _looking(t: Texts, name: str) -> dict[str, Screen]:
    every = list(shipped().values())
    off = PROPOSAL.model_copy(update={"on": False})
    nothing = Health(PROPOSAL, NOVEMBER, 0, (), Standing(), {}, (), 0)
    bare = a_card(name)
    assert bare.seen is not None
    return {
        "rules": rules.every(Rules(every, {"proposal_5d": 3, "stage_norm": 40}), t),
        "rules fine": rules.every(Rules([off, *every[1:]], {}), t),
        "rules of an admin": rules.every(Rules(every, None), t),
        "rule": rules.card(a_card(name), t, NOW, photo=b"png"),
        "rule off": rules.card(replace(a_card(name), rule=off), t, NOW, photo=b"png", toast=name[:9]),
        "rule watched": rules.card(a_card(name, STAGE), t, NOW, photo=b"png"),
        "rule of clients": rules.card(a_card(name, CONTACT), t, NOW, photo=b"png"),
        "rule of nothing": rules.card(
            replace(bare, seen=replace(bare.seen, health=nothing), changes=()), t, NOW, photo=b"png"
        ),
        "rule without numbers": rules.card(a_card(name, seen=False), t, NOW),
        **{
            f"rule {key}": rules.card(replace(a_card(name), rule=rule), t, NOW, photo=b"png")
            for key, rule in shipped().items()
        },
    }


def _changing(t: Texts, name: str) -> dict[str, Screen]:
    card, stage = a_card(name), a_card(name, STAGE)
    short = with_limit(PROPOSAL, 3)
    once = shipped()["snoozed_often"]
    return {
        "rule settings": rule_changes.settings(card, t, NOW, header=rule_changes.saved(short, "limit", t)),
        "rule settings short": rule_changes.settings(replace(card, rule=short), t, NOW),
        "rule settings off": rule_changes.settings(
            replace(card, rule=PROPOSAL.model_copy(update={"on": False}), changes=changes_of(name)), t, NOW
        ),
        "rule settings of stages": rule_changes.settings(stage, t, NOW),
        "rule settings of clients": rule_changes.settings(a_card(name, CONTACT), t, NOW),
        "rule settings of times": rule_changes.settings(replace(card, rule=once), t, NOW),
        "rule number": rule_changes.numbers(card, t),
        "rule number wrong": rule_changes.numbers(
            stage, t, problem=rule_changes.trouble(RuleTrouble.ZERO, STAGE, t)
        ),
        **{
            f"rule trouble {why}": rule_changes.numbers(
                card, t, problem=rule_changes.trouble(why, PROPOSAL, t)
            )
            for why in RuleTrouble
        },
        "rule norms": rule_changes.norms(stage, t),
        "rule segments": rule_changes.norms(a_card(name, CONTACT), t),
        "rule norm": rule_changes.numbers(stage, t, norm=stage.norms[0]),
        "rule border": rule_changes.borders(card, t),
        "rule off sure": rule_changes.sure(card, t),
        "rule off sure of nothing": rule_changes.sure(replace(card, running=0), t),
    }


def _lists(t: Texts, name: str) -> dict[str, Screen]:
    whole = Whole(a_list(name, Group.LATE).asked, {Group.LATE: lines_of(name)}, excuses_of(name))
    made = rule_sheet.sheets(whole, PROCESSES, t)
    assert [len(sheet.header) for sheet in made] == [len(next(iter(sheet.rows))) for sheet in made]
    empty = a_list(name, Group.IN_TIME)
    return {
        **{
            f"rule list {group}": rule_lists.listed(a_list(name, group), PROCESSES, t, NOW)
            for group in (*Group, EXEMPT)
        },
        "rule list watched": rule_lists.listed(a_list(name, Group.LATE, STAGE), PROCESSES, t, NOW),
        "rule list empty": rule_lists.listed(
            replace(empty, lines=(), counts=dict.fromkeys(empty.counts, 0), page=0), PROCESSES, t, NOW
        ),
        "rule file": rule_sheet.file(Document("x.xlsx", b"x"), whole, t),
    }


def _reports(t: Texts, name: str) -> dict[str, Screen]:
    scope = a_scope(name)
    exceptions = exceptions_of(name)
    titles = rule_charts.titles(exceptions.exempt, PROCESSES)
    number = Supposed(PROPOSAL, "limit", None, (), "90d", "RUB")
    norm = Supposed(
        STAGE,
        f"n{rule_changes.checksum('simple.engaging')}",
        norms_of(STAGE)[-1],
        norms_of(STAGE),
        "365d",
        "RUB",
    )
    border = Supposed(PROPOSAL, "border", None, (), "90d", "RUB")
    found = a_comparison(name)
    nothing = replace(found, names={}, now=Replayed({}, ()), then=Replayed({}, ()), digests=(), imported=0)
    return {
        "discipline": discipline.discipline(a_discipline(name), scope, "month", t, photo=b"png"),
        "discipline of nobody": discipline.discipline(
            DisciplineReport(NOVEMBER, ()), scope, "month", t, photo=b"png"
        ),
        "exceptions": discipline.exceptions(exceptions, titles, scope, "90d", t, photo=b"png"),
        "exceptions of nobody": discipline.exceptions(
            replace(exceptions, people=(), reasons={}), titles, scope, "week", t, photo=b"png"
        ),
        "replay choice": replay.choice(number, t),
        "replay choice wrong": replay.choice(
            border, t, problem=rule_changes.trouble(RuleTrouble.NO_SUM, PROPOSAL, t)
        ),
        "replay choice of a stage": replay.choice(norm, t),
        "replay": replay.compared(number, found, name, t, photo=b"png"),
        "replay of a border": replay.compared(border, found, None, t, photo=b"png"),
        "replay of clients": replay.compared(
            Supposed(CONTACT, "limit", None, norms_of(CONTACT), "90d", "RUB"),
            replace(found, rule=CONTACT, changed=with_limit(CONTACT, 30)),
            name,
            t,
            photo=b"png",
        ),
        "replay of nothing": replay.compared(number, nothing, name, t, photo=b"png"),
    }
