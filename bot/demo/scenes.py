"""Deals of the demo's first morning in which a rule has something to say, told as what was done in them. All names are invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Talk:
    """A call that is open has reached somebody; the next one is `ahead` working days after the demo's first day."""

    ahead: int
    at: str


@dataclass(frozen=True, slots=True)
class Ask:
    """For another date, so many working days after the demo's first day."""

    reason: str
    ahead: int
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Agree:
    """The head says yes."""


@dataclass(frozen=True, slots=True)
class Send:
    """The proposal has gone out."""


@dataclass(frozen=True, slots=True)
class Wait:
    """The deal waits until so many working days before the demo's first day."""

    back: int
    reason: str


@dataclass(frozen=True, slots=True)
class PutOff:
    """What is open is put off until so many working days before the demo's first day (negative: after it)."""

    back: int
    reason: str


Step = Talk | Ask | Agree | Send | Wait | PutOff


@dataclass(frozen=True, slots=True)
class Scene:
    """A deal of the rep with this place among them; `amount` in roubles, None: nobody knows it yet.

    `course` has each step with the working days before the demo's first one, and the time of that day; the first one
    is when it was opened.
    """

    rep: int
    client: str
    contact: str
    product: int
    amount: int | None
    opened: tuple[int, str]
    course: tuple[tuple[int, str, Step], ...]


SCENES = (
    # Анна: срок сегодня, срок завтра, сумма неизвестна, срок согласован.
    Scene(
        0,
        "Пивоварня «Хмель и Ко»",
        "Олег Лапин",
        1,
        296_000,
        (5, "10:20"),
        ((5, "11:05", Talk(0, "15:00")),),
    ),
    Scene(
        0,
        "Ферма «Дубки»",
        "Вера Маркова",
        2,
        119_700,
        (4, "12:10"),
        ((4, "13:00", Talk(1, "11:00")),),
    ),
    Scene(
        0,
        "Клиника «Берёза»",
        "Лариса Громова",
        5,
        None,
        (2, "14:30"),
        ((2, "15:10", Talk(2, "12:00")),),
    ),
    Scene(
        0,
        "Автобаза «Маяк»",
        "Борис Дубов",
        3,
        312_000,
        (6, "09:50"),
        (
            (6, "10:40", Talk(1, "16:00")),
            (5, "15:20", Ask("custom", 4)),
            (5, "16:35", Agree()),
        ),
    ),
    # Павел: решает руководитель; день, до которого сделка ждала, прошёл.
    Scene(
        1,
        "Завод «Кварц»",
        "Роман Беляков",
        8,
        294_400,
        (3, "11:40"),
        (
            (3, "12:20", Talk(1, "10:30")),
            (1, "16:40", Ask("supplier", 6)),
        ),
    ),
    Scene(
        1,
        "Гостиница «Прибой»",
        "Инна Волошина",
        0,
        173_000,
        (9, "10:10"),
        (
            (9, "11:00", Talk(-6, "16:30")),
            (8, "12:30", Send()),
            (7, "14:15", Wait(3, "Ремонт котельной перенесли, вернуться после совещания по бюджету")),
        ),
    ),
    # Игорь: срок вышел вчера и никто не сказал почему; один и тот же звонок переносится снова и снова.
    Scene(
        2,
        "Прачечная «Лотос»",
        "Тамара Рябова",
        6,
        108_400,
        (6, "10:45"),
        ((6, "12:05", Talk(0, "12:00")),),
    ),
    Scene(
        2,
        "Кондитерская «Ирис»",
        "Дмитрий Носов",
        9,
        328_000,
        (9, "09:40"),
        (
            (9, "10:30", Talk(-7, "10:30")),
            (8, "15:45", Send()),
            (7, "10:20", PutOff(5, "Клиент в отпуске")),
            (5, "10:20", PutOff(2, "Не готов говорить, просил позже")),
            (2, "10:20", PutOff(-2, "Ждёт решения директора")),
        ),
    ),
)

NOBODY = ("Элеватор «Колос»", "Геннадий Ершов")
"""A client without an owner: he left before the story begins."""
