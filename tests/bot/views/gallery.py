"""Every screen once, with a client, a person and a product of the names given: what holds for all is tested on these."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from aiogram.utils.formatting import Text

from bot import callbacks
from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.access import Role
from bot.usecases.asked import Problem, Subject, Suggestion, Trouble
from bot.views import (
    calendar,
    day,
    deal,
    deals,
    funnel,
    history,
    morning,
    notices,
    people,
    question,
    task,
    team,
    why,
)
from fsm.questions import ATTEMPTS, GIVE_UP, GO_ON, KEEP, NEXT, PLAN_WHEN, WHEN
from fsm.values import Money
from storage import activities
from storage import deals as storage_deals
from storage.agenda import Agenda, Counts, Section
from storage.teams import Team
from tests.bot.views import (
    approval_rows,
    asking_rows,
    audit_rows,
    digest_rows,
    duty_rows,
    hand_rows,
    health_rows,
    import_rows,
    list_rows,
    process_rows,
    rep_rows,
    rows,
    rule_rows,
    staff_rows,
    telling_rows,
    way_rows,
)
from tests.bot.views.rows import DAY, HOUR, NOW, PROCESSES, SIMPLE

TALKED = Subject("ООО «Ромашка»", activity="first_call", outcome="reached")
CHOICES = ("plan.0", "plan.1", PLAN_WHEN, "move.engaging", "move.lost", KEEP)


def screens(t: Texts, name: str = "ООО «Ромашка»") -> dict[str, Screen]:
    """By a name of its own for each."""
    found = rows.a_deal(
        client=name, contact=name, product=name, owner=name, number=name, extra={"lost_words": name}
    )
    card = rows.a_task(found)
    person = rows.a_person(name=name)
    return {
        **_of_tasks(t, card, name),
        **_of_deals(t, found, name),
        **_of_questions(t, name),
        **_of_people(t, name),
        **rep_rows.screens(t, name),
        **asking_rows.screens(t, name),
        **health_rows.screens(t, name),
        **hand_rows.screens(t, name),
        **import_rows.screens(t, name),
        **staff_rows.screens(t, name),
        **telling_rows.screens(t, name),
        **digest_rows.screens(t, name),
        **process_rows.screens(t, name),
        **way_rows.screens(t, name),
        **approval_rows.screens(t, name),
        **duty_rows.screens(t, name),
        **list_rows.screens(t, name),
        **audit_rows.screens(t, name),
        **rule_rows.screens(t, name),
        "funnel": Screen(
            funnel.caption(
                rows.a_funnel(), SIMPLE, name, "month", "USD", t, days=(date(2026, 11, 1), date(2026, 11, 30))
            ),
            funnel.keyboard(
                callbacks.Funnel("month", "t1", ""),
                [Team(number, f"{name}{number}", None) for number in range(20)],
                [rows.a_person(id=number, name=name) for number in range(40)],
                t,
            ),
            photo=b"png",
        ),
        "funnel empty": Screen(
            funnel.caption(rows.a_funnel(stages=(), won=0, lost=0, open=0), SIMPLE, name, "all", "RUB", t),
            funnel.keyboard(callbacks.Funnel("all", "all", ""), [], [person], t),
        ),
    }


def _of_tasks(t: Texts, card: activities.Card, name: str) -> dict[str, Screen]:
    touches = [rows.a_touch(by=name), rows.a_touch(outcome="busy", by=None)]
    plan = Agenda(
        Counts(30, 9, 20, 100),
        tuple(
            rows.a_line_of_the_day(number, section, client=name)
            for number, section in enumerate(
                [Section.OVERDUE] * 6 + [Section.TIMED] * 9 + [Section.TODAY] * 5
            )
        ),
    )
    full = rows.an_agenda()
    named = Agenda(
        full.counts,
        tuple(rows.a_line_of_the_day(n, one.section, client=name) for n, one in enumerate(full.tasks)),
    )
    return {
        "task": task.card(card, touches, SIMPLE, t, NOW, reader=1),
        "task overdue": task.card(rows.a_task(due=NOW - 2 * DAY, timed=False), [], SIMPLE, t, NOW),
        "task bare": task.card(
            rows.a_task(rows.a_deal(client=None, contact=None, phone=None, product=None, amount=None)),
            [],
            SIMPLE,
            t,
            NOW,
        ),
        "task done": task.done(card, "call_back", rows.advanced(), SIMPLE, t, NOW),
        "task stale": task.stale(
            rows.a_task(
                card.deal, state="done", outcome="clear", closed_at=NOW - HOUR, closed_by=6, closer=name
            ),
            SIMPLE,
            t,
            NOW,
        ),
        "task cancelled": task.stale(
            rows.a_task(card.deal, state="cancelled", closed_at=NOW - HOUR), SIMPLE, t, NOW
        ),
        "task below": notices.moved(card, SIMPLE, t),
        "ring": morning.ring(
            rows.a_task(card.deal, due=NOW + timedelta(minutes=15)), touches, SIMPLE, t, NOW
        ),
        "ring now": morning.ring(rows.a_task(card.deal, due=NOW), touches, SIMPLE, t, NOW),
        "morning": morning.plan(plan, PROCESSES, name, "09:00", t, NOW),
        "morning free": morning.plan(Agenda(Counts(), ()), PROCESSES, name, "09:00", t, NOW),
        "day": day.day(named, 0, PROCESSES, t, NOW),
        "day later": day.day(rows.an_agenda(page=9), 9, PROCESSES, t, NOW),
        "day empty": day.day(Agenda(Counts(), ()), 0, PROCESSES, t, NOW),
        "day of another": day.day(named, 0, PROCESSES, t, NOW, scope="p1", whose=name),
        "day past the end": day.day(Agenda(Counts(next=3), ()), 5, PROCESSES, t, NOW),
        "unreachable": notices.unreachable(name, t),
    }


def _of_deals(t: Texts, found: storage_deals.Card, name: str) -> dict[str, Screen]:
    open_ = [
        rows.an_open(),
        rows.an_open(id=43, key="prepare_proposal", kind="document", timed=False, due=NOW - DAY),
    ]
    won = rows.a_deal(stage="won", outcome="won", closed_at=NOW, close_date=date(2026, 11, 23))
    person = rows.a_person(name=name)
    line = rows.a_line(client=name, product=name, owner=name)
    entries = [
        rows.an_entry(
            actor=name, trigger={"edit": {"lost_words": name, "amount": ["120000.00", "RUB"], "product": 3}}
        ),
        rows.an_entry(trigger={"start": True}, state_before=None, state="prospecting", actor=None),
        rows.an_entry(
            trigger={"move": "engaging", "answers": {"product": 2, "when": NOW.isoformat()}},
            state_before="prospecting",
        ),
        rows.an_entry(trigger={"import": 1}),
        rows.an_entry(trigger={"signal": "x"}),
        rows.an_entry(trigger={"press": "gone", "activity": "gone"}),
    ]
    return {
        "deal": deal.deal(found, open_, rows.MOVES, SIMPLE, t, NOW, reader=1),
        "deal won": deal.deal(won, [], [], SIMPLE, t, NOW),
        "deal moved": deal.moved(found, open_, rows.MOVES, rows.advanced(moved=True), SIMPLE, t, NOW),
        "deal lost": deal.moved(
            found, [], [], rows.advanced(state="lost", final="lost", moved=True, opened=()), SIMPLE, t, NOW
        ),
        "deals": deals.deals(rows.a_list([line] * 8, stage="engaging", page=1), "team", PROCESSES, t, NOW),
        "deals mine": deals.deals(rows.a_list([line], owner=person), "mine", PROCESSES, t, NOW),
        "deals none": deals.deals(rows.a_list([], groups=(), owner=person), "mine", PROCESSES, t, NOW),
        "deals filters": deals.filters(rows.a_list([line], stage="engaging", untouched=2), "p1", t),
        "history": history.history(17, name, entries, 60, 2, SIMPLE, t, NOW),
        "history none": history.history(17, name, [], 0, 0, SIMPLE, t, NOW),
        "team": team.team(
            name, [rows.a_member(n, person=rows.a_person(id=n, name=name)) for n in range(35)], t, page=1
        ),
        "team none": team.team(name, [], t),
    }


def _of_questions(t: Texts, name: str) -> dict[str, Screen]:
    subject = Subject(name, activity="first_call", outcome="reached")
    steps = (
        rows.a_moment(NOW + HOUR),
        Suggestion("plan.0", value=NOW + 2 * HOUR),
        Suggestion("plan.1", value=date(2026, 11, 26)),
        Suggestion(KEEP, label=name),
    )
    moving = Subject(name, to="engaging")
    made: dict[str, Callable[[], Screen]] = {
        "product": lambda: question.question(
            rows.asked(
                "product", suggestions=tuple(Suggestion(f"i{n}", name, n) for n in range(8)), subject=moving
            ),
            SIMPLE,
            t,
            NOW,
        ),
        "contact": lambda: question.question(rows.asked("contact", subject=moving), SIMPLE, t, NOW),
        "client": lambda: question.question(rows.asked("client", subject=moving), SIMPLE, t, NOW),
        "amount": lambda: question.question(
            rows.asked("amount", suggestions=(Suggestion("a1", value=Money(Decimal(5482), "USD")),)),
            SIMPLE,
            t,
            NOW,
        ),
        "close_date": lambda: question.question(
            rows.asked("close_date", suggestions=(Suggestion("d20261123", value=date(2026, 11, 23)),)),
            SIMPLE,
            t,
            NOW,
        ),
        "phone": lambda: question.question(rows.asked("phone"), SIMPLE, t, NOW),
        "lost_reason": lambda: question.question(rows.asked("lost_reason"), SIMPLE, t, NOW),
        "winner": lambda: question.question(rows.asked("winner"), SIMPLE, t, NOW),
        "when": lambda: question.question(rows.asked(WHEN, suggestions=steps[:1]), SIMPLE, t, NOW),
        "next": lambda: question.question(
            rows.asked(NEXT, *CHOICES, suggestions=steps, subject=subject), SIMPLE, t, NOW
        ),
        "attempts": lambda: question.question(
            rows.asked(ATTEMPTS, GO_ON, GIVE_UP, subject=Subject(name, "first_call", "no_answer")),
            SIMPLE,
            t,
            NOW,
        ),
        "month": lambda: calendar.month(rows.asked(WHEN), SIMPLE, t, NOW, 2026 * 12 + 10),
        "month of a date": lambda: calendar.month(rows.asked("close_date"), SIMPLE, t, NOW, 2026 * 12 + 1),
        "hours": lambda: calendar.hours(rows.asked(WHEN), SIMPLE, t, NOW, date(2026, 11, 23)),
        "why a field": lambda: why.why(rows.asked("product", subject=moving), SIMPLE, t),
        "why a reason": lambda: why.why(
            rows.asked("winner", subject=Subject(name, "first_call", "refused")), SIMPLE, t
        ),
        "why a phone": lambda: why.why(
            rows.asked("phone", subject=Subject(name, "first_call", "wrong_number")), SIMPLE, t
        ),
        "why when": lambda: why.why(rows.asked(WHEN), SIMPLE, t),
        "why next": lambda: why.why(rows.asked(NEXT, *CHOICES, subject=subject), SIMPLE, t),
        "why attempts": lambda: why.why(
            rows.asked(ATTEMPTS, GO_ON, GIVE_UP, subject=Subject(name, "first_call", "no_answer")), SIMPLE, t
        ),
    }
    for trouble in Trouble:
        problem = Problem(trouble, name)
        made[f"trouble {trouble.value}"] = lambda problem=problem: question.question(  # type: ignore[misc]  # bound now
            rows.asked(WHEN, problem=problem), SIMPLE, t, NOW
        )
    return {f"question {key}": make() for key, make in made.items()}


def _of_people(t: Texts, name: str) -> dict[str, Screen]:
    person = rows.a_person(name=name, roles=frozenset(role.value for role in Role))
    link = "https://t.me/voronka_bot?start=" + "a" * 32
    return {
        "invite roles": people.invite_roles(tuple(Role), t),
        "invite teams": people.invite_teams("rep", [Team(1, name, None), Team(2, "Юг", None)], t),
        "invitation": people.invitation(link, "rep", name, NOW + 7 * DAY, t, NOW),
        "welcome": people.welcome(person, name, t),
        "stranger": people.stranger(t),
        "invite used": people.invite_used(t),
        "invite expired": people.invite_expired(t),
        "help": people.help_(person.roles, t),
    }


def plain(text: Text) -> str:
    """The words of a text."""
    return text.render(_collect_entities=False)[0]


def drawn(screen: Screen) -> str:
    """A screen as a person sees it, for tests that compare the whole."""
    lines = [plain(screen.text), *(" ".join(f"[{one.text}]" for one in row) for row in screen.keyboard)]
    return "\n".join(lines).replace("\u00a0", " ").replace("\u202f", " ")
