"""Media that comes with a call: uploaded, attached, or sent again by its file id."""

from typing import Any

from sandbox.errors import BadRequest
from sandbox.files import StoredFile
from sandbox.images import measure
from sandbox.messenger import Messenger
from sandbox.params import Params, Upload

JSON = dict[str, Any]
MIB = 1024 * 1024
PHOTO_LIMIT = 10 * MIB
UPLOAD_LIMIT = 50 * MIB


def photo_content(messenger: Messenger, params: Params, field: str, value: str | None = None) -> JSON:
    """`photo` of a message, from a field that is an upload, an `attach://` name or a file id."""
    upload = _upload(params, field, value)
    if upload is None:
        return {
            "photo": photo_sizes(_again(messenger, params.text(field) if value is None else value, "photo"))
        }
    return {"photo": photo_sizes(store_photo(messenger, upload.content))}


def store_photo(messenger: Messenger, content: bytes) -> StoredFile:
    """Keep a picture that decodes and is not too large; raises BadRequest for others."""
    if len(content) > PHOTO_LIMIT:
        raise BadRequest("file is too big")
    width, height = measure(content)
    return messenger.files.put(
        "photos", "photo.jpg", "image/jpeg", content, {"width": width, "height": height}
    )


def photo_sizes(file: StoredFile) -> list[JSON]:
    """The `PhotoSize` list; the sandbox keeps one size, the largest."""
    return [{**file.reference(), **file.facts}]


def document_content(messenger: Messenger, params: Params, field: str, value: str | None = None) -> JSON:
    """`document` of a message."""
    upload = _upload(params, field, value)
    if upload is None:
        return {
            "document": document(
                _again(messenger, params.text(field) if value is None else value, "document")
            )
        }
    return {"document": document(store_upload(messenger, "documents", upload, {}))}


def document(file: StoredFile) -> JSON:
    """The `Document` object."""
    return {"file_name": file.name, "mime_type": file.mime, **file.reference()}


def voice_content(messenger: Messenger, params: Params, field: str) -> JSON:
    """`voice` of a message."""
    upload = _upload(params, field, None)
    facts = {"duration": params.number("duration", 0, 0)}
    file = (
        _again(messenger, params.text(field), "voice")
        if upload is None
        else store_upload(messenger, "voice", upload, facts)
    )
    return {"voice": voice(file)}


def voice(file: StoredFile) -> JSON:
    """The `Voice` object."""
    return {"duration": file.facts.get("duration", 0), "mime_type": "audio/ogg", **file.reference()}


def store_upload(messenger: Messenger, folder: str, upload: Upload, facts: JSON) -> StoredFile:
    """Keep any file that is neither empty nor too large; raises BadRequest for others."""
    if len(upload.content) > UPLOAD_LIMIT:
        raise BadRequest("file is too big")
    if not upload.content:
        raise BadRequest("file must be non-empty")
    return messenger.files.put(folder, upload.name, upload.mime, upload.content, facts)


def _upload(params: Params, field: str, value: str | None) -> Upload | None:
    if value is None and field in params.files:
        return params.files[field]
    named = params.text(field) if value is None else value
    if named.startswith("attach://"):
        attached = params.files.get(named.removeprefix("attach://"))
        if attached is None:
            raise BadRequest("wrong file identifier/HTTP URL specified")
        return attached
    if not named:
        raise BadRequest(f"there is no {field} in the request")
    return None


FOLDERS = {"photo": "photos/", "document": "documents/", "voice": "voice/"}


def _again(messenger: Messenger, file_id: str, kind: str) -> StoredFile:
    """A file that was sent before. Stricter than Telegram: the sandbox has no network, an HTTP URL is refused."""
    if file_id.startswith(("http://", "https://")):
        raise BadRequest("failed to get HTTP URL content")
    file = messenger.files.get(file_id)
    if file is None:
        raise BadRequest("wrong file identifier/HTTP URL specified")
    if not file.path.startswith(FOLDERS[kind]):
        raise BadRequest(
            f"can't use file of type {file.path.partition('/')[0].rstrip('s').capitalize()} as {kind.capitalize()}"
        )
    return file
