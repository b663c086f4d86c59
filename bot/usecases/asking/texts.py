"""Fields that are only typed: words, and phone numbers."""

from bot.usecases.asking.inquiry import Inquiry, Manner, no_button, nothing
from bot.words.phone import phone
from bot.words.text import free_text
from fsm.facts import Answer


async def _text(inquiry: Inquiry, text: str) -> Answer:
    return free_text(text)


async def _phone(inquiry: Inquiry, text: str) -> Answer:
    return phone(text)


TEXT = Manner(nothing, no_button, _text)
PHONE = Manner(nothing, no_button, _phone)
