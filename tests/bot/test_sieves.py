"""Filters in a button's data come back as they were; what nobody wrote is no filter."""

from itertools import product

import pytest

from bot import sieves
from bot.callbacks import Sifted, parse
from storage.pipeline import AGES, SUMS, UNTOUCHED, Order, Sieve


def test_every_one_comes_back_and_fits() -> None:
    for untouched, age, size, parked, order in product(
        range(len(UNTOUCHED) + 1), range(len(AGES) + 1), range(len(SUMS) + 3), range(3), Order
    ):
        sieve = Sieve("s" * 20, untouched, age, size, parked, order)
        data = Sifted("pzzzzzzzzzzzz", sieve.stage, sieves.written(sieve), "filters", 99_999).pack()
        back = parse(data)
        assert isinstance(back, Sifted)
        assert sieves.read(back.sieve, back.stage) == sieve


@pytest.mark.parametrize(
    "code", ["", "0", "9000n", "0000z", "00000", "0060n", "0003n", "абвгn", "00000000n", "٠٠٠٠n"]
)
def test_what_nobody_wrote(code: str) -> None:
    assert sieves.read(code, "engaging") == Sieve("engaging")


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("process", ["", "corporate", "p" * 20])
def test_the_process_and_drafts_come_back(process: str, drafts: bool) -> None:
    sieve = Sieve("s" * 20, 3, 3, 5, 2, Order.TOUCH, process, drafts)
    data = Sifted("pzzzzzzzzzzzz", sieve.stage, sieves.written(sieve), "filters", 99_999).pack()
    back = parse(data)
    assert isinstance(back, Sifted)
    assert sieves.read(back.sieve, back.stage, {"simple", "corporate", "p" * 20}) == sieve


def test_a_process_that_is_no_more_is_a_list_without_filters() -> None:
    code = sieves.written(Sieve(process="gone"))
    assert sieves.read(code, "engaging", {"simple"}) == Sieve("engaging")
