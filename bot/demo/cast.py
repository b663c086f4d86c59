"""Who is on the stage: people of the demo with a phone in the sandbox, and what they are like at work."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What somebody is to the demo's visitor."""

    ADMIN = "admin"
    HEAD = "head"
    REP = "rep"
    LEADER = "leader"
    SELLER = "seller"
    GUEST = "guest"

    @property
    def leads(self) -> bool:
        """Answers for a team."""
        return self in {Part.HEAD, Part.LEADER}

    @property
    def sells(self) -> bool:
        """Has deals and a day of his own."""
        return self in {Part.REP, Part.SELLER}

    @property
    def role(self) -> str:
        """As the product calls it."""
        if self.leads:
            return "head"
        return "rep" if self.sells else self.value


RUSSIAN = {
    Part.ADMIN: "администратор",
    Part.HEAD: "руководитель отдела продаж",
    Part.REP: "менеджер по продажам",
    Part.LEADER: "руководитель корпоративных продаж",
    Part.SELLER: "менеджер корпоративных продаж",
    Part.GUEST: "ещё не в компании, ждёт приглашения",
}
ENGLISH = {
    Part.ADMIN: "admin",
    Part.HEAD: "head of sales",
    Part.REP: "rep",
    Part.LEADER: "head of corporate sales",
    Part.SELLER: "rep of corporate sales",
    Part.GUEST: "outside, waits for an invite",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with a phone. `id` is the Telegram id, `person` the row of the company's person, if there is one."""

    id: int
    name: str
    part: Part
    person: int | None = None

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        return self.name.partition(" ")[2]

    @property
    def title(self) -> str:
        """The line below the name on the messenger's page."""
        return RUSSIAN[self.part]


@dataclass(frozen=True, slots=True)
class Character:
    """How a rep works; shares are of one.

    win   of the deals that came to talks, those that will be won
    late  of the tasks, those that are done days late
    days  how late a late task is, in working days, at most
    """

    win: float
    late: float
    days: int


DILIGENT = Character(win=0.78, late=0.02, days=1)
AVERAGE = Character(win=0.66, late=0.2, days=4)
FORGETFUL = Character(win=0.54, late=0.3, days=9)

ADMIN_ID, HEAD_ID, FIRST_REP_ID, GUEST_ID = 1001, 1002, 1003, 1009
ADMIN_NAME, GUEST_NAME = "Ольга Ветрова", "Мария Новикова"
"""Where a company has been imported, these two are added to it."""
HEAD_NAME = "Сергей Ломов"
REPS = (("Анна Соколова", DILIGENT), ("Павел Грачёв", AVERAGE), ("Игорь Зимин", FORGETFUL))

LEADER_ID, FIRST_SELLER_ID = 1006, 1007
LEADER_NAME = "Наталья Крылова"
SELLERS = ("Вадим Белов", "Елена Маслова")
"""The direction of corporate sales; where a company has been imported, it is not there."""


def guest() -> Actor:
    """Somebody for whom an invite can be made."""
    return Actor(GUEST_ID, GUEST_NAME, Part.GUEST)
