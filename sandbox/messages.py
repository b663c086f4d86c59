"""Messages as they lie in chats. Their JSON is replaced, never changed, so that what was told stays what it was."""

from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]
MEDIA = ("photo", "document", "voice", "contact")


@dataclass(slots=True)
class Message:
    """One message. `body` is its `Message` object; `keyboard` a reply keyboard that came with it; `from_bot` who wrote it."""

    chat_id: int
    id: int
    from_bot: bool
    body: JSON
    keyboard: JSON | None = None
    silent: bool = False
    deleted: bool = False
    reaction: str = ""

    @property
    def date(self) -> int:
        """Unix time at which it was sent."""
        return int(self.body["date"])

    @property
    def text(self) -> str:
        return str(self.body.get("text", self.body.get("caption", "")))

    @property
    def buttons(self) -> list[list[JSON]]:
        """Rows of inline buttons."""
        rows: list[list[JSON]] = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def kind(self) -> str:
        """text, photo, document, voice, contact or service."""
        return next((name for name in ("text", *MEDIA) if name in self.body), "service")

    def view(self) -> JSON:
        """What the page and the scripts see; one flat shape for all kinds."""
        body = self.body
        told: JSON = {
            "message_id": self.id,
            "chat": self.chat_id,
            "from": "bot" if self.from_bot else body["from"]["id"],
            "kind": self.kind(),
            "text": self.text,
            "entities": body.get("entities", body.get("caption_entities", [])),
            "buttons": [[_button(button) for button in row] for row in self.buttons],
            "keyboard": self.keyboard,
            "date": self.date,
            "edit_date": body.get("edit_date"),
            "deleted": self.deleted,
            "silent": self.silent,
        }
        if "photo" in body:
            told["photo"] = body["photo"][-1]["file_id"]
            told["width"], told["height"] = body["photo"][-1]["width"], body["photo"][-1]["height"]
        for name in ("document", "voice", "contact"):
            if name in body:
                told[name] = body[name]
        if "reply_to_message" in body:
            told["reply_to"] = body["reply_to_message"]["message_id"]
        if "forward_origin" in body:
            told["forward_origin"] = body["forward_origin"]
        if "message_thread_id" in body:
            told["thread"] = body["message_thread_id"]
        if self.reaction:
            told["reaction"] = self.reaction
        return told


def _button(button: JSON) -> JSON:
    told = {"text": button["text"]}
    names = {"callback_data": "data", "url": "url", "style": "style", "copy_text": "copy_text"}
    told.update({short: button[name] for name, short in names.items() if name in button})
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in button:
            told["inline_query"] = button[name]
    if "disabled" in button:
        told["disabled"] = True
    return told


def as_text(message: Message) -> str:
    """One message as plain text: who, what, and its buttons as `[Yes] [No]`, a row a line."""
    mark = "" if message.kind() in ("text", "service") else f"<{message.kind()}> "
    lines = [mark + message.text] if mark or message.text else ["<service>"]
    lines += [" ".join(f"[{button['text']}]" for button in row) for row in message.buttons]
    return "\n".join(lines)
