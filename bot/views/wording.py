"""What a question asks, in words, and what may be written instead of pressing."""

from aiogram.utils.formatting import Italic, Text

from bot.texts import Texts
from bot.usecases.asked import ASIDE, CONTACT, NOTE, PHONE, Act, Asked, Subject
from bot.usecases.exits import GOING
from bot.views import words
from bot.views.lines import stack
from fsm.definition import FieldType, Process
from fsm.questions import ATTEMPTS, EXIT, NEXT, REASON, TITLE, WAIVE, WHEN


def wording(asked: Asked, process: Process, t: Texts) -> str:
    """The question in one sentence."""
    if asked.field is not None:
        return t.label(asked.field.question)
    if asked.question.key == TITLE:
        return t.gettext("What is to be done?")
    if asked.question.key == REASON:
        return _why(asked.subject, t)
    if asked.question.key in ASIDE.values():
        return _asked_aside(asked.question.key, t)
    if asked.whole:
        return t.gettext("Until which day?")
    if asked.subject.act is Act.SNOOZE:
        return t.gettext("Put off until when?")
    if asked.question.key == WHEN:
        step = planned(asked.subject, process)
        what = words.activity(process, step, t) if step else t.gettext("The next step")
        return t.gettext("{activity}: when?").format(activity=what)
    if asked.question.key == EXIT:
        return t.gettext("Where to now?")
    if asked.question.key == WAIVE:
        return t.gettext("These steps are not done. Why are they left out?")
    if asked.question.key == ATTEMPTS:
        return t.gettext("All planned attempts are used up. Go on?")
    return t.gettext("What comes next?")


def _asked_aside(key: str, t: Texts) -> str:
    _ = t.gettext
    return {
        NOTE: _("What is to be noted down?"),
        CONTACT: _("Who else is there, and what is the number?"),
        PHONE: _("Which number is to be added?"),
    }[key]


def _advice_aside(key: str, t: Texts) -> str:
    _ = t.gettext
    return {
        NOTE: _("Write it, or send a voice message, a photo or a file."),
        CONTACT: _("Write the name and the phone, or send a contact."),
        PHONE: _("Write the number, for example +7 495 123-45-67."),
    }[key]


def _why(about: Subject, t: Texts) -> str:
    if about.act is Act.SNOOZE:
        return t.gettext("Time no. {number} that it is put off. Why?").format(number=about.times)
    if about.act is Act.REOPEN:
        return t.gettext("Why is the deal taken up again?")
    return t.gettext("What is the deal waiting for?")


def planned(about: Subject, process: Process) -> str | None:
    """The activity that a moment is asked for."""
    found = words.outcome_of(process, about.activity, about.outcome)
    return found.next.plan if found and found.next else about.activity


def advice(asked: Asked, process: Process, t: Texts) -> Text | None:
    """What may be written instead of pressing."""
    if asked.field is None:
        return _advice_on_steps(asked, process, t)
    _ = t.gettext
    if asked.field.type is FieldType.CHOICE and asked.pages > 1:
        return Italic(_("Choose, or write the beginning of the name."))
    advice = {
        FieldType.TEXT: _("Please answer with a message."),
        FieldType.NUMBER: _("Write a number, for example 12 or 2.5."),
        FieldType.MOMENT: _("Choose, or write: “tomorrow at 11”, “in 2 weeks”, “25.12 14:30”."),
        FieldType.PERSON: _("Choose, or write the name."),
        FieldType.TEAM: _("Choose, or write the name of the team or of its head."),
        FieldType.MONEY: _("Choose, or write an amount, for example 120000."),
        FieldType.DATE: _("Choose, or write a date: “25.12”, “in 3 months”."),
        FieldType.PHONE: _("Write the number, for example +7 495 123-45-67."),
        FieldType.PRODUCT: _("Choose, or write the beginning of the name."),
        FieldType.CLIENT: _("Choose, or write the name of the company."),
        FieldType.CONTACT: _("Choose, or write the name and the phone, or send a contact."),
    }.get(asked.field.type)
    return Italic(advice) if advice else None


def _advice_on_steps(asked: Asked, process: Process, t: Texts) -> Text | None:
    if asked.question.key == TITLE:
        return Italic(t.gettext("Please answer with a message."))
    if asked.question.key in ASIDE.values():
        return Italic(_advice_aside(asked.question.key, t))
    if asked.question.key in {REASON, WAIVE}:
        return Italic(t.gettext("Choose, or write it in your own words."))
    if asked.question.key == EXIT and asked.part.get(GOING):
        return None
    if asked.question.key == EXIT:
        return Italic(t.gettext("Choose, or write the beginning of the name."))
    if asked.whole:
        return Italic(t.gettext("Choose, or write: “in 2 weeks”, “25.12”."))
    if asked.question.key == WHEN:
        return Italic(t.gettext("Choose, or write: “tomorrow at 11”, “in 2 weeks”, “25.12 14:30”."))
    advice = Italic(t.gettext("Choose, or write when: “tomorrow at 11”."))
    step = planned(asked.subject, process)
    if asked.question.key != NEXT or step is None:
        return advice
    return stack(Text(words.sign(process, step), " — ", words.activity(process, step, t)), advice)
