"""Currencies, countries and time zones in words."""

from bot.texts import Texts


def currency(code: str, t: Texts) -> str:
    """A currency in words."""
    _ = t.gettext
    return {
        "RUB": _("Russian roubles"),
        "USD": _("US dollars"),
        "EUR": _("euros"),
        "BYN": _("Belarusian roubles"),
        "KZT": _("tenge"),
        "UZS": _("soums"),
        "CNY": _("yuans"),
        "GBP": _("pounds"),
    }.get(code, code)


def country(code: str, t: Texts) -> str:
    """A country in words."""
    _ = t.gettext
    return {
        "RU": _("Russia"),
        "BY": _("Belarus"),
        "KZ": _("Kazakhstan"),
        "AM": _("Armenia"),
        "UZ": _("Uzbekistan"),
        "KG": _("Kyrgyzstan"),
        "GE": _("Georgia"),
        "RS": _("Serbia"),
        "DE": _("Germany"),
        "GB": _("United Kingdom"),
        "US": _("USA"),
    }.get(code, code)


def zone(name: str, t: Texts) -> str:
    """A time zone by its city."""
    _ = t.gettext
    return {
        "Europe/Kaliningrad": _("Kaliningrad"),
        "Europe/Moscow": _("Moscow"),
        "Europe/Samara": _("Samara"),
        "Asia/Yekaterinburg": _("Yekaterinburg"),
        "Asia/Omsk": _("Omsk"),
        "Asia/Novosibirsk": _("Novosibirsk"),
        "Asia/Krasnoyarsk": _("Krasnoyarsk"),
        "Asia/Irkutsk": _("Irkutsk"),
        "Asia/Yakutsk": _("Yakutsk"),
        "Asia/Vladivostok": _("Vladivostok"),
        "Asia/Magadan": _("Magadan"),
        "Asia/Kamchatka": _("Kamchatka"),
        "Europe/Minsk": _("Minsk"),
        "Asia/Almaty": _("Almaty"),
        "Asia/Tashkent": _("Tashkent"),
        "Europe/Berlin": _("Berlin"),
        "Europe/London": _("London"),
    }.get(name, name)
