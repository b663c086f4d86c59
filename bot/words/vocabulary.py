"""The words that dates and times are said in: Russian and English side by side, in lower case, with «е» for «ё»."""

from bot.words.numerals import numbered

WEEKDAYS = numbered(
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

MONTHS = numbered(
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

DAYS = {
    "послезавтра": 2,
    "day after tomorrow": 2,
    "завтра": 1,
    "tomorrow": 1,
    "завтро": 1,
    "tmrw": 1,
    "tmr": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "сегодня": 0,
    "седня": 0,
    "today": 0,
    "позавчера": -2,
    "day before yesterday": -2,
    "вчера": -1,
    "yesterday": -1,
}

UNITS = {
    word: unit
    for unit, words in {
        "minute": "минуту минуты минут минутку минуток мин minute minutes min mins",
        "hour": "час часа часов часик часика часиков ч hour hours hr hrs h",
        "day": "день дня дней дн денек денька деньков сутки суток day days",
        "week": "неделю недели недель недельку недельки нед week weeks",
        "month": "месяц месяца месяцев мес month months",
        "quarter": "квартал квартала кварталов quarter quarters",
        "year": "год года лет year years",
    }.items()
    for word in words.split()
}

HALVES = {
    "полчаса": 30,
    "полчасика": 30,
    "пол часа": 30,
    "полтора часа": 90,
    "час с половиной": 90,
    "четверть часа": 15,
    "half an hour": 30,
    "half hour": 30,
    "an hour and a half": 90,
    "one and a half hours": 90,
    "a quarter of an hour": 15,
}
"""In minutes."""

LONG_HALVES = {
    "полгода": (6, "month"),
    "пол года": (6, "month"),
    "half a year": (6, "month"),
    "полтора года": (18, "month"),
    "a year and a half": (18, "month"),
    "полтора месяца": (45, "day"),
    "a month and a half": (45, "day"),
    "a fortnight": (14, "day"),
}
"""A count, and what is counted."""

THIS = {
    "этот",
    "эта",
    "эту",
    "это",
    "этой",
    "этом",
    "этого",
    "текущего",
    "текущей",
    "текущем",
    "this",
    "current",
}
COMING = {"ближайший", "ближайшая", "ближайшую", "ближайшее", "coming", "upcoming"}
NEXT = {
    "следующий",
    "следующая",
    "следующую",
    "следующее",
    "следующей",
    "следующем",
    "следующего",
    "след",
    "next",
}
LAST = {"прошлый", "прошлая", "прошлую", "прошлое", "прошлой", "last", "past"}


PLACES = {
    word: place
    for place, words in {
        "start": "начале начала началу начало первых beginning start early",
        "middle": "середине середины середину middle mid",
        "end": "конце конца концу конец последних end late",
    }.items()
    for word in words.split()
}
PERIODS = {
    word: unit
    for unit, words in {
        "week": "недели неделе неделю неделя нед week",
        "month": "месяца месяце месяц мес month",
        "quarter": "квартала квартале квартал quarter",
        "year": "года году год year",
    }.items()
    for word in words.split()
}
ENDINGS = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}
IN_MONTHS = numbered(
    1, "январе\nфеврале\nмарте\nапреле\nмае\nиюне\nиюле\nавгусте\nсентябре\nоктябре\nноябре\nдекабре"
)

ZONES = {
    word: zone
    for zone, words in {
        "Europe/Moscow": "по московскому времени|по московскому|по москве|по мск|мск|moscow time|msk",
        "UTC": "по гринвичу|utc|gmt",
    }.items()
    for word in words.split("|")
}
"""Whose clock is meant, when it is not the speaker's."""

MORNING = {"am", "a.m.", "a.m", "утра", "ночи"}
AFTERNOON = {"pm", "p.m.", "p.m", "дня", "вечера"}

FILLERS = frozenset(
    numbered(
        0,
        """
    в во на к ко у о с со до после около примерно где-то ровно уже же потом лучше давай давайте пожалуйста можно
    нужно надо ок хорошо перезвонить перезвони перезвоните позвонить позвони позвоните набрать звонок звоните
    созвонимся созвон встреча встретимся перенести отложить напомнить напомни мне
    и and say
    at on the by about around before after until till from please let's lets call ring back me again meeting
    ok okay sharp exactly remind meet to move postpone
    """,
    )
)
"""Said along with a time, and no part of it."""
