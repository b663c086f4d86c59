"""Notes as people read them: what was said, or what kind of file it is; and the word that one was kept."""

from aiogram.utils.formatting import Text

from bot.callbacks import NoteFile
from bot.screen import Button, KeptFile, Screen
from bot.texts import Texts
from bot.usecases.noting import Kept
from bot.views.layout import button, deal_card, my_day
from bot.views.lines import SHORT, client, clip, joined, long, stack
from storage.notes import Content, Note

_SAID = 150
"""Characters of a note in a list; the rest is in the message that it came from."""


def content(found: Content, t: Texts) -> str:
    """«Голосовое», «Фото · подпись», «смета.xlsx»; words as they were said."""
    said = long(found.words or "", _SAID)
    if found.kind == "text":
        return said or "—"
    name = clip(found.file_name, 40) if found.file_name else _kind(found.kind, t)
    return f"{name} · {said}" if said else name


def _kind(kind: str, t: Texts) -> str:
    _ = t.gettext
    return {
        "voice": _("Voice message"),
        "photo": _("Photo"),
        "video": _("Video"),
        "round": _("Video message"),
        "audio": _("Recording"),
    }.get(kind, _("File"))


def opening(note: Note, t: Texts) -> tuple[Button, ...]:
    """To have the file sent again; nothing for words."""
    if note.content.file_id is None:
        return ()
    name = clip(note.content.file_name, 24) if note.content.file_name else _kind(note.content.kind, t)
    return (button(f"▸ {name} · {t.time(note.at)}", NoteFile(note.id)),)


def kept(found: Kept, t: Texts) -> Screen:
    """The word that it is safe, and the way to where it is."""
    what = "" if found.content.kind == "text" else content(found.content, t)
    return Screen(
        stack(
            Text("✎ ", t.gettext("Written down"), " · ", client(found.client, t.gettext("client not known"))),
            what or None,
        ),
        ((deal_card(found.run, t), my_day(t)),),
    )


def above(word: str, card: Text) -> Text:
    """The card, with the word that something was kept above it."""
    return stack(Text("✎ ", word), "", card)


def file(note: Note, whose: str | None, t: Texts) -> Screen:
    """The file itself, with what was said and by whom."""
    assert note.content.file_id is not None
    caption = joined((clip(whose) if whose else None, clip(note.by, SHORT), t.date(t.local(note.at).date())))
    said = long(note.content.words, _SAID) if note.content.words else None
    gone = stack(caption, said, "", t.gettext("Telegram does not keep this file any more."))
    return Screen(
        stack(caption, said),
        ((deal_card(note.run_id, t), my_day(t)),),
        kept=KeptFile(note.content.kind, note.content.file_id, gone),
    )
