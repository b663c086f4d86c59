"""The chat page in a real browser: a person talks, the bot answers, a button is pressed, the clock moves."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.sandbox.conftest import Sandbox

pytestmark = pytest.mark.browser
expect.set_options(timeout=15_000)
YES_NO = {
    "inline_keyboard": [
        [{"text": "Да", "callback_data": "y", "style": "success"}, {"text": "Нет", "callback_data": "n"}]
    ]
}


@pytest.fixture
async def page(sandbox: Sandbox, chromium: str) -> AsyncIterator[Page]:
    """The page as Anna sees it, in Russian; anything that its scripts complain about fails the test."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(
            locale="ru-RU", timezone_id="Europe/Moscow", viewport={"width": 1280, "height": 800}
        )
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        await page.goto(f"{sandbox.url}/#person=1001")
        await expect(page.locator("#bot-name")).to_have_text("Воронка")
        yield page
        await browser.close()
    assert complaints == []


async def test_a_conversation(sandbox: Sandbox, page: Page) -> None:
    await page.get_by_label("Сообщение", exact=True).fill("Здравствуйте <b>!")
    await page.keyboard.press("Enter")
    assert (await sandbox.next_update())["message"]["text"] == "Здравствуйте <b>!"
    await expect(page.locator(".row.own .text")).to_have_text("Здравствуйте <b>!")

    unix = int((await sandbox.people.clock())["unix"]) + 3 * 3600 + 60
    html = f'<b>ООО «Рога»</b> &lt;i&gt; 😀 <tg-time unix="{unix}" format="r">скоро</tg-time>'
    card = await sandbox.api.ok(
        "sendMessage", chat_id=1001, text=html, parse_mode="HTML", reply_markup=YES_NO
    )
    bubble = page.locator(f"#m{card['message_id']}")
    await expect(bubble.locator("strong")).to_have_text("ООО «Рога»")
    await expect(bubble.locator(".text")).to_have_text("ООО «Рога» <i> 😀 через 3 часа")

    await bubble.get_by_role("button", name="Да").click()
    query = (await sandbox.next_update())["callback_query"]
    assert query["data"] == "y"
    await expect(bubble.get_by_role("button", name="Да")).to_have_attribute("aria-busy", "true")
    await sandbox.api.ok("answerCallbackQuery", callback_query_id=query["id"], text="Записано")
    await expect(page.locator("#toast")).to_have_text("Записано")
    await expect(bubble.get_by_role("button", name="Да")).not_to_have_attribute("aria-busy", "true")
    await sandbox.api.ok("editMessageText", chat_id=1001, message_id=card["message_id"], text="Готово")
    await expect(bubble.locator(".text")).to_have_text("Готово")
    await expect(bubble.locator(".meta")).to_contain_text("изменено")
    await expect(page.locator("#calls li").first).to_contain_text("editMessageText")
    await sandbox.api.ok("deleteMessage", chat_id=1001, message_id=card["message_id"])
    await expect(bubble).to_have_count(0)


async def test_the_clock_moves_and_relative_times_follow(sandbox: Sandbox, page: Page) -> None:
    unix = int((await sandbox.people.clock())["unix"]) + 26 * 3600
    text = f'<tg-time unix="{unix}" format="r">завтра</tg-time>'
    await sandbox.api.ok("sendMessage", chat_id=1001, text=text, parse_mode="HTML")
    await expect(page.locator(".text time")).to_have_text("через 1 день")
    await page.get_by_role("button", name="+1 день").click()
    await expect(page.locator("#today")).to_contain_text("2 сентября")
    await expect(page.locator(".text time")).to_have_text("через 1 час")
    await page.get_by_role("button", name="+1 ч", exact=True).click()
    await expect(page.locator("#offset")).to_contain_text("1 д 1 ч")
    assert (await sandbox.people.clock())["offset"] == 25 * 3600


async def test_keyboards_commands_and_alerts(sandbox: Sandbox, page: Page) -> None:
    menu = {
        "keyboard": [["Мой день", {"text": "Мой номер", "request_contact": True}]],
        "resize_keyboard": True,
    }
    await sandbox.api.ok("sendMessage", chat_id=1001, text="Меню", reply_markup=menu)
    await page.get_by_role("button", name="Мой день").click()
    assert (await sandbox.next_update())["message"]["text"] == "Мой день"
    await page.get_by_role("button", name="Мой номер").click()
    assert (await sandbox.next_update())["message"]["contact"]["user_id"] == 1001
    await sandbox.api.ok("setMyCommands", commands=[{"command": "today", "description": "План дня"}])
    await expect(page.locator("#calls li").first).to_contain_text("setMyCommands")
    await page.get_by_role("button", name="Меню", exact=True).click()
    await page.get_by_role("menuitem", name="/today").click()
    assert (await sandbox.next_update())["message"]["text"] == "/today"
    card = await sandbox.api.ok("sendMessage", chat_id=1001, text="?", reply_markup=YES_NO)
    await page.locator(f"#m{card['message_id']}").get_by_role("button", name="Нет").press("Enter")
    query = (await sandbox.next_update())["callback_query"]
    await sandbox.api.ok("answerCallbackQuery", callback_query_id=query["id"], text="Нельзя", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Нельзя")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_files_and_contacts(sandbox: Sandbox, page: Page) -> None:
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Вложить").click()
        await page.get_by_role("menuitem", name="Файл").click()
    await (await choosing.value).set_files({"name": "deals.csv", "mimeType": "text/csv", "buffer": b"a;b"})
    assert (await sandbox.next_update())["message"]["document"]["file_name"] == "deals.csv"
    await expect(page.locator(".document")).to_contain_text("deals.csv")
    await page.get_by_role("button", name="Вложить").click()
    await page.get_by_role("menuitem", name="Контакт", exact=True).click()
    await page.get_by_label("переслать от клиента").check()
    await page.get_by_role("dialog").get_by_role("button", name="Отправить").click()
    message = (await sandbox.next_update())["message"]
    assert (message["contact"]["phone_number"], message["forward_origin"]["type"]) == (
        "+79161234567",
        "hidden_user",
    )


async def test_another_person_a_stranger_and_the_other_language(sandbox: Sandbox, page: Page) -> None:
    await sandbox.people.user("Борис", last_name="Ким", title="РОП", id=1002)
    row = page.locator('[data-person="1002"]')
    await expect(row).to_contain_text("РОП")
    await row.click()
    await expect(page).to_have_url(f"{sandbox.url}/#person=1002")
    await page.get_by_label("Приглашение, если есть").fill("https://t.me/sandbox_bot?start=inv-1")
    await page.get_by_role("button", name="Запустить").click()
    message = (await sandbox.next_update())["message"]
    assert (message["from"]["id"], message["text"]) == (1002, "/start inv-1")
    await sandbox.api.ok("sendMessage", chat_id=1002, text="t.me/sandbox_bot?start=inv-2")
    await page.locator("#messages").get_by_role("link").click()
    assert (await sandbox.next_update())["message"]["text"] == "/start inv-2"
    await sandbox.api.ok("sendMessage", chat_id=1001, text="to Anna")
    await expect(page.locator('[data-person="1001"] .badge')).to_have_text("1")
    await page.get_by_role("button", name="EN").click()
    await expect(page.get_by_role("heading", name="People")).to_be_visible()
    await expect(page.get_by_role("button", name="+1 day")).to_be_visible()


async def test_phone_width(sandbox: Sandbox, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    await sandbox.api.ok("sendMessage", chat_id=1001, text="слово " * 60, reply_markup=YES_NO)
    await expect(page.get_by_role("button", name="Да", exact=True)).to_be_visible()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    await page.get_by_role("button", name="Люди").click()
    await expect(page.get_by_role("link", name="Анна")).to_be_visible()
    await page.get_by_role("link", name="Анна").click()
    await page.get_by_role("button", name="Часы и вызовы").click()
    await page.get_by_role("button", name="+1 ч", exact=True).click()
    await expect(page.locator("#offset")).to_contain_text("1 ч")
