"""The pictures of the documentation, taken from a running demo in a headless Chromium: `make screenshots`."""

import asyncio
import re
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from playwright.async_api import async_playwright

from bot.texts import LANGUAGES, texts
from docs.phone import WIDTH, Phone
from docs.scenes import EVERYBODY, WALKS
from sandbox.client import SandboxClient

PICTURES = Path(__file__).parent / "pictures"
_NAMES = {"ru": "Русский", "en": "English"}


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


async def take(language: str) -> None:
    """All pictures of one language; everybody speaks it."""
    folder = PICTURES / language
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(demo())
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(
            locale="ru-RU" if language == "ru" else "en-GB",
            timezone_id="Europe/Moscow",
            viewport={"width": WIDTH, "height": 900},
            device_scale_factor=1.5,
        )
        sandbox = await stack.enter_async_context(SandboxClient(url))
        phone = Phone(page, sandbox, url, texts(language, "Europe/Moscow"), folder)
        if language != LANGUAGES[0]:
            for person in EVERYBODY:
                await page.request.post(f"{url}/sim/users", data={"id": person, "language_code": language})
                await phone.of(person)
                await phone.say("/settings")
                await phone.press(_NAMES[language])
        for walk in WALKS:
            await walk(phone)
        await browser.close()


async def main(languages: list[str]) -> None:
    for language in languages:
        await take(language)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or list(LANGUAGES)))
