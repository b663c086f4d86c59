"""Amounts as people type them: «150 000», «1,2 млн», «150к», "$1,200"."""

import re
import unicodedata
from decimal import Decimal
from typing import NoReturn

from bot.words.refusals import NotUnderstood, Reason
from fsm.values import Money

LARGEST = Decimal(10) ** 13

_LONGEST = 100
_CENT = Decimal("0.01")

_CURRENCIES = {
    "RUB": "₽ р руб рубль рубля рублей rub rur rouble roubles ruble rubles",
    "USD": "$ us$ usd долл доллар доллара долларов баксов dollar dollars",
    "EUR": "€ eur евро euro euros",
    "GBP": "£ gbp фунт фунта фунтов pound pounds",
    "CNY": "cny юань юаня юаней yuan",
    "KZT": "₸ kzt тенге tenge",
    "BYN": "byn",
}
_MULTIPLIERS = {
    3: "к k т тыс тысяча тысячи тысяч тысячу тыщ thousand",
    6: "м m млн лям ляма лямов миллион миллиона миллионов mln mio million millions",
    9: "млрд миллиард миллиарда миллиардов bn billion billions",
}
_CURRENCY = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
_MULTIPLIER = {word: Decimal(10) ** power for power, words in _MULTIPLIERS.items() for word in words.split()}
_WORDS = {"пол": Decimal("0.5"), "полтора": Decimal("1.5"), "half": Decimal("0.5")}
_ABOUT = {"около", "примерно", "about", "approximately", "a", "an"}

_NUMBER = r"[0-9]+(?:[ .,'_’][0-9]+)*"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>us\$|[^\W\d_]+|[$€£₽₸])\.?|(?P<rest>\S)")
_HALF = re.compile(r"\bпол(?=миллион|тысяч|миллиард)")


def money(text: str, currency: str) -> Money:
    """An amount over zero, in hundredths at most; `currency` is taken where none is said.

    The last of two kinds of separators, or one that is not followed by three digits, begins the hundredths; one that is
    groups thousands («1.234» and "1,234" are 1234, for nobody writes three decimals of money) unless a word like «млн»
    follows, when both readings are at home (AMBIGUOUS). NotUnderstood also with NEGATIVE, ZERO, TOO_LARGE.
    """
    plain = _HALF.sub("пол ", unicodedata.normalize("NFKC", text).lower()).strip().removeprefix("~")
    if len(plain) > _LONGEST:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    if re.match(r"[-−–]\s*[\w$€£₽₸]|\(.*[0-9].*\)$|[$€£₽₸]\s*[-−–]", plain):
        raise NotUnderstood(Reason.NEGATIVE, text)
    amount, said = _Sum(text).taken(plain)
    if amount == 0:
        raise NotUnderstood(Reason.ZERO, text)
    if amount > LARGEST:
        raise NotUnderstood(Reason.TOO_LARGE, text)
    if amount != amount.quantize(_CENT):
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, text)
    return Money(amount.quantize(_CENT) if amount % 1 else amount.quantize(Decimal(1)), said or currency)


class _Sum:
    """«1 млн 200 тыс»: parts that get smaller."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.total = Decimal(0)
        self.currency: str | None = None
        self.written: str | None = None
        self.number: Decimal | None = None
        self.least: Decimal | None = None

    def taken(self, plain: str) -> tuple[Decimal, str | None]:
        for token in _TOKEN.finditer(plain):
            if token["rest"] is not None:
                self._refuse()
            elif token["number"] is not None:
                self._close(Decimal(1))
                self.written = token["number"]
            else:
                self._word(token["word"])
        self._close(Decimal(1))
        if self.least is None:
            self._refuse()
        return self.total, self.currency

    def _word(self, word: str) -> None:
        if word in _MULTIPLIER:
            if self.written is None and self.number is None:
                self.number = Decimal(1)
            self._close(_MULTIPLIER[word])
        elif word in _CURRENCY:
            if self.currency is not None:
                self._refuse()
            self.currency = _CURRENCY[word]
            self._close(Decimal(1))
        elif word in _WORDS and self.written is None and self.number is None:
            self.number = _WORDS[word]
        elif word not in _ABOUT:
            self._refuse()

    def _close(self, multiplier: Decimal) -> None:
        """The number read so far counts `multiplier` times."""
        if self.written is None and self.number is None:
            return
        if self.least is not None and multiplier >= self.least:
            self._refuse()
        number = self.number if self.written is None else self._value(self.written, multiplier)
        assert number is not None
        self.total += number * multiplier
        self.written = self.number = None
        self.least = multiplier

    def _value(self, written: str, multiplier: Decimal) -> Decimal:
        *separators, last = separated = re.findall(r"[^0-9]", written) or [""]
        if not last:
            return Decimal(written)
        alone = len(separated) == 1
        three = len(written.rpartition(last)[2]) == 3
        if last not in ".," or (alone and three and multiplier == 1 and written[0] != "0"):
            return self._grouped(written)
        if alone and three and multiplier > 1 and written[0] != "0":
            raise NotUnderstood(Reason.AMBIGUOUS, self.text)
        if last in separators:
            return self._grouped(written)
        whole, _, decimals = written.rpartition(last)
        if multiplier == 1 and len(decimals) > 2:
            self._refuse()
        return self._grouped(whole) + Decimal(f"0.{decimals}")

    def _grouped(self, written: str) -> Decimal:
        first, *groups = re.split(r"[^0-9]", written)
        if groups and (
            not 1 <= len(first) <= 3
            or any(len(group) != 3 for group in groups)
            or len(set(re.findall(r"[^0-9]", written))) > 1
        ):
            self._refuse()
        return Decimal(first + "".join(groups))

    def _refuse(self) -> NoReturn:
        raise NotUnderstood(Reason.NOT_UNDERSTOOD, self.text)
