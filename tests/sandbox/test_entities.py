"""Formatting: what is parsed, what is refused in which words, and offsets in UTF-16 units for any text."""

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import utf16
from sandbox.entities import detect, formatted
from sandbox.errors import BadRequest
from sandbox.render import as_html

JSON = dict[str, Any]


def nobody(user: int) -> JSON | None:
    return None


def html(source: str) -> tuple[str, list[JSON]]:
    return formatted(source, "HTML", None, nobody)


def markdown(source: str) -> tuple[str, list[JSON]]:
    return formatted(source, "MarkdownV2", None, nobody)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<font>x</font>", 'Unsupported start tag "font" at byte offset 0'),
        ("Привет <x>", 'Unsupported start tag "x" at byte offset 13'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="1" format="x">x</tg-time>', "Invalid date-time format specified"),
    ],
)
def test_bad_html(source: str, words: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a | b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("*bold", "Can't find end of Bold entity at byte offset 0"),
        ("Да _курсив", "Can't find end of Italic entity at byte offset 5"),
        ("__x", "Can't find end of Underline entity at byte offset 0"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
        ("[x](http://a", "Can't find end of a URL at byte offset 4"),
        ("![x](http://a\\.b)", "Custom emoji entity must contain a tg://emoji URL"),
    ],
)
def test_bad_markdown(source: str, words: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        markdown(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀 <B>x</B>", "😀 x", [("bold", 3, 1)]),
        ("&lt;b&gt; &amp;&quot;&#1046;&#x1F600;&nbsp;", '<b> &"Ж😀&nbsp;', []),
        ("<pre><code class='language-python'>x</code></pre>", "x", [("pre", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span><u></u>', "x", [("spoiler", 0, 1)]),
        ('<a href="https://a.b/?x=1&amp;y=2">x</a>', "x", [("text_link", 0, 1)]),
        ("<a href='javascript:alert(1)'>x</a>", "x", []),
        ('<tg-time unix="1700000000" format="wDT">x</tg-time>', "x", [("date_time", 0, 1)]),
        ("  <b> x </b>\n", "x", [("bold", 0, 1)]),
    ],
)
def test_html(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    told, found = html(source)
    assert told == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        (r"*a _b_* \. __u__", "a b . u", [("bold", 0, 3), ("italic", 2, 1), ("underline", 6, 1)]),
        ("||x|| ~y~ `z`", "x y z", [("spoiler", 0, 1), ("strikethrough", 2, 1), ("code", 4, 1)]),
        ("```py\nx\n```", "x\n", [("pre", 0, 1)]),
        (r"[a](http://b\.c/)", "a", [("text_link", 0, 1)]),
        (">a\n>b\nc", "a\nb\nc", [("blockquote", 0, 4)]),
        (r"![x](tg://time?unix=1700000000&format=r)", "x", [("date_time", 0, 1)]),
    ],
)
def test_markdown(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    told, found = markdown(source)
    assert told == text.rstrip("\n")
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_given_entities() -> None:
    told, found = formatted("  😀 ok", "", [{"type": "bold", "offset": 5, "length": 2}], nobody)
    assert (told, found) == ("😀 ok", [{"type": "bold", "offset": 3, "length": 2}])
    when = {"type": "date_time", "offset": 0, "length": 2, "unix_time": 5, "date_time_format": "r"}
    assert formatted("ok", "", [when], nobody)[1] == [when]


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        (
            {"type": "bold", "offset": 0, "length": 9},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5",
        ),
        (
            {"type": "bold", "offset": 1, "length": 2},
            "entity begins in a middle of a UTF-16 symbol at UTF-16 offset 1",
        ),
        (
            {"type": "bold", "offset": 0, "length": 1},
            "entity ends in a middle of a UTF-16 symbol at UTF-16 offset 1",
        ),
        (
            {"type": "sparkling", "offset": 0, "length": 2},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        ({"type": "bold", "length": 2}, "can't parse MessageEntity: Can't find field \"offset\""),
        ("bold", "can't parse MessageEntity: expected an Object"),
    ],
)
def test_bad_given_entities(entity: Any, words: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        formatted("😀 ok", "", [entity], nobody)
    assert refusal.value.description == f"Bad Request: {words}"


def test_what_the_messenger_finds_itself() -> None:
    text = "😀 /start@bot 25.12 https://a.b/c?d, @anna_k #сделка 1/2 a@b.ru +7 916 123-45-67"
    found = [(e["type"], utf16.cut(text, e["offset"], e["length"])) for e in detect(text)]
    assert found == [
        ("bot_command", "/start@bot"),
        ("url", "https://a.b/c?d"),
        ("mention", "@anna_k"),
        ("hashtag", "#сделка"),
        ("email", "a@b.ru"),
        ("phone_number", "+7 916 123-45-67"),
    ]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
STYLED = st.lists(
    st.tuples(st.sampled_from(["", "b", "i", "u", "s", "code", "tg-spoiler"]), TEXT), min_size=1, max_size=6
)


@given(STYLED)
def test_offsets_point_at_what_was_marked(parts: list[tuple[str, str]]) -> None:
    """A frame of full stops keeps the ends from being trimmed, so that every marked part must be found whole."""
    marked = "".join(f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text) for tag, text in parts)
    told, found = html(f".{marked}.")
    assert told == "." + "".join(text for _, text in parts) + "."
    styled = [
        e for e in found if e["type"] in {"bold", "italic", "underline", "strikethrough", "code", "spoiler"}
    ]
    cuts = [
        told.encode("utf-16-le")[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in styled
    ]
    assert cuts == [text for tag, text in parts if tag]


@given(STYLED)
def test_rendering_takes_nothing_away(parts: list[tuple[str, str]]) -> None:
    marked = "".join(f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text) for tag, text in parts)
    told, found = html(f".{marked}.")
    assert html(as_html(told, found)) == (told, found)


@given(st.text(alphabet="<>/&;=\"' ab😀#x1tg-", max_size=30))
def test_any_html_is_parsed_or_refused(source: str) -> None:
    try:
        told, found = html(source)
    except BadRequest:
        return
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= utf16.length(told) for e in found)


@given(st.text(alphabet="_*[]()~`>#+-=|{}.!\\\n a😀", max_size=30))
def test_any_markdown_is_parsed_or_refused(source: str) -> None:
    try:
        told, found = markdown(source)
    except BadRequest:
        return
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= utf16.length(told) for e in found)


@given(TEXT, st.integers(0, 40))
def test_utf16(text: str, offset: int) -> None:
    encoded = text.encode("utf-16-le")
    assert utf16.length(text) == len(encoded) // 2
    index = utf16.index(text, offset)
    if index is not None:
        assert len(text[:index].encode("utf-16-le")) // 2 == offset
