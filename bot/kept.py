"""A file that Telegram keeps is sent again by its id, as what it was: nothing is downloaded, nothing uploaded."""

from typing import Any

from aiogram.methods import SendAudio, SendDocument, SendPhoto, SendVideo, SendVideoNote, SendVoice

from bot.screen import KeptFile

Sending = SendVoice | SendPhoto | SendDocument | SendVideo | SendVideoNote | SendAudio


def sending(file: KeptFile, chat_id: int, how: dict[str, Any], caption: dict[str, Any]) -> Sending:
    """`how` goes with any message, `caption` (the text and its entities) where the kind can carry one."""
    match file.kind:
        case "voice":
            return SendVoice(chat_id=chat_id, voice=file.file_id, **caption, **how)
        case "photo":
            return SendPhoto(chat_id=chat_id, photo=file.file_id, **caption, **how)
        case "video":
            return SendVideo(chat_id=chat_id, video=file.file_id, **caption, **how)
        case "round":
            return SendVideoNote(
                chat_id=chat_id,
                video_note=file.file_id,
                reply_markup=how["reply_markup"],
                disable_notification=how["disable_notification"],
            )
        case "audio":
            return SendAudio(chat_id=chat_id, audio=file.file_id, **caption, **how)
        case _:
            return SendDocument(chat_id=chat_id, document=file.file_id, **caption, **how)
