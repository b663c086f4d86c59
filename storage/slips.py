"""Slips of the finger: how far a name is from what was typed, and which pieces of it survive any slip."""

_ONE, _TWO = 5, 10
"""Letters from which one slip, or two, are forgiven: shorter names differ by less than that."""


def allowed(key: str) -> int:
    """How many slips are forgiven in a folded text of this length."""
    length = len(key.replace(" ", ""))
    return 0 if length < _ONE else 1 if length < _TWO else 2


def pieces(key: str) -> tuple[str, ...]:
    """Parts of which one at least is whole whatever slips `near` forgives; none for a text too short to guess."""
    # Between two parts a letter is left out: exchanging those on either side of the cut breaks one part only.
    size, most = len(key), allowed(key)
    if most == 0:
        return ()
    if most == 1:
        half = (size + 1) // 2
        parts: tuple[str, ...] = (key[: half - 1], key[half:])
    else:
        first, second = (size + 2) // 3, (2 * size + 2) // 3
        parts = (key[: first - 1], key[first : second - 1], key[second:])
    return tuple(part.strip() for part in parts if len(part.strip()) >= 2)


def near(typed: str, key: str) -> int | None:
    """How many slips away the typed text is from the name, from a word of it, or from its beginning; None: too many."""
    most = allowed(typed)
    letters = set(typed)
    ways = {key, *key.split(), key[: len(typed)], key[: len(typed) + 1]}
    off = min(
        (
            distance(typed, way, most)
            for way in ways
            if abs(len(way) - len(typed)) <= most and len(letters.difference(way)) <= most
        ),
        default=most + 1,
    )
    return off if 0 < off <= most else None


def distance(one: str, other: str, most: int) -> int:
    """Letters changed, dropped, added, or exchanged with the next one; `most` + 1 for anything over `most`."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
