"""Screens of lists: while they are put together, on their own, and on the card of a task."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.asked import Act, Asked, Problem, Subject, Suggestion, Trouble
from bot.usecases.asking.sheet import Sheet, Shown
from bot.usecases.listed import Documents, Listed
from bot.views import listed, question, task
from fsm.definition import FieldType
from fsm.loading import shipped
from fsm.questions import Question
from fsm.values import Competitor, Line, Money, Participant, plain
from storage.contacts import Contact
from storage.notes import Content, Note
from storage.products import Product
from tests.bot.views import rows
from tests.bot.views.rows import NOW

CORPORATE = shipped()["corporate"]
PEOPLE = Question("participants", parts=("role", "influence", "loyalty", "motives"))


def screens(t: Texts, name: str) -> dict[str, Screen]:
    return {**_built(t, name), **_looked_at(t, name), **_ticked(t, name)}


def _participants(name: str) -> tuple[Participant, ...]:
    return (
        Participant(1, "decides", "high", "for", name),
        *(Participant(number, "uses", motives=name) for number in range(2, 12)),
    )


def _lines() -> tuple[Line, ...]:
    return (
        Line(1, Decimal(10), Decimal(150_000), Decimal("12.5")),
        Line(2, Decimal("2.5"), Decimal("25000.50")),
        Line(3, Decimal(1), Decimal(0)),
    )


def _competitors(name: str, count: int = 9) -> tuple[Competitor, ...]:
    return tuple(Competitor(name, name, name) for _ in range(count))


def _people(name: str) -> dict[int, Contact]:
    return {number: Contact(number, 1, name, "+79161234567", None) for number in range(1, 10)}


def _goods(name: str) -> dict[int, Product]:
    return {number: Product(number, name, name, None, Decimal(5)) for number in (1, 2)}


def _notes(name: str) -> dict[int, Note]:
    files = (
        Content("document", name, "id-1", name, 2_500_000),
        Content("photo", name, "id-2", None, 900),
        Content("video", None, "id-3", None, None),
    )
    return {
        number: Note(number, 17, None, 1, name, NOW - timedelta(hours=number), content)
        for number, content in enumerate(files, 1)
    }


def asked(found: Shown, key: str, name: str, **changes: Any) -> Asked:
    """A question of a list, as a use case asks it."""
    whole = Asked(
        draft=3,
        question=Question(key),
        field=CORPORATE.fields[key],
        position=1,
        total=3,
        subject=Subject(name, activity="name_contacts", outcome="saved"),
        shown=found,
    )
    return replace(whole, **changes)


def _question(
    t: Texts, found: Shown, key: str, name: str, trouble: Trouble | None = None, **changes: Any
) -> Screen:
    problem = None if trouble is None else Problem(trouble)
    return question.question(asked(found, key, name, problem=problem, **changes), CORPORATE, t, NOW)


def _built(t: Texts, name: str) -> dict[str, Screen]:
    people = Shown(
        FieldType.PARTICIPANTS,
        Sheet(_participants(name)),
        demanded=PEOPLE.parts,
        lacking={1: ("influence", "loyalty")},
        contacts=_people(name),
    )
    offers = (Suggestion("i1", name, 1), Suggestion("i2", name, 2))
    roles = tuple(Suggestion(one, value=one) for one in ("owner", "decides", "other"))
    goods = Shown(
        FieldType.LINES,
        Sheet(_lines()),
        products=_goods(name),
        currency="RUB",
    )
    files = Shown(FieldType.FILE, Sheet((1, 2, 3, 4)), old=1, notes=_notes(name))
    rivals = Shown(FieldType.COMPETITORS, Sheet(_competitors(name)))
    fresh = Sheet(at=0, part="contact", onward=True)
    new = replace(people, sheet=fresh, lacking={}, offers=offers)
    return {
        "participants": _question(t, people, "participants", name, question=PEOPLE),
        "participants last": _question(t, _at(people, page=1), "participants", name, question=PEOPLE),
        "participant new": _question(t, new, "participants", name, Trouble.NO_ROWS),
        "participant": _question(t, _at(people, at=1), "participants", name, question=PEOPLE),
        "participant role": _question(
            t, replace(_at(people, at=0, part="role"), offers=roles), "participants", name
        ),
        "participant motives": _question(
            t, _at(people, at=0, part="motives", onward=True), "participants", name, Trouble.LACKING_PART
        ),
        "products": _question(t, goods, "products", name),
        "product price": _question(
            t,
            replace(
                _at(goods, at=0, part="price", onward=True),
                demanded=(),
                offers=(Suggestion("p", value=Money(Decimal(150_000), "RUB")),),
            ),
            "products",
            name,
        ),
        "product discount": _question(
            t,
            replace(_at(goods, at=0, part="discount"), offers=(Suggestion("n5", value=Decimal(5)),)),
            "products",
            name,
            Trouble.OVER_A_HUNDRED,
        ),
        "competitors": _question(t, rivals, "competitors", name, Trouble.TOO_MANY_ROWS),
        "competitor": _question(t, _at(rivals, at=0), "competitors", name),
        "files": _question(t, files, "proposal", name, Trouble.NOT_A_FILE),
        "files none": _question(t, replace(files, sheet=Sheet()), "proposal", name),
        "checklist": _question(
            t,
            Shown(FieldType.CHECKLIST, Sheet(("deck",))),
            "presentation_points",
            name,
            subject=Subject(name, act=Act.AMEND, field="presentation_points"),
        ),
    }


def _at(found: Shown, **where: Any) -> Shown:
    return replace(found, sheet=replace(found.sheet, **where))


def _looked_at(t: Texts, name: str) -> dict[str, Screen]:
    extra: Mapping[str, Any] = {
        "participants": plain(_participants(name)),
        "products": plain(_lines()),
        "proposal": [1, 2],
    }
    card = rows.a_deal(client=name, owner=name, extra=extra, process="corporate", stage="negotiation")
    people = Listed(card, CORPORATE, "participants", _participants(name), "RUB", contacts=_people(name))
    goods = Listed(
        card, CORPORATE, "products", _lines(), "RUB", total=Decimal("1374751.25"), products=_goods(name)
    )
    files = Listed(card, CORPORATE, "proposal", (1, 2, 3), "RUB", notes=_notes(name))
    ended = replace(files, card=replace(card, outcome="won"))
    versions = {"calculation": (), "proposal": (1, 2)}
    return {
        "list of participants": listed.listed(people, 9, t, NOW),
        "list of competitors": listed.listed(
            Listed(card, CORPORATE, "competitors", _competitors(name, 3), "RUB"), 0, t, NOW
        ),
        "list of products": listed.listed(goods, 0, t, NOW),
        "list of files": listed.listed(files, 0, t, NOW),
        "list of files at the end": listed.listed(ended, 0, t, NOW),
        "list of nothing": listed.listed(replace(people, rows=()), 0, t, NOW),
        "documents": listed.documents(Documents(card, CORPORATE, versions, _notes(name)), t, NOW),
    }


def _ticked(t: Texts, name: str) -> dict[str, Screen]:
    extra = {"presentation_points": ["deck", "examples"]}
    card = rows.a_deal(client=name, owner=name, extra=extra, process="corporate", stage="presentation")
    found = rows.a_task(card, key="prepare_presentation", kind="document")
    return {"card with points": task.card(found, (), CORPORATE, t, NOW)}
