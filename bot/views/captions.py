"""What may be said below a picture: Telegram takes little, and what does not fit there must not be lost."""

from collections.abc import Iterable, Sequence

from aiogram.utils.formatting import Text

from bot.views.lines import stack

LONGEST = 1024
"""Units of UTF-16 of a caption: most emoji are two of them."""

Lines = Sequence[Text | str | None]


def fitting(variants: Iterable[Lines]) -> Text:
    """The first of them that fits, as lines under one another, else the last; there is at least one."""
    text = Text()
    for lines in variants:
        text = stack(*lines)
        words, _ = text.render(_collect_entities=False)
        if len(words.encode("utf-16-le")) // 2 <= LONGEST:
            return text
    return text
