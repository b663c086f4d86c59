"""A time zone as people name it: a city, «мск+2», «UTC+5», or its name in the catalogue of zones."""

import re
from zoneinfo import available_timezones

from bot.words.refusals import NotUnderstood, Reason
from bot.words.text import cleaned

RUSSIA = (
    ("kaliningrad", "Europe/Kaliningrad"),
    ("moscow", "Europe/Moscow"),
    ("samara", "Europe/Samara"),
    ("yekaterinburg", "Asia/Yekaterinburg"),
    ("omsk", "Asia/Omsk"),
    ("krasnoyarsk", "Asia/Krasnoyarsk"),
    ("irkutsk", "Asia/Irkutsk"),
    ("yakutsk", "Asia/Yakutsk"),
    ("vladivostok", "Asia/Vladivostok"),
    ("magadan", "Asia/Magadan"),
    ("kamchatka", "Asia/Kamchatka"),
)
"""Russia from west to east, UTC+2 to +12, by a key that fits a button."""

_FIRST_HOUR = 2
_CITIES = {
    "Europe/Kaliningrad": "калининград kaliningrad",
    "Europe/Moscow": "москва мск moscow msk петербург питер спб санкт-петербург petersburg краснодар ростов "
    "сочи казань нижний воронеж волгоград мурманск архангельск ярославль тула рязань киров пенза белгород крым симферополь севастополь",
    "Europe/Samara": "самара samara ижевск тольятти саратов ульяновск астрахань",
    "Asia/Yekaterinburg": "екатеринбург yekaterinburg екб челябинск пермь тюмень уфа оренбург "
    "магнитогорск сургут курган ханты-мансийск",
    "Asia/Omsk": "омск omsk",
    "Asia/Novosibirsk": "новосибирск novosibirsk томск",
    "Asia/Krasnoyarsk": "красноярск krasnoyarsk кемерово новокузнецк барнаул норильск абакан",
    "Asia/Irkutsk": "иркутск irkutsk улан-удэ братск",
    "Asia/Yakutsk": "якутск yakutsk чита благовещенск",
    "Asia/Vladivostok": "владивосток vladivostok хабаровск комсомольск",
    "Asia/Magadan": "магадан magadan сахалин южно-сахалинск",
    "Asia/Kamchatka": "камчатка kamchatka петропавловск-камчатский анадырь",
    "Europe/Minsk": "минск minsk",
    "Asia/Almaty": "алматы астана almaty astana казахстан",
    "Asia/Tashkent": "ташкент tashkent",
    "Asia/Bishkek": "бишкек bishkek",
    "Asia/Tbilisi": "тбилиси tbilisi",
    "Asia/Yerevan": "ереван yerevan",
    "Asia/Baku": "баку baku",
    "Asia/Dubai": "дубай dubai",
    "Europe/Istanbul": "стамбул istanbul",
    "Europe/Berlin": "берлин berlin",
    "Europe/London": "лондон london",
}
_ZONE_OF = {city: zone for zone, cities in _CITIES.items() for city in cities.split()}
_SHIFT = re.compile(r"(?P<from>utc|gmt|мск|msk|москва)?\s*(?P<sign>[+\-−–])\s*(?P<hours>\d{1,2})(?::?00)?")


def zone(text: str) -> str:
    """The IANA name. NotUnderstood for what is no zone that we know; half hours are said by city only."""
    said = cleaned(text).casefold().replace("ё", "е")
    shift = _SHIFT.fullmatch(said)
    if shift is not None:
        hours = int(shift["hours"]) * (1 if shift["sign"] == "+" else -1)
        return _shifted(hours + (3 if shift["from"] in {"мск", "msk", "москва"} else 0), text)
    for word in (said, *re.findall(r"[\w-]+", said)):
        if word in _ZONE_OF:
            return _ZONE_OF[word]
    known = {name.casefold(): name for name in available_timezones()}
    name = known.get(said.replace(" ", "_"))
    if name is None or "/" not in name:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    return name


def _shifted(hours: int, text: str) -> str:
    """Where Russia has this hour, its own zone; elsewhere one without summer time."""
    place = hours - _FIRST_HOUR
    if 0 <= place < len(RUSSIA):
        return RUSSIA[place][1]
    if not -12 <= hours <= 14:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"
