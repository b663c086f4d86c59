"""The person's side: what each verb puts into the chat and which update the bot gets."""

import asyncio
import io
from typing import Any

import pytest
from PIL import Image

from sandbox.client import SandboxError
from tests.sandbox.conftest import Sandbox

JSON = dict[str, Any]
YES_NO = {
    "inline_keyboard": [
        [{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n", "style": "danger"}]
    ]
}


async def heard(sandbox: Sandbox) -> list[JSON]:
    """What the bot gets now; confirmed, so that the next look shows only what is new."""
    updates: list[JSON] = await sandbox.api.ok("getUpdates")
    if updates:
        await sandbox.api.ok("getUpdates", offset=updates[-1]["update_id"] + 1)
    return updates


async def test_a_deep_link(sandbox: Sandbox) -> None:
    boris = await sandbox.people.user(
        "Борис", last_name="Ким", username="boris", language_code="en", title="РОП"
    )
    await sandbox.people.say(boris["id"], "/start invite-1")
    (update,) = await heard(sandbox)
    message = update["message"]
    assert message["text"] == "/start invite-1"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": boris["id"],
        "is_bot": False,
        "first_name": "Борис",
        "last_name": "Ким",
        "username": "boris",
        "language_code": "en",
    }
    assert message["chat"] == {
        "id": boris["id"],
        "first_name": "Борис",
        "last_name": "Ким",
        "username": "boris",
        "type": "private",
    }


async def test_a_reply_carries_what_it_answers(sandbox: Sandbox) -> None:
    card = await sandbox.api.ok("sendMessage", chat_id=1001, text="card", reply_markup=YES_NO)
    await sandbox.people.say(1001, "a note", reply_to=card["message_id"])
    (update,) = await heard(sandbox)
    assert update["message"]["reply_to_message"] == card
    with pytest.raises(SandboxError, match="there is no message 999"):
        await sandbox.people.say(1001, "x", reply_to=999)


async def test_contact_document_photo_voice_and_forward(sandbox: Sandbox) -> None:
    out = io.BytesIO()
    Image.new("RGB", (20, 10)).save(out, "PNG")
    people = sandbox.people
    await people.contact(1001, "+79161234567", "Пётр")
    await people.contact(1001)
    await people.document(1001, "deals.csv", b"a;b", caption="import")
    await people.photo(1001, out.getvalue())
    await people.voice(1001, duration=4)
    await people.forward(1001, text="звоните +79161234567", from_name="Клиент")
    messages = [update["message"] for update in await heard(sandbox)]
    assert messages[0]["contact"] == {"phone_number": "+79161234567", "first_name": "Пётр"}
    assert messages[1]["contact"]["user_id"] == 1001
    document = messages[2]["document"]
    assert (document["file_name"], document["file_size"], messages[2]["caption"]) == (
        "deals.csv",
        3,
        "import",
    )
    assert (messages[3]["photo"][0]["width"], messages[3]["photo"][0]["height"]) == (20, 10)
    assert messages[4]["voice"]["duration"] == 4
    assert messages[5]["forward_origin"]["sender_user_name"] == "Клиент"
    path = (await sandbox.api.ok("getFile", file_id=document["file_id"]))["file_path"]
    async with sandbox.api.http.get(f"{sandbox.url}/file/bot{sandbox.api.token}/{path}") as answer:
        assert await answer.read() == b"a;b"
    assert await people.file(document["file_id"]) == b"a;b"
    with pytest.raises(SandboxError, match="IMAGE_PROCESS_FAILED"):
        await people.photo(1001, b"no picture")


async def test_a_press_and_its_answer(sandbox: Sandbox) -> None:
    card = await sandbox.api.ok("sendMessage", chat_id=1001, text="Sure?", reply_markup=YES_NO)
    waiting = asyncio.ensure_future(sandbox.people.press(1001, "Yes", wait=10_000))  # noqa: TID251 - awaited below
    (update,) = await sandbox.api.ok("getUpdates", timeout=10)
    query = update["callback_query"]
    assert (query["data"], query["message"], query["from"]["id"]) == ("y", card, 1001)
    await sandbox.api.ok("answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert=True)
    assert (await waiting)["answer"] == {"text": "Done", "show_alert": True, "url": ""}


async def test_a_press_finds_the_newest_button(sandbox: Sandbox) -> None:
    first = await sandbox.api.ok("sendMessage", chat_id=1001, text="one", reply_markup=YES_NO)
    second = await sandbox.api.ok("sendMessage", chat_id=1001, text="two", reply_markup=YES_NO)
    assert (await sandbox.people.press(1001, "Yes"))["message_id"] == second["message_id"]
    assert (await sandbox.people.press(1001, "Ye"))["message_id"] == second["message_id"]
    assert (await sandbox.people.press(1001, data="n"))["data"] == "n"
    assert (await sandbox.people.press(1001, "Yes", message_id=first["message_id"]))["message_id"] == first[
        "message_id"
    ]
    with pytest.raises(
        SandboxError, match=r"there is no button 'Maybe'.*the newest ones are \['Yes', 'No', 'Yes', 'No'\]"
    ):
        await sandbox.people.press(1001, "Maybe")
    await sandbox.api.ok("deleteMessage", chat_id=1001, message_id=second["message_id"])
    assert (await sandbox.people.press(1001, "Yes"))["message_id"] == first["message_id"]
    forged = await sandbox.people.forge(1001, "z:made-up", first["message_id"])
    assert (await heard(sandbox))[-1]["callback_query"]["id"] == forged["id"]


async def test_what_is_pressed_carries_the_message_as_it_was(sandbox: Sandbox) -> None:
    """An edit after the press must not change the update that is already on its way."""
    card = await sandbox.api.ok("sendMessage", chat_id=1001, text="before", reply_markup=YES_NO)
    await sandbox.people.press(1001, "Yes")
    await sandbox.api.ok("editMessageText", chat_id=1001, message_id=card["message_id"], text="after")
    (update,) = await heard(sandbox)
    assert update["callback_query"]["message"]["text"] == "before"


async def test_inline_mode(sandbox: Sandbox) -> None:
    waiting = asyncio.ensure_future(sandbox.people.inline(1001, "рога", wait=10_000))  # noqa: TID251 - awaited below
    (update,) = await sandbox.api.ok("getUpdates", timeout=10)
    assert update["inline_query"]["query"] == "рога"
    article = {
        "type": "article",
        "id": "1",
        "title": "Рога и копыта",
        "input_message_content": {"message_text": "<b>ООО</b>", "parse_mode": "HTML"},
    }
    answer = {"inline_query_id": update["inline_query"]["id"], "results": [article]}
    twice = {**answer, "results": [article, article]}
    assert await sandbox.api.refused("answerInlineQuery", **twice) == (
        400,
        "Bad Request: RESULT_ID_DUPLICATE",
    )
    await sandbox.api.ok("answerInlineQuery", **answer)
    (result,) = (await waiting)["answer"]["results"]
    assert (result["title"], result["message"]["text"]) == ("Рога и копыта", "ООО")


async def test_block_and_unblock(sandbox: Sandbox) -> None:
    await sandbox.people.block(1001)
    await sandbox.people.block(1001)
    await sandbox.people.unblock(1001)
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await heard(sandbox)]
    assert changes == ["kicked", "member"]


async def test_groups(sandbox: Sandbox) -> None:
    group = await sandbox.people.group("Продажи", [1001], is_forum=True)
    await sandbox.people.say(1001, "just talk among people", chat=group["id"])
    await sandbox.people.say(1001, "/funnel", chat=group["id"])
    (update,) = await heard(sandbox)
    assert update["message"]["chat"] == {
        "id": group["id"],
        "title": "Продажи",
        "type": "supergroup",
        "is_forum": True,
    }
    topic = await sandbox.api.ok("createForumTopic", chat_id=group["id"], name="Сделки")
    thread = topic["message_thread_id"]
    sent = await sandbox.api.ok("sendMessage", chat_id=group["id"], message_thread_id=thread, text="hi")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    stranger = await sandbox.people.user("Ева")
    with pytest.raises(SandboxError, match="is not in chat"):
        await sandbox.people.say(stranger["id"], "hi", chat=group["id"])


async def test_a_chat_read_back(sandbox: Sandbox) -> None:
    api = sandbox.api
    menu = {
        "keyboard": [["Мой день"], [{"text": "Мой номер", "request_contact": True}]],
        "resize_keyboard": True,
    }
    await api.ok("sendMessage", chat_id=1001, text="Привет", reply_markup=menu)
    html = 'Срок <b>&lt;1</b> <tg-time unix="1700000000" format="r">скоро</tg-time>'
    card = await api.ok("sendMessage", chat_id=1001, text=html, parse_mode="HTML", reply_markup=YES_NO)
    gone = await api.ok("sendMessage", chat_id=1001, text="gone", disable_notification=True)
    await api.ok("deleteMessage", chat_id=1001, message_id=gone["message_id"])
    await sandbox.people.say(1001, "Мой день")
    view = await sandbox.people.chat(1001)
    shown = view["messages"][1]
    assert shown["html"] == html
    assert shown["buttons"] == [
        [{"text": "Yes", "data": "y"}, {"text": "No", "data": "n", "style": "danger"}]
    ]
    assert [message["deleted"] for message in view["messages"]] == [False, False, True, False]
    assert view["messages"][2]["silent"] is True
    assert view["keyboard"]["keyboard"][0] == [{"text": "Мой день"}]
    assert await sandbox.people.text(1001) == (
        "bot: Привет\n\nbot: Срок <1 скоро\n[Yes] [No]\n\nАнна: Мой день"
    )
    await api.ok("sendMessage", chat_id=1001, text="bye", reply_markup={"remove_keyboard": True})
    assert (await sandbox.people.chat(1001))["keyboard"] is None
    edited = await api.ok("editMessageText", chat_id=1001, message_id=card["message_id"], text="shorter")
    assert edited["edit_date"] >= edited["date"]


async def test_commands_by_scope_and_language(sandbox: Sandbox) -> None:
    def commands(*names: str) -> list[JSON]:
        return [{"command": name, "description": name.title()} for name in names]

    api = sandbox.api
    await api.ok("setMyCommands", commands=commands("start"))
    await api.ok("setMyCommands", commands=commands("start", "help"), language_code="en")
    only_anna = {"type": "chat", "chat_id": 1001}
    await api.ok("setMyCommands", commands=commands("today"), scope=only_anna)
    assert await api.ok("getMyCommands") == commands("start")
    assert await api.ok("getMyCommands", language_code="en") == commands("start", "help")
    assert (await sandbox.people.chat(1001))["commands"] == commands("today")
    await api.ok("deleteMyCommands", scope=only_anna)
    assert (await sandbox.people.chat(1001))["commands"] == commands("start")
    await sandbox.people.user("Anna", id=1001, language_code="en")
    assert (await sandbox.people.chat(1001))["commands"] == commands("start", "help")


async def test_log_pending_idle_and_reset(sandbox: Sandbox) -> None:
    await sandbox.people.say(1001, "hello")
    assert (await sandbox.people.pending())["count"] == 1
    assert await sandbox.people.idle(ms=0) is False
    await heard(sandbox)
    assert await sandbox.people.idle(ms=0) is True
    await sandbox.api.ok("sendMessage", chat_id=1001, text="hi")
    (call,) = await sandbox.people.log("sendMessage", chat=1001)
    assert (call["params"], call["answer"]["ok"], call["status"]) == (
        {"chat_id": "1001", "text": "hi"},
        True,
        200,
    )
    assert await sandbox.people.log("sendMessage", since=call["number"]) == []
    await sandbox.people.reset()
    assert await sandbox.people.log() == []
    with pytest.raises(SandboxError, match="there is no chat 1001"):
        await sandbox.people.chat(1001)
    await sandbox.people.user("Анна", id=1001)
    again = await sandbox.people.say(1001, "hello again")
    assert again["message_id"] > call["answer"]["result"]["message_id"], "numbers go on rising"


async def test_what_cannot_be_done_is_said(sandbox: Sandbox) -> None:
    people = sandbox.people
    with pytest.raises(SandboxError, match="there is no person 5"):
        await people.say(5, "hi")
    with pytest.raises(SandboxError, match="a person has no age"):
        await people.user("X", age=3)
    with pytest.raises(SandboxError, match="a message needs a text"):
        await people.say(1001, " ")
    async with sandbox.api.http.post(f"{sandbox.url}/sim/say", data=b"{") as answer:
        assert (answer.status, "not JSON" in (await answer.json())["error"]) == (400, True)
    async with sandbox.api.http.post(f"{sandbox.url}/sim/say", json={"user": "x", "text": "y"}) as answer:
        assert (await answer.json())["error"] == "user must be a number, not 'x'"


async def test_another_sites_page_may_not_act_here(sandbox: Sandbox) -> None:
    say = {"user": 1001, "text": "hi"}
    for origin, status in (("https://evil.example", 403), (sandbox.url, 200)):
        async with sandbox.api.http.post(
            f"{sandbox.url}/sim/say", json=say, headers={"Origin": origin}
        ) as answer:
            assert answer.status == status
    assert len(await sandbox.people.messages(1001)) == 1


async def test_the_newest_message_of_every_chat(sandbox: Sandbox) -> None:
    await sandbox.people.user("Борис", id=1002)
    await sandbox.people.say(1001, "one")
    await sandbox.people.say(1001, "two")
    async with sandbox.api.http.get(f"{sandbox.url}/sim/chats") as answer:
        newest = {chat["id"]: chat["last"] and chat["last"]["text"] for chat in await answer.json()}
    assert newest == {1001: "two", 1002: None}


async def test_the_bot_is_brought_into_a_group_and_put_out(sandbox: Sandbox) -> None:
    group = await sandbox.people.group("Продажи", [1001], bot=False, is_forum=True)
    number = group["id"]
    await sandbox.people.say(1001, "/channel", chat=number)
    assert await sandbox.api.refused("sendMessage", chat_id=number, text="hi") == (
        403,
        "Forbidden: bot was kicked from the supergroup chat",
    )
    await sandbox.people.membership(1001, number, inside=True)
    await sandbox.people.membership(1001, number, inside=True)
    topic = (await sandbox.api.ok("createForumTopic", chat_id=number, name="Сделки"))["message_thread_id"]
    await sandbox.people.say(1001, "/channel", chat=number, thread=topic)
    await sandbox.people.membership(1001, number, inside=False)
    came, said, went = await heard(sandbox)
    assert came["my_chat_member"]["chat"]["id"] == number
    assert came["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert (said["message"]["message_thread_id"], said["message"]["is_topic_message"]) == (topic, True)
    assert went["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(SandboxError, match="no topic 5"):
        await sandbox.people.say(1001, "/channel", chat=number, thread=5)
    with pytest.raises(SandboxError, match="no person 1002"):
        await sandbox.people.membership(1002, number, inside=True)
