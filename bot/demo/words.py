"""What the console says when the demo is ready: the address and who is who, a line in Russian and one in English."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from bot.demo.cast import ENGLISH, RUSSIAN, Actor, Part


def announcement(page: str, actors: Iterable[Actor]) -> str:
    """Two lines."""
    cast = list(actors)
    return "\n".join(
        (
            f"Откройте {page} — {_who(cast, RUSSIAN)}. Часы на странице двигают время; Ctrl-C — конец.",
            f"Open {page}?lang=en — {_who(cast, ENGLISH)}. The page's clock moves time; Ctrl-C stops it all.",
        )
    )


def _who(cast: Iterable[Actor], words: Mapping[Part, str]) -> str:
    groups = groupby(cast, key=lambda actor: actor.part)
    return "; ".join(f"{words[part]}: {', '.join(actor.name for actor in group)}" for part, group in groups)
