"""Screens of moves, of strictness, of dictionaries and of what is said of a team."""

from dataclasses import replace

from bot.screen import Screen
from bot.texts import Texts
from bot.usecases.customs import Customs
from bot.usecases.dictionaries import Book
from bot.usecases.gates import Gated
from bot.usecases.moving import Preview
from bot.usecases.reading import DealCard
from bot.usecases.standing import Standing, Step
from bot.views import capture, customs, deal, dictionaries, gates, moves
from fsm.adapting import Entry, adapted
from fsm.definition import By, Gate, Mode
from fsm.facts import Facts
from fsm.loading import shipped
from fsm.moves import open_moves
from storage.kin import Kin, Relative
from storage.stays import Stay
from storage.teams import Team
from storage.templates import Custom
from tests.bot.views import rows
from tests.bot.views.rows import DAY, NOW, PROCESSES

CORPORATE = shipped()["corporate"]
KNOWN = {**PROCESSES, ("corporate", CORPORATE.version): CORPORATE}
WAYS = open_moves(CORPORATE, Facts("presentation", 4, 5))


def screens(t: Texts, name: str) -> dict[str, Screen]:
    card = rows.a_deal(
        client=name, contact=name, owner=name, product=name, process="corporate", stage="presentation"
    )
    open_ = [
        rows.an_open(key="prepare_presentation", kind="document"),
        rows.an_open(id=43, key="hold_presentation", kind="presentation", due=NOW - DAY),
    ]
    other = Relative(9, "corporate", CORPORATE.version, "interest", None, 5, name)
    ended = replace(other, run_id=8, process="simple", version=2, stage="lost", outcome="lost")
    stands = Standing(
        Stay(NOW - 3 * DAY, 3),
        waiting=[Step("record_results", ("prepare_presentation", "hold_presentation"))],
        unfinished=("record_results",),
        kin=Kin(ended, [other]),
        seen=frozenset({8, 9}),
    )
    draft = Standing(draft=True)
    found = DealCard(card, open_, WAYS, CORPORATE, standing=stands)
    jump = next(one for one in WAYS if one.to == "contracting")
    end = next(one for one in WAYS if one.to == "lost")
    return {
        "deal of nine stages": deal.deal(
            card, open_, WAYS, CORPORATE, t, NOW, stands=stands, processes=KNOWN
        ),
        "draft": deal.deal(
            replace(card, stage="interest"), open_, WAYS, CORPORATE, t, NOW, stands=draft, processes=KNOWN
        ),
        "transferred": deal.deal(
            replace(card, stage="transferred", outcome="transferred"),
            [],
            [],
            CORPORATE,
            t,
            NOW,
            stands=stands,
            processes=KNOWN,
        ),
        "stages": moves.stages(found, 0, t, NOW),
        "stages later": moves.stages(found, 1, t, NOW),
        "stages of a head": moves.stages(
            replace(found, moves=[replace(one, by=By.HEAD) for one in WAYS]), 0, t, NOW
        ),
        "jump": moves.preview(Preview(found, replace(jump, waived=True), open_[:1] * 12, open_[1:]), t, NOW),
        "end": moves.preview(Preview(found, end, open_, []), t, NOW),
        "nothing changes": moves.preview(
            Preview(found, replace(jump, skipped=(), missing=(), unfinished=()), [], []), t, NOW
        ),
        **_of_the_company(t, name),
    }


def _of_the_company(t: Texts, name: str) -> dict[str, Screen]:
    words = {"own_1": Entry({"ru": name[:40]}, hidden=True), "own_2": Entry({"en": name[:40]})}
    strict = adapted(CORPORATE, Gate(fields=Mode.NUDGE, steps=Mode.STRICT), {"close_reason": words})
    written = CORPORATE.fields["close_reason"].options
    book = Book("a1", strict, "close_reason", strict.fields["close_reason"], written)
    other = Book("a2", rows.SIMPLE, "lost_reason", rows.SIMPLE.fields["lost_reason"], {})
    team = Customs(Team(3, name, None), Custom(), CORPORATE, (CORPORATE, rows.SIMPLE))
    busy = replace(team, custom=Custom("simple", registers=True))
    return {
        "strictness": gates.gates([Gated(strict, CORPORATE.gate), Gated(rows.SIMPLE, rows.SIMPLE.gate)], t),
        "dictionaries": dictionaries.books([book, other], t),
        "dictionaries none": dictionaries.books([], t),
        "dictionary": dictionaries.book(book, 0, t),
        "word": dictionaries.word(book, "own_2", t),
        "word hidden": dictionaries.word(book, "own_1", t),
        "word asked": dictionaries.asking(book, "own_1", t, problem="—"),
        "word new": dictionaries.asking(book, "", t),
        "team's process": customs.processes(busy, t),
        "team registers": customs.registers(busy, t),
        "team registers nobody": customs.registers(team, t),
        "registered": capture.registered(rows.a_person(name=name), t),
    }
