"""The pictures of the README, taken from the running demo in a headless Chromium: `make screenshots`."""

import asyncio
import io
import re
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page, async_playwright

from bot.demo.cast import FIRST_REP_ID, HEAD_ID

PICTURES = Path(__file__).parent / "pictures"
PLEASANT, AVERAGE, BUSY = FIRST_REP_ID, FIRST_REP_ID + 1, FIRST_REP_ID + 2
_LACKING = "→ Переговоры · нужно"
_WIDTH = 420


@asynccontextmanager
async def demo() -> AsyncIterator[str]:
    """The address of a demo of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", stdout=PIPE
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://[\d.:]+", (await process.stdout.readline()).decode())
        assert found is not None, "the demo has not started"
        yield found[0]
    finally:
        process.terminate()
        await process.wait()


class Phone:
    """Somebody's phone on the chat page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    async def of(self, person: int) -> None:
        await self.page.goto(f"{self.url}/?embed=1&lang=ru#person={person}")
        await self.page.reload()
        await self.settle()

    async def say(self, words: str) -> None:
        await self.page.get_by_label("Сообщение", exact=True).fill(words)
        await self.page.keyboard.press("Enter")
        await self.settle()

    async def press(self, label: str) -> None:
        """The newest button whose label begins so."""
        button = self.page.locator(".row button").filter(has_text=re.compile(f"^{re.escape(label)}"))
        await button.last.click()
        await self.settle()

    async def gate(self) -> None:
        """Want to move the first deal that lacks something for it."""
        for number in range(1, 9):
            await self.say("Сделки")
            await self.press("Поиск")
            await self.press(f"{number} ·")
            if await self.newest(_LACKING).count():
                await self.press(_LACKING)
                return
        raise AssertionError("no deal lacks anything")

    def newest(self, label: str) -> Locator:
        """The buttons whose label begins so, of the newest message."""
        return (
            self.page.locator(".row")
            .last.get_by_role("button")
            .filter(has_text=re.compile(f"^{re.escape(label)}"))
        )

    async def settle(self) -> None:
        """The bot has answered, and its toast has gone."""
        await self.page.wait_for_timeout(3500)

    async def take(self, name: str, height: int) -> None:
        await self.page.set_viewport_size({"width": _WIDTH, "height": height})
        await self.page.locator("#messages").evaluate("list => list.scrollTop = list.scrollHeight")
        await self.page.wait_for_timeout(500)
        picture = Image.open(io.BytesIO(await self.page.screenshot())).convert("RGB")
        # A palette is enough for text on a soft background, and takes a third of the room.
        small = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        small.save(PICTURES / f"{name}.png", optimize=True)


async def main() -> None:
    """Take all of them."""
    PICTURES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    async with demo() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            viewport={"width": _WIDTH, "height": 900},
            device_scale_factor=1.5,
        )
        phone = Phone(page, url)
        await phone.of(AVERAGE)
        await phone.take("day", 1180)

        await phone.of(PLEASANT)
        await phone.press("1 ·")
        await phone.press("Дозвонился")
        await phone.press("☎ Завтра")
        await phone.take("logged", 900)

        await phone.of(BUSY)
        await phone.gate()
        await phone.take("gate", 900)

        await phone.of(HEAD_ID)
        await phone.say("Воронка")
        await phone.take("funnel", 1250)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
