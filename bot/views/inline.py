"""What is offered while somebody types `@bot text` in any chat: names for his eyes only, and a link for the others."""

from collections.abc import Sequence

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from bot.callbacks import base36
from bot.texts import Texts
from bot.views import found, words
from bot.views.lines import SHORT, clip
from bot.views.words import Processes
from storage.finding import ClientHit, DealHit


def link(bot_name: str, kind: str, number: int) -> str:
    """A link that opens a deal (`d`) or a client (`c`) in the chat with the bot."""
    return f"https://t.me/{bot_name}?start={kind}{base36(number)}"


def offers(
    deals: Sequence[DealHit], clients: Sequence[ClientHit], processes: Processes, bot_name: str, t: Texts
) -> list[InlineQueryResultArticle]:
    """Deals first. What is posted into the chat names nobody: whoever may see it opens the link."""
    results = []
    for deal in deals:
        process = processes.get((deal.process, deal.version))
        number = f"№ {clip(deal.number, 20)}" if deal.number else f"#{deal.id}"
        said = t.gettext("Deal {number}").format(number=number)
        title = clip(deal.client or deal.contact, SHORT) if deal.client or deal.contact else said
        about = f"{said} · {words.stage(process, deal.stage, t)}"
        address = link(bot_name, "d", deal.id)
        results.append(_article(f"d{deal.id}", title, about, said, t.gettext("Open the deal"), address))
    for client in clients:
        about, _ = found.client_line(client, t).render()
        said = t.gettext("A client's card")
        address = link(bot_name, "c", client.id)
        results.append(
            _article(f"c{client.id}", clip(client.name), about, said, t.gettext("Open the card"), address)
        )
    return results


def _article(
    number: str, title: str, about: str, said: str, label: str, address: str
) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=number,
        title=title,
        description=about,
        input_message_content=InputTextMessageContent(message_text=said, parse_mode=None),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=label, url=address)]]),
    )
