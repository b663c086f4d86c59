"""Questions about people and the company that words answer: which handler asks and goes on with which of them."""

from aiogram.types import Message

from bot.callbacks import Absent, DigestRow, Firm, Group
from bot.desk import Desk
from bot.handlers import (
    absences,
    attending,
    company,
    dictionaries,
    digest,
    duties,
    replaying,
    rule_changes,
    staff,
)
from bot.screen import Screen
from bot.usecases import forms
from bot.usecases.access import ForbiddenError
from bot.usecases.forms import Form
from storage.drafts import Draft


async def asked(desk: Desk, draft: Draft) -> Screen:
    """The question once more."""
    form = forms.form(draft)
    match form.question:
        case forms.ABSENCE:
            return await absences.choose(desk, Absent(form.about["person"], 0, 0, 0, 0))
        case forms.TEAM:
            return await staff.group(desk, Group(form.about["team"], "rename", 0))
        case forms.WORD:
            return await dictionaries.asked(desk, form)
        case forms.BREACH:
            return await duties.asked(desk, form)
        case forms.CLIENT:
            return await attending.asked(desk, form)
        case forms.RULE:
            return await rule_changes.asked(desk, form)
        case forms.REPLAY:
            return await replaying.asked(desk, form)
        case forms.NAME:
            return await company.shown(desk, Firm("name", "", 0))
        case forms.DAY:
            return await company.shown(desk, Firm("days", company.said_of(form).value, 0))
        case forms.ACCEPT:
            return await digest.row(
                desk, DigestRow(form.about["digest"], form.about["number"], "accept.other")
            )
        case _:
            raise ForbiddenError


async def said(desk: Desk, draft: Draft, message: Message) -> Screen:
    """The answer; what is no words is asked again."""
    form, text = forms.form(draft), message.text
    if not text:
        return await asked(desk, draft)
    return await _answered(desk, form, text)


async def _answered(desk: Desk, form: Form, text: str) -> Screen:
    match form.question:
        case forms.ABSENCE:
            return await absences.said(desk, form, text)
        case forms.TEAM:
            return await staff.named(desk, form, text)
        case forms.WORD:
            return await dictionaries.named(desk, form, text)
        case forms.BREACH:
            return await duties.said(desk, form, text)
        case forms.CLIENT:
            return await attending.said(desk, form, text)
        case forms.RULE:
            return await rule_changes.said(desk, form, text)
        case forms.REPLAY:
            return await replaying.said(desk, form, text)
        case forms.NAME:
            return await company.named(desk, text)
        case forms.DAY:
            return await company.dated(desk, form, text)
        case forms.ACCEPT:
            return await digest.explained(desk, form, text)
        case _:
            raise ForbiddenError
