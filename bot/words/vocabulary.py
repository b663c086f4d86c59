"""The words that dates and times are said in: Russian and English side by side, in lower case, with «е» for «ё»."""

from datetime import time


def _numbered(start: int, lines: str) -> dict[str, int]:
    return {
        word: number for number, line in enumerate(lines.strip().splitlines(), start) for word in line.split()
    }


WEEKDAYS = _numbered(
    0,
    """
    понедельник понедельника понедельнику пн пнд monday mon
    вторник вторника вторнику вт втр tuesday tues tue
    среда среду среды среде ср wednesday wed
    четверг четверга четвергу чт чтв thursday thurs thur thu
    пятница пятницу пятницы пятнице пт птн friday fri
    суббота субботу субботы субботе сб сбт saturday sat
    воскресенье воскресенья воскресенью вс вск sunday sun
    """,
)
"""Monday is 0."""

MONTHS = _numbered(
    1,
    """
    январь января янв january jan
    февраль февраля фев февр february feb
    март марта мар march mar
    апрель апреля апр april apr
    май мая may
    июнь июня июн june jun
    июль июля июл july jul
    август августа авг august aug
    сентябрь сентября сен сент september sept sep
    октябрь октября окт october oct
    ноябрь ноября ноя нояб november nov
    декабрь декабря дек december dec
    """,
)

NUMBERS = _numbered(
    1,
    """
    один одну одна one a an
    два две пару пара two couple
    три three
    четыре four
    пять five
    шесть six
    семь seven
    восемь eight
    девять nine
    десять ten
    """,
)

DAYS = {
    "послезавтра": 2,
    "day after tomorrow": 2,
    "завтра": 1,
    "tomorrow": 1,
    "tmrw": 1,
    "сегодня": 0,
    "today": 0,
    "позавчера": -2,
    "day before yesterday": -2,
    "вчера": -1,
    "yesterday": -1,
}

UNITS = {
    word: unit
    for unit, words in {
        "minute": "минуту минуты минут мин minute minutes min mins",
        "hour": "час часа часов ч hour hours hr hrs h",
        "day": "день дня дней дн сутки суток day days",
        "week": "неделю недели недель нед week weeks",
        "month": "месяц месяца месяцев мес month months",
        "year": "год года лет year years",
    }.items()
    for word in words.split()
}

HALVES = {
    "полчаса": 30,
    "пол часа": 30,
    "полтора часа": 90,
    "half an hour": 30,
    "half hour": 30,
}
"""In minutes."""

THIS = {"этот", "эту", "это", "this"}
COMING = {"ближайший", "ближайшую", "ближайшее", "coming"}
NEXT = {"следующий", "следующую", "следующее", "следующей", "след", "next"}
LAST = {"прошлый", "прошлую", "прошлое", "прошлой", "last", "past"}

PARTS = {
    "утром": time(10),
    "с утра": time(10),
    "утро": time(10),
    "in the morning": time(10),
    "morning": time(10),
    "до обеда": time(11),
    "before lunch": time(11),
    "в полдень": time(12),
    "полдень": time(12),
    "at noon": time(12),
    "noon": time(12),
    "в час дня": time(13),
    "в час": time(13),
    "в обед": time(13),
    "at lunch": time(13),
    "днем": time(14),
    "после обеда": time(15),
    "во второй половине дня": time(15),
    "после полудня": time(15),
    "after lunch": time(15),
    "in the afternoon": time(15),
    "afternoon": time(15),
    "в конце дня": time(17),
    "at the end of the day": time(17),
    "вечером": time(18),
    "вечер": time(18),
    "in the evening": time(18),
    "evening": time(18),
    "tonight": time(18),
}
"""What somebody means who names a part of the day and no hour."""

MORNING = {"am", "a.m.", "a.m", "утра", "ночи"}
AFTERNOON = {"pm", "p.m.", "p.m", "дня", "вечера"}

FILLERS = frozenset(
    _numbered(
        0,
        """
    в во на к ко у о около примерно где-то потом лучше давай давайте пожалуйста можно перезвонить перезвони
    перезвоните позвонить позвони позвоните набрать звонок звоните созвонимся созвон встреча
    at on the by about around please let's lets call ring back me again meeting
    """,
    )
)
"""Said along with a time, and no part of it."""
