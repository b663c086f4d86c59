"""Every refusal with its status and its words, and that a refused call leaves nothing behind."""

import io
import json
from typing import Any

import pytest
from PIL import Image

from tests.sandbox.conftest import Sandbox

JSON = dict[str, Any]
MIB = 1024 * 1024
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(*buttons: JSON) -> JSON:
    return {"inline_keyboard": [list(buttons)]}


def picture(width: int = 40, height: int = 30) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 0, "text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "", "text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 777, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 1001}, "message text is empty"),
        ("sendMessage", {"chat_id": 1001, "text": "  \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": 1001, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"chat_id": 1001, "text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": 1001, "text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": 1001, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "x", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "x", "reply_markup": "{"},
            "can't parse reply keyboard markup JSON object",
        ),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "x", "reply_markup": "[]"},
            "object expected as reply markup",
        ),
        ("sendMessage", {"chat_id": 1001, "text": "x", "message_thread_id": 5}, "message thread not found"),
        ("editMessageText", {"chat_id": 1001, "message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageReplyMarkup", {"chat_id": 1001, "message_id": 99}, "message to edit not found"),
        ("deleteMessage", {"chat_id": 1001, "message_id": 99}, "message to delete not found"),
        ("deleteMessage", {"message_id": 99}, "chat_id is empty"),
        ("deleteMessages", {"chat_id": 1001, "message_ids": []}, "message identifiers are not specified"),
        ("answerCallbackQuery", {"callback_query_id": "123"}, OLD.removeprefix("Bad Request: ")),
        ("answerCallbackQuery", {}, OLD.removeprefix("Bad Request: ")),
        ("answerInlineQuery", {"inline_query_id": "123", "results": []}, OLD.removeprefix("Bad Request: ")),
        ("getFile", {"file_id": "nonsense"}, "wrong file_id or the file is temporarily unavailable"),
        ("getFile", {}, "file_id not specified"),
        ("sendDocument", {"chat_id": 1001}, "there is no document in the request"),
        ("sendPhoto", {"chat_id": 1001, "photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("sendChatAction", {"chat_id": 1001, "action": "dancing"}, "wrong parameter action in request"),
        ("setMyCommands", {"commands": [{"command": "Bad Name", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ("createForumTopic", {"chat_id": 1001, "name": "x"}, "the chat is not a forum"),
        (
            "setWebhook",
            {"url": "http://example.org/"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://example.org/", "secret_token": "ё"},
            "secret token contains unallowed characters",
        ),
        (
            "setWebhook",
            {"url": "https://example.org/", "secret_token": "x" * 257},
            "secret token is too long",
        ),
    ],
)
async def test_bad_request(sandbox: Sandbox, method: str, params: JSON, words: str) -> None:
    assert await sandbox.api.refused(method, **params) == (400, f"Bad Request: {words}")
    assert (await sandbox.people.chat(1001))["messages"] == []
    (logged,) = await sandbox.people.log(method)
    assert (logged["status"], logged["description"]) == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "Yes"}, "Text buttons are not allowed in the inline keyboard"),
        ({"text": "Yes", "callback_data": ""}, "Text buttons are not allowed in the inline keyboard"),
        ({"text": "Yes", "callback_data": "a", "url": "https://example.org"}, "BUTTON_TYPE_INVALID"),
        ({"text": "Yes", "callback_data": "a" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "Yes", "callback_data": "ж" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "Yes", "callback_data": "a", "style": "pink"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
        ({"callback_data": "a"}, "can't parse inline keyboard button: Can't find field \"text\""),
        (
            {"text": "Call", "url": "tel:+79161234567"},
            "inline keyboard button URL 'tel:+79161234567' is invalid: Unsupported URL protocol",
        ),
        ({"text": "Copy", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_bad_button(sandbox: Sandbox, button: JSON, words: str) -> None:
    params = {"chat_id": 1001, "text": "x", "reply_markup": keyboard(button)}
    assert await sandbox.api.refused("sendMessage", **params) == (400, f"Bad Request: {words}")


async def test_the_largest_that_passes(sandbox: Sandbox) -> None:
    """Just inside each limit, so that the refusals above are about the limit and not about something else."""
    full = keyboard({"text": "Yes", "callback_data": "ж" * 32})
    sent = await sandbox.api.ok("sendMessage", chat_id=1001, text="x" * 4096, reply_markup=full)
    assert len(sent["text"]) == 4096
    bold = await sandbox.api.ok(
        "sendMessage", chat_id=1001, text="<b>" + "😀" * 2048 + "</b>", parse_mode="HTML"
    )
    assert bold["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]
    many = {"inline_keyboard": [[{"text": str(i), "callback_data": str(i)}] for i in range(100)]}
    await sandbox.api.ok("sendMessage", chat_id=1001, text="x", reply_markup=many)
    many["inline_keyboard"].append([{"text": "101", "callback_data": "101"}])
    assert await sandbox.api.refused("sendMessage", chat_id=1001, text="x", reply_markup=many) == (
        400,
        "Bad Request: reply markup is too long",
    )


async def test_photo_and_document_limits(sandbox: Sandbox) -> None:
    async def refused(method: str, field: str, content: bytes, **more: str) -> tuple[int, str]:
        status, body = await sandbox.api.upload(method, {field: content}, chat_id="1001", **more)
        return status, body["description"]

    assert await refused("sendPhoto", "photo", b"not a picture") == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    assert await refused("sendPhoto", "photo", picture()[:60]) == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    assert await refused("sendPhoto", "photo", picture(2000, 20)) == (
        400,
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
    )
    assert await refused("sendPhoto", "photo", bytes(10 * MIB + 1)) == (400, "Bad Request: file is too big")
    assert await refused("sendDocument", "document", bytes(50 * MIB + 1)) == (
        400,
        "Bad Request: file is too big",
    )
    assert await refused("sendDocument", "document", b"") == (400, "Bad Request: file must be non-empty")
    long = {"caption": "x" * 1025}
    assert await refused("sendPhoto", "photo", picture(), **long) == (
        400,
        "Bad Request: message caption is too long",
    )
    assert (await sandbox.people.chat(1001))["messages"] == []
    status, body = await sandbox.api.upload(
        "sendPhoto", {"photo": picture()}, chat_id="1001", caption="x" * 1024
    )
    assert status == 200
    assert (body["result"]["photo"][0]["width"], body["result"]["photo"][0]["height"]) == (40, 30)
    status, body = await sandbox.api.upload("sendDocument", {"document": bytes(50 * MIB)}, chat_id="1001")
    assert status == 200
    file_id = body["result"]["document"]["file_id"]
    assert await sandbox.api.refused("getFile", file_id=file_id) == (400, "Bad Request: file is too big")


async def test_edits(sandbox: Sandbox) -> None:
    api = sandbox.api
    yes = keyboard({"text": "Yes", "callback_data": "y"})
    sent = await api.ok("sendMessage", chat_id=1001, text="<b>one</b>", parse_mode="HTML", reply_markup=yes)
    place = {"chat_id": 1001, "message_id": sent["message_id"]}
    same = {"text": "*one*", "parse_mode": "MarkdownV2", "reply_markup": yes}
    assert await api.refused("editMessageText", **place, **same) == (400, SAME)
    assert await api.refused("editMessageReplyMarkup", **place, reply_markup=yes) == (400, SAME)
    reply = {"keyboard": [["Yes"]]}
    assert await api.refused("editMessageReplyMarkup", **place, reply_markup=reply) == (
        400,
        "Bad Request: inline keyboard expected",
    )
    edited = await api.ok("editMessageText", **place, text="one")
    assert "reply_markup" not in edited
    assert "entities" not in edited
    own = await sandbox.people.say(1001, "mine")
    theirs = {"chat_id": 1001, "message_id": own["message_id"], "text": "yours"}
    assert await api.refused("editMessageText", **theirs) == (400, "Bad Request: message can't be edited")
    assert await api.refused("editMessageCaption", **place, caption="x") == (
        400,
        "Bad Request: there is no caption in the message to edit",
    )
    await api.ok("deleteMessage", **place)
    assert await api.refused("editMessageText", **place, text="two") == (
        400,
        "Bad Request: message to edit not found",
    )
    assert await api.refused("deleteMessage", **place) == (400, "Bad Request: message to delete not found")


async def test_the_bot_deletes_for_48_hours_and_edits_for_ever(sandbox: Sandbox) -> None:
    api = sandbox.api
    one = {
        "chat_id": 1001,
        "message_id": (await api.ok("sendMessage", chat_id=1001, text="one"))["message_id"],
    }
    two = {
        "chat_id": 1001,
        "message_id": (await api.ok("sendMessage", chat_id=1001, text="two"))["message_id"],
    }
    await sandbox.people.move("+48h")
    await api.ok("deleteMessage", **one)
    await sandbox.people.move("+1s")
    assert await api.refused("deleteMessage", **two) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    assert await api.refused("deleteMessages", chat_id=1001, message_ids=[two["message_id"]]) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    await sandbox.people.move("+90d")
    assert (await api.ok("editMessageText", **two, text="a stub"))["text"] == "a stub"


async def test_a_callback_query_is_answered_once_and_dies_after_150_seconds(sandbox: Sandbox) -> None:
    api, people = sandbox.api, sandbox.people
    await api.ok(
        "sendMessage", chat_id=1001, text="?", reply_markup=keyboard({"text": "Yes", "callback_data": "y"})
    )
    first = (await people.press(1001, "Yes"))["id"]
    too_long = await api.refused("answerCallbackQuery", callback_query_id=first, text="x" * 201)
    assert too_long == (400, "Bad Request: MESSAGE_TOO_LONG")
    assert await api.ok("answerCallbackQuery", callback_query_id=first, text="done") is True
    assert await api.refused("answerCallbackQuery", callback_query_id=first) == (400, OLD)
    second = (await people.press(1001, "Yes"))["id"]
    sandbox.stopwatch.seconds += 149
    third = (await people.press(1001, "Yes"))["id"]
    sandbox.stopwatch.seconds += 1
    assert await api.refused("answerCallbackQuery", callback_query_id=second) == (400, OLD)
    assert await api.ok("answerCallbackQuery", callback_query_id=third) is True


async def test_blocked_and_never_started(sandbox: Sandbox) -> None:
    people, api = sandbox.people, sandbox.api
    stranger = (await people.user("Borис"))["id"]
    assert await api.refused("sendMessage", chat_id=stranger, text="hi") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    await people.say(stranger, "/start")
    await api.ok("sendMessage", chat_id=stranger, text="hi")
    await people.block(stranger)
    blocked = (403, "Forbidden: bot was blocked by the user")
    assert await api.refused("sendMessage", chat_id=stranger, text="hi") == blocked
    assert await api.refused("sendChatAction", chat_id=stranger, action="typing") == blocked
    kinds = [next(key for key in update if key != "update_id") for update in await api.ok("getUpdates")]
    assert kinds == ["message", "my_chat_member"]


async def test_the_envelope(sandbox: Sandbox) -> None:
    assert await sandbox.api.refused("sendPigeon") == (404, "Not Found: method not found")
    async with sandbox.api.http.get(f"{sandbox.url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with sandbox.api.http.get(f"{sandbox.url}/bot{sandbox.api.token}/") as answer:
        assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    async with sandbox.api.http.get(f"{sandbox.url}/file/bot1:wrong/photos/file_0.jpg") as answer:
        assert answer.status == 401
    async with sandbox.api.http.post(f"{sandbox.url}/bot{sandbox.api.token}/getMe", json=[1]) as answer:
        assert answer.status == 400


async def test_a_call_may_come_in_any_form(sandbox: Sandbox) -> None:
    """Any verb, any case of the method's name, and query, urlencoded, JSON or multipart."""
    http, base = sandbox.api.http, f"{sandbox.url}/bot{sandbox.api.token}"
    markup = json.dumps(keyboard({"text": "Да", "callback_data": "y"}))
    fields = {"chat_id": "1001", "text": "привет", "reply_markup": markup}
    form = http.post(f"{base}/SENDMESSAGE", data=fields)
    query = http.get(f"{base}/sendmessage", params=fields)
    body = http.put(
        f"{base}/sendMessage", json={**fields, "chat_id": 1001, "reply_markup": json.loads(markup)}
    )
    for call in (form, query, body):
        async with call as answer:
            told = (await answer.json())["result"]
            assert (told["text"], told["reply_markup"]) == ("привет", json.loads(markup))
    status, told = await sandbox.api.upload("sendMessage", {"unused": b"x"}, **fields)
    assert (status, told["result"]["text"]) == (200, "привет")
