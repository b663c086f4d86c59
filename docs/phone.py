"""Somebody's phone on the chat page of the demo: what the pictures of the documentation are taken of."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page

from bot.texts import Texts
from sandbox.client import SandboxClient

WIDTH = 360  # CSS pixels: the narrowest phone that is still sold
_GAP = 13  # below the last message; so much that nothing of the one before is seen


class Phone:
    """Words are msgids of the catalogue or anything else; they are said and pressed in the language of `t`."""

    def __init__(self, page: Page, sandbox: SandboxClient, url: str, t: Texts, folder: Path) -> None:
        self.page = page
        self.sandbox = sandbox
        self.url = url
        self.t = t
        self.folder = folder

    async def of(self, person: int) -> None:
        await self.page.goto(f"{self.url}/?embed=1&lang={self.t.language}#person={person}")
        await self.page.reload()
        await self.page.locator(".row").first.wait_for()
        await self.settle()

    async def say(self, words: str) -> None:
        await self.page.locator("#text").fill(self.t.gettext(words))
        await self.page.keyboard.press("Enter")
        await self.settle()

    async def press(self, label: str) -> None:
        """The button of the newest message that has one whose label is this, else begins so."""
        words = self.t.gettext(label)
        buttons = self.page.locator(".buttons button")
        exactly = buttons.filter(has_text=re.compile(f"^{re.escape(words)}$"))
        found = (
            exactly if await exactly.count() else buttons.filter(has_text=re.compile(f"^{re.escape(words)}"))
        )
        await found.last.click()
        await self.settle()

    def newest(self, label: str) -> Locator:
        """The buttons whose label begins so, of the newest message."""
        buttons = self.page.locator(".row").last.locator(".buttons button")
        return buttons.filter(has_text=re.compile(f"^{re.escape(self.t.gettext(label))}"))

    async def settle(self) -> None:
        """The bot has answered and the page has drawn it."""
        await self.page.wait_for_timeout(300)
        await self.sandbox.idle(ms=10_000, quiet=400)
        await self.page.wait_for_timeout(300)

    async def drawn(self) -> None:
        """A picture, which is drawn off the loop, has come."""
        await self.page.wait_for_timeout(2500)
        await self.settle()

    async def take(self, name: str, *, rows: int = 1, keyboard: bool = False) -> None:
        """The last `rows` messages, as high as they are."""
        await self.page.locator("#toast").wait_for(state="hidden")
        await self.page.evaluate(_ALONE, keyboard)
        height: int = await self.page.evaluate(_HEIGHT, rows)
        await self.page.set_viewport_size({"width": WIDTH, "height": height + _GAP})
        await self.page.locator("#messages").evaluate("list => list.scrollTop = list.scrollHeight")
        await self.page.mouse.move(0, 0)  # else a button lies under it
        await self.page.wait_for_timeout(400)
        picture = Image.open(io.BytesIO(await self.page.screenshot())).convert("RGB")
        # A palette is enough for text on a soft background, and takes a third of the room.
        small = picture.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}.png", optimize=True)


_ALONE = """keyboard => {
    document.getElementById('keyboard').style.display = keyboard ? '' : 'none';
    document.activeElement.blur();
}"""
"""The messages without what the picture is not about."""

_HEIGHT = """count => {
    const rows = [...document.querySelectorAll('.row')];
    const first = rows[Math.max(0, rows.length - count)].getBoundingClientRect();
    const last = rows[rows.length - 1].getBoundingClientRect();
    const edges = document.querySelector('.chat-head').offsetHeight + document.querySelector('.dock').offsetHeight;
    return Math.ceil(last.bottom - first.top + edges);
}"""
"""The height of the page that shows the last messages whole."""
