"""Russian words typed while the keyboard was English: «pfdnhf d 11» is «завтра в 11»."""

import re

_KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё")
_WORD = re.compile(r"[a-z\[\];',.`]*[a-z][a-z\[\];',.`]*")


def russian(plain: str) -> str | None:
    """The same keys on the Russian keyboard, digits and what stands beside them kept; None where they are Russian already."""
    if re.search("[а-я]", plain) or not _WORD.search(plain):
        return None
    return _WORD.sub(lambda word: word[0].translate(_KEYS).replace("ё", "е"), plain)
