"""Questions of the grown process language, for the gallery and for tests by value."""

from datetime import date
from decimal import Decimal
from typing import Any

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.asked import KNOWN, Asked, Problem, Subject, Suggestion, Trouble
from bot.usecases.exits import Going
from bot.usecases.naming import Names
from bot.views import calendar, question, why
from fsm.definition import FieldType
from fsm.facts import OpenTask
from fsm.loading import shipped
from fsm.moves import OpenMove, Way
from fsm.questions import EXIT, KEEP, WAIVE, Question
from fsm.values import Money
from storage.titles import Titles
from tests.bot.views.rows import DAY, NOW

CORPORATE = shipped()["corporate"]
WAYS = tuple(f"move.{key}" for key in CORPORATE.stages if key != "needs")
CALL = Subject("ООО «Ромашка»", activity="confirm_call", outcome="agreed")
MOVE = Subject("ООО «Ромашка»", to="negotiation")


def asked(key: str, *choices: str, **changes: Any) -> Asked:
    """A question of the corporate process, in the stage of needs."""
    facts = {
        "optional": changes.pop("optional", False),
        "parts": changes.pop("parts", ()),
    }
    given: dict[str, Any] = {
        "draft": 99,
        "question": Question(key, choices, **facts),
        "field": CORPORATE.fields.get(key),
        "position": 1,
        "total": 1,
        "subject": CALL,
        "stage": "needs",
    }
    return Asked(**(given | changes))


def people(*names: str) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(f"i{number}", name, number) for number, name in enumerate(names, 1))


def going(**changes: Any) -> Going:
    """To the end, past everything, with something that is cancelled."""
    move = OpenMove(
        "won",
        ("amount", "basis"),
        Way.END,
        usual=False,
        unfinished=("collect_info",),
    )
    task = OpenTask(5, "hold_presentation", "deal", 1, 1, NOW + DAY)
    return Going(changes.get("move", move), (task,))


def names(name: str) -> Names:
    kinds = (FieldType.PERSON, FieldType.TEAM, FieldType.CLIENT, FieldType.CONTACT, FieldType.PRODUCT)
    return Names(Titles({kind: {1: name} for kind in kinds}), {"simple": shipped()["simple"].title})


def every(name: str) -> dict[str, Asked]:
    """By a name of its own for each."""
    subject = Subject(name, activity="confirm_call", outcome="agreed")
    form = Subject(name, activity="deal_form", outcome="saved")
    found = [
        asked("influential", suggestions=(Suggestion("yes", value="yes"), Suggestion("no", value="no"))),
        asked("presentation_at", suggestions=(Suggestion(KNOWN, value=NOW + DAY),), subject=subject),
        asked("colleague", suggestions=people(*[name] * 8), choices=20, page=1, subject=form),
        asked("direction", suggestions=(Suggestion("i1", name, 1, more=name),), optional=True),
        asked("target_process", suggestions=(Suggestion("simple", value="simple"),), names=names(name)),
        asked("next_contact", suggestions=(Suggestion("d20261214", value=date(2026, 12, 14)),)),
        asked("close_reason", suggestions=(Suggestion(KNOWN, value="price"),)),
        asked(EXIT, *WAYS, KEEP, suggestions=(Suggestion("move.presentation"),), choices=10),
        asked(WAIVE, parts=("collect_info", "confirm_call"), subject=MOVE),
    ]
    return {
        **{one.question.key: one for one in found},
        "person sought": asked(
            "colleague", suggestions=people(name), choices=9, page=1, part={"sought": name}
        ),
        "person not found": asked("colleague", problem=Problem(Trouble.NOT_FOUND, name)),
        "other exits": asked(
            EXIT, *WAYS, KEEP, suggestions=tuple(map(Suggestion, WAYS[3:])), choices=30, page=2
        ),
        "exits sought": asked(
            EXIT, *WAYS, suggestions=tuple(map(Suggestion, WAYS[:2])), choices=2, part={"sought": name}
        ),
        "going": asked(EXIT, *WAYS, KEEP, shown=going(), part={"going": "move.won"}),
        "said before": asked(
            "amount",
            position=5,
            total=7,
            subject=form,
            given={
                "client": 1,
                "known_facts": name * 3,
                "route": "colleague",
                "colleague": 1,
                "direction": None,
                "influential": "no",
                EXIT: "move.won",
            },
            suggestions=(Suggestion(KNOWN, value=Money(Decimal("1500000.5"), "RUB")),),
            names=names(name),
        ),
    }


def screens(t: Texts, name: str) -> dict[str, Screen]:
    """Each question, the reason behind it, and the calendars of those that ask for a time."""
    found = every(name)
    at = found["presentation_at"]
    return {
        **{f"asked {title}": question.question(one, CORPORATE, t, NOW) for title, one in found.items()},
        **{f"why {title}": why.why(one, CORPORATE, t) for title, one in found.items()},
        "moment hours": calendar.hours(at, CORPORATE, t, NOW, date(2026, 11, 27)),
        "moment month": calendar.month(at, CORPORATE, t, NOW, 2026 * 12 + 10),
    }
