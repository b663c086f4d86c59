"""Screens of a rep's own: what was found, a client, a new deal, home, numbers, settings."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases import lead_form
from bot.usecases.asked import Problem, Trouble
from bot.usecases.finding import ClientCard, Results
from bot.usecases.lead_form import Form
from bot.usecases.listing import Homely
from bot.usecases.mine import Numbers, Period, Score
from bot.usecases.settings import Choosing, Part
from bot.views import capture, found, home, me, settings
from fsm.loading import shipped
from fsm.values import Money
from storage.agenda import Counts
from storage.audit import Entry
from storage.deals import Total
from storage.dossier import Counts as Ends
from storage.dossier import Done, Dossier, Reachable
from storage.finding import ClientHit, DealHit
from storage.leads import Double, Why
from storage.people import Person
from storage.products import Product
from tests.bot.views import audit_rows, rows
from tests.bot.views.rows import NOW, PROCESSES, SIMPLE

CORPORATE = shipped()["corporate"]


def screens(t: Texts, name: str) -> dict[str, Screen]:
    person = rows.a_person(name=name, roles=frozenset({"rep", "head"}))
    return {
        **_found(t, name, person),
        **_captured(t, name, person),
        **_of_oneself(t, person),
    }


def _found(t: Texts, name: str, person: Person) -> dict[str, Screen]:
    deal = DealHit(7, 17, name, "simple", SIMPLE.version, "engaging", name, name, Decimal(120_000), "RUB")
    hits = [ClientHit(number, name, name, number) for number in range(6)]
    page = Results(
        name, 3, [deal, replace(deal, id=8, run_id=18, client=None, contact=None)], hits, 30, False, 1
    )
    about = Dossier(3, name, "7707083893", 9, name, {name: name, "2026": 12, "1": [1]}, NOW)
    people = [Reachable(n, name, "42@42.42", ("+74951234567", "+4930901820")) for n in range(6)]
    done = [
        Done("simple", SIMPLE.version, "first_call", None, "no_answer", NOW - timedelta(days=1), name),
        Done("simple", 99, "gone", name, None, NOW - timedelta(days=9), None),
    ]
    ended = replace(rows.a_line(client=name, product=name), run_id=1)
    card = ClientCard(
        about,
        people,
        [rows.a_line(client=name, product=name)] * 1,
        Ends(9, 2, 1),
        done,
        [ended],
        audit_rows.a_care(name),
        Entry(1, NOW, name, "client", 3, {"act": "rest", "reason": name, "until": "2027-05-23"}),
        may=True,
    )
    empty = ClientCard(replace(about, inn=None, owner=None, details={}), [], [], Ends(), [])
    return {
        "found": found.results(page, PROCESSES, t),
        "found nearly": found.results(replace(page, guessed=True, total=6, deals=[], page=0), PROCESSES, t),
        "found nothing": found.results(Results(name, 3, [], [], 0, False, 0), PROCESSES, t),
        "find": found.ask(t),
        "client": found.client(card, PROCESSES, t, NOW, reader=person.id),
        "client of the audit": found.client(card, PROCESSES, t, NOW, reader=person.id, back="a0"),
        "client bare": found.client(empty, PROCESSES, t, NOW, reader=person.id),
    }


def _captured(t: Texts, name: str, person: Person) -> dict[str, Screen]:
    form = Form(
        draft=5,
        question=lead_form.CONFIRM,
        client=name,
        known=False,
        contact=name,
        phone="+74951234567",
        inn="7707083893",
        product=name,
        amount=Money(Decimal(120_000), "RUB"),
        owner=person,
        choosable=True,
        words=name,
        process=SIMPLE,
        stage="engaging",
        processes=(SIMPLE, CORPORATE),
        stages=("engaging",),
        doubles=[Double(n, name, name, n, why, n != 2) for n, why in enumerate(Why)],
    )
    bare = Form(5, lead_form.WHO, None, False, None, None, None, None, None, None, False, None, SIMPLE)
    goods = [Product(n, name, name, None, None) for n in range(8)]
    people = [rows.a_person(id=n, name=name) for n in range(30)]
    asked = {
        f"new deal {question}": capture.form(
            replace(
                form,
                question=question,
                products=goods if question == lead_form.PRODUCT else (),
                owners=people if question == lead_form.OWNER else (),
            ),
            t,
            NOW,
        )
        for question in (*sorted(lead_form.ASKED), lead_form.DOUBLE, lead_form.CONFIRM)
    }
    wrong = replace(bare, problem=Problem(Trouble.NO_SUCH_PHONE, name[:100]))
    return {
        **asked,
        "new deal": capture.form(bare, t, NOW),
        "new deal wrong": capture.form(wrong, t, NOW),
        "new deal of a known": capture.form(replace(form, known=True), t, NOW),
    }


def _of_oneself(t: Texts, person: Person) -> dict[str, Screen]:
    totals = {"prospecting": Total(100, Decimal(0)), "engaging": Total(94, Decimal(7_000_000))}
    homely = Homely(
        person, Counts(3, 2, 1, 180), [(SIMPLE, totals)], "RUB", team=False, leads=True, sells=True, runs=True
    )
    score = Score(41, 20, 3, 50, 44, 7, 3, 9, Decimal(1_250_000))
    first, last = date(2026, 11, 23), date(2026, 11, 29)
    numbers = Numbers(Period.WEEK, 0, first, last, score, Score(), 4, "RUB")
    month = replace(numbers, period=Period.MONTH, back=3, before=score, now=Score(), overdue=0)
    return {
        "home": home.home(homely, t),
        "home of a team": home.home(replace(homely, team=True), t),
        "home empty": home.home(replace(homely, stages=(), counts=Counts(), leads=False), t),
        "home of an admin": home.home(replace(homely, stages=(), leads=False, sells=False), t),
        "me": me.me(numbers, t),
        "me earlier": me.me(month, t),
        "settings": settings.settings(person, t),
        **{f"settings {part.value}": settings.choice(Choosing(part, person), t) for part in Part},
        "settings not understood": settings.choice(Choosing(Part.ZONE, person, person.name[:60]), t),
    }
