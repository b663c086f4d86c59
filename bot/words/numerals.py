"""Numbers in words, as they are said in times: Russian and English side by side, in lower case, with «е» for «ё»."""

from itertools import product


def numbered(start: int, lines: str) -> dict[str, int]:
    """Words of a line count alike; the lines count from `start`."""
    return {
        word: number for number, line in enumerate(lines.strip().splitlines(), start) for word in line.split()
    }


_ONES = numbered(
    1,
    """
    один одну одна одного one a an
    два две двух пару пара two couple
    три трех three
    четыре четырех four
    пять пяти five
    шесть шести six
    семь семи seven
    восемь восьми eight
    девять девяти nine
    """,
)
_TEENS = numbered(
    10,
    """
    десять десяти ten
    одиннадцать одиннадцати eleven
    двенадцать двенадцати twelve
    тринадцать тринадцати thirteen
    четырнадцать четырнадцати fourteen
    пятнадцать пятнадцати fifteen
    шестнадцать шестнадцати sixteen
    семнадцать семнадцати seventeen
    восемнадцать восемнадцати eighteen
    девятнадцать девятнадцати nineteen
    """,
)
_TENS = {
    word: 10 * number
    for number, line in enumerate(
        (
            "двадцать двадцати twenty",
            "тридцать тридцати thirty",
            "сорок сорока forty",
            "пятьдесят пятидесяти fifty",
        ),
        2,
    )
    for word in line.split()
}


def _compound(tens: dict[str, int], ones: dict[str, int]) -> dict[str, int]:
    """«двадцать пять», "twenty-five"; both words of one language."""
    return {
        f"{ten}{glue}{one}": tens[ten] + ones[one]
        for ten, one in product(tens, ones)
        if ten.isascii() == one.isascii() and len(one) > 2
        for glue in (" -" if ten.isascii() else " ")
    }


NUMBERS = {**_ONES, **_TEENS, **_TENS, **_compound(_TENS, {k: v for k, v in _ONES.items() if v < 10})}

HOURS = {
    word: number
    for word, number in NUMBERS.items()
    if number < 24 and word not in {"a", "an", "пару", "пара", "couple", "одну", "одна", "две"}
} | {"час": 1, "часу": 1, "часа": 1, "двум": 2, "трем": 3, "четырем": 4}
"""Hours of a clock in words; «час» is one of them."""

MINUTES = {word: number for word, number in NUMBERS.items() if number % 5 == 0 and number > 5}

_ORDINALS = numbered(
    1,
    """
    первого первому first
    второго второму second
    третьего третьему third
    четвертого четвертому fourth
    пятого пятому fifth
    шестого шестому sixth
    седьмого седьмому seventh
    восьмого восьмому eighth
    девятого девятому ninth
    десятого десятому tenth
    одиннадцатого одиннадцатому eleventh
    двенадцатого двенадцатому twelfth
    тринадцатого тринадцатому thirteenth
    четырнадцатого четырнадцатому fourteenth
    пятнадцатого пятнадцатому fifteenth
    шестнадцатого шестнадцатому sixteenth
    семнадцатого семнадцатому seventeenth
    восемнадцатого восемнадцатому eighteenth
    девятнадцатого девятнадцатому nineteenth
    двадцатого двадцатому twentieth
    """,
)
ORDINALS = (
    _ORDINALS
    | dict.fromkeys(("тридцатого", "тридцатому", "thirtieth"), 30)
    | {
        word: number
        for word, number in _compound(
            {"двадцать": 20, "тридцать": 30, "twenty": 20, "thirty": 30},
            {word: number for word, number in _ORDINALS.items() if number < 10},
        ).items()
        if number <= 31
    }
)
"""Days of a month in words."""

HALVED = {word: number for word, number in _ORDINALS.items() if number <= 12 and word.endswith("го")}
"""The hour that is not full yet: «половина третьего» is half past two."""
