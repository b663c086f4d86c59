"""What people of the demo do about rules: how often a proposal goes out in time, when another date is asked for, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from bot.demo.cast import AVERAGE, DILIGENT, FORGETFUL, Character
from fsm.facts import Answer

SMALL = 500_000
"""Roubles from which a deal is no small one, as the shipped rule has it."""


@dataclass(frozen=True, slots=True)
class Habit:
    """Shares, of one.

    names   of the new deals whose amount nobody knows, those in which it is soon said
    asks    of the small deals, those for which another date is asked
    sends   of the others, those whose proposal goes out in time
    mends   of what was late, what is done all the same a few days later
    tells   of what was late, that about which is said why
    cares   of the clients that the audit names, those about whom something is done the same day
    """

    names: float
    asks: float
    sends: float
    mends: float
    tells: float
    cares: float


HABITS: Mapping[Character, Habit] = {
    DILIGENT: Habit(names=0.85, asks=0.06, sends=0.95, mends=1, tells=1, cares=0.36),
    AVERAGE: Habit(names=0.8, asks=0.6, sends=0.86, mends=0.9, tells=0.9, cares=0.2),
    FORGETFUL: Habit(names=0.6, asks=0.12, sends=0.66, mends=0.6, tells=0.75, cares=0.07),
}

_ASKED = {"supplier": 34, "payment": 18, "custom": 16, "expert": 12, "client": 9, "discount": 6, "other": 5}
_ASKED_WORDS = (
    "Клиент меняет состав заказа, новый список пришлёт через неделю",
    "Ждём протокол испытаний от завода",
    "Закупка идёт через головную компанию, нужен их бланк КП",
)
_LATE = {"forgot": 34, "client": 24, "supplier": 20, "expert": 9, "payment": 7, "other": 5}
_LATE_WORDS = (
    "Неделя ушла на выставку, сделку никому не передали",
    "КП четыре дня лежало у сервисного отдела",
    "Клиент дважды менял контактное лицо",
    "Ждали, пока утвердят новый прайс",
)
_DECIDED = {"approve": 62, "other_date": 20, "reject": 18}
_REFUSED = {"usual": 60, "client": 25, "no_case": 15}
_ACCEPTED = {"client": 55, "agreed": 45}
_RESTS = {"quiet": 60, "closed": 20, "stranger": 20}


def chosen(random: Random, weights: Mapping[str, int]) -> str:
    """One of these words, as often as its weight says."""
    return random.choices(tuple(weights), tuple(weights.values()))[0]


def asked(random: Random) -> dict[str, Answer]:
    """Why another date is asked for."""
    reason = chosen(random, _ASKED)
    words: dict[str, Answer] = {"complex_words": random.choice(_ASKED_WORDS)} if reason == "other" else {}
    return {"complex_reason": reason, **words}


def late(random: Random) -> tuple[str, str | None]:
    """Why a proposal did not go out in time, and the words where it is for another reason than those listed."""
    reason = chosen(random, _LATE)
    return reason, random.choice(_LATE_WORDS) if reason == "other" else None


def decided(random: Random) -> tuple[str, dict[str, Answer]]:
    """What a head answers; for another date the day is still to be said."""
    outcome = chosen(random, _DECIDED)
    return outcome, {"reject_reason": chosen(random, _REFUSED)} if outcome == "reject" else {}


def accepted(random: Random) -> str:
    """Why a head lets a line of his digest pass."""
    return chosen(random, _ACCEPTED)


def rests(random: Random) -> str:
    """Why there is no point in a client for now."""
    return chosen(random, _RESTS)


def segment(random: Random) -> str | None:
    """How much a client matters; None: as usual."""
    return random.choices((None, "key", "low"), (62, 16, 22))[0]
