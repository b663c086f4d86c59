"""Messages back to HTML, for scripts that want to look at formatting in one string."""

from html import escape
from typing import Any

from sandbox import utf16

JSON = dict[str, Any]
_SIMPLE = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


def as_html(text: str, entities: list[JSON]) -> str:
    """The text with its formatting as Telegram's HTML; what the messenger only detected is left plain."""
    edges = {0, utf16.length(text)}
    for entity in entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    order = sorted(edges)
    open_now: list[JSON] = []
    out: list[str] = []
    for begin, end in zip(order, [*order[1:], order[-1]], strict=True):
        while open_now and open_now[-1]["offset"] + open_now[-1]["length"] <= begin:
            out.append(_tags(open_now.pop())[1])
        for entity in entities:
            if entity["offset"] == begin and entity["length"] and any(_tags(entity)):
                out.append(_tags(entity)[0])
                open_now.append(entity)
        out.append(escape(utf16.cut(text, begin, end - begin), quote=False))
    out += [_tags(entity)[1] for entity in reversed(open_now)]
    return "".join(out)


def _tags(entity: JSON) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _SIMPLE:
        tag = _SIMPLE[kind]
        return (f"<{tag}{' expandable' if kind.startswith('expandable') else ''}>", f"</{tag}>")
    if kind == "pre":
        language = entity.get("language")
        return (
            (f'<pre><code class="language-{escape(language)}">', "</code></pre>")
            if language
            else ("<pre>", "</pre>")
        )
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "date_time":
        shape = entity.get("date_time_format")
        chosen = f' format="{escape(shape)}"' if shape else ""
        return f'<tg-time unix="{entity["unix_time"]}"{chosen}>', "</tg-time>"
    return "", ""
