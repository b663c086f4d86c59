"""What a new deal may be worth, roughly: an amount to choose with one tap, so that rules that need one do not sleep."""

from decimal import Decimal

ROUND = (50_000, 100_000, 300_000, 1_000_000)
"""In whole units of the company's currency."""


def estimates(price: Decimal | None = None) -> tuple[int, ...]:
    """Whole units, at most as many as there are round ones; the price of what is sold first, where it is known."""
    own = () if price is None or price != price.to_integral_value() or price <= 0 else (int(price),)
    return tuple(dict.fromkeys((*own, *ROUND)))[: len(ROUND)]
