"""What is wrong with an answer, in a sentence that says what to do instead."""

from datetime import date, datetime, timedelta

from bot.texts import Texts
from bot.usecases.asked import Problem, Suggestion, Trouble, day_choice, moment_choice
from bot.views.lines import SHORT, clip
from bot.views.list_troubles import of_lists


def trouble(problem: Problem, t: Texts, now: datetime) -> str:
    """The question stays: this is said above it."""
    soon = t.local(now) + timedelta(days=3)
    first, second = ((*(_reading(one, t, now) for one in problem.readings), "…", "…"))[:2]
    return (_of_times(t) | _of_numbers(t) | _of_others(t) | of_lists(t))[problem.trouble].format(
        said=clip(problem.said or "…", SHORT), day=f"{soon:%d.%m}", first=first, second=second
    )


def readings(problem: Problem | None, t: Texts) -> list[Suggestion]:
    """What the words may have meant, to be chosen with a tap."""
    return [
        Suggestion(moment_choice(t.local(one).date(), t.local(one).time()), value=one)
        if isinstance(one, datetime)
        else Suggestion(day_choice(one), value=one)
        for one in (() if problem is None else problem.readings)
    ]


def _reading(one: datetime | date, t: Texts, now: datetime) -> str:
    return t.moment(one, now) if isinstance(one, datetime) else f"{one:%d.%m.%Y}"


def _of_times(t: Texts) -> dict[Trouble, str]:
    _ = t.gettext
    return {
        Trouble.NOT_A_MOMENT: _(
            "I could not read the date in “{said}”. For example: “tomorrow at 11” or “{day} 14:30”."
        ),
        Trouble.NOT_A_DAY: _("I could not read the date in “{said}”. For example: “yesterday” or “{day}”."),
        Trouble.IMPOSSIBLE_DATE: _(
            "“{said}”: the calendar has no such day. Please check the day and the month."
        ),
        Trouble.IMPOSSIBLE_TIME: _("“{said}”: the clock has no such time. Hours go up to 23, minutes to 59."),
        Trouble.MONTH_FIRST: _("“{said}”: I read the day first, then the month. Did you mean {first}?"),
        Trouble.OTHER_WEEKDAY: _(
            "“{said}”: that date falls on another day of the week. Please choose which of the two is right."
        ),
        Trouble.PAST: _(
            "“{said}” has passed already. Please choose a later time, for example “tomorrow at 11”."
        ),
        Trouble.WHICH_YEAR: _(
            "“{said}” has passed this year. If you mean the next one, please choose it or write {first}."
        ),
        Trouble.TOO_FAR: _("“{said}” is too far away. I keep dates within five years from today."),
        Trouble.NOT_YET: _(
            "That day is still to come. Please choose the day on which it was sent: today or earlier."
        ),
        Trouble.BEFORE_OPENED: _(
            "The deal was opened later than that: {first}. Please choose a day from then on."
        ),
        Trouble.OVER: _("That day is over. Please choose a later one, from {first} on."),
        Trouble.TOO_EARLY: _(
            "The usual time lasts as long anyway. Please choose a later day, from {first} on."
        ),
        Trouble.EITHER_MOMENT: _("“{said}” may be {first} or {second}. Please choose one."),
        Trouble.SEVERAL_MOMENTS: _("“{said}” names more than one time. Please write just one."),
    }


def _of_numbers(t: Texts) -> dict[Trouble, str]:
    _ = t.gettext
    return {
        Trouble.NOT_MONEY: _(
            "I could not read the amount in “{said}”. For example: “120000” or “1.5 million”."
        ),
        Trouble.NEGATIVE_MONEY: _("“{said}” is below zero. Please write the amount without the minus."),
        Trouble.NO_MONEY: _("The amount is zero. Please write how much the deal is worth."),
        Trouble.TOO_MUCH_MONEY: _("“{said}” is more than I can keep. Please check the zeros."),
        Trouble.EITHER_MONEY: _(
            "“{said}” can be read in two ways. Please write all the digits, for example “1234000”."
        ),
        Trouble.NOT_A_NUMBER: _("I could not read a number in “{said}”. For example: “12” or “2.5”."),
        Trouble.NEGATIVE_NUMBER: _("“{said}” is below zero. Please write the number without the minus."),
        Trouble.TOO_LARGE_NUMBER: _("“{said}” is too large a number. Please check the zeros."),
        Trouble.TOO_PRECISE: _("“{said}” has too many decimals. Three of them are enough."),
        Trouble.EITHER_NUMBER: _(
            "“{said}” may be thousands or a fraction. Please write it without the separator, or with a zero at the end."
        ),
        Trouble.SEVERAL_NUMBERS: _("“{said}” has more than one number in it. Please write just one."),
        Trouble.NOT_A_PHONE: _(
            "“{said}” does not look like a phone number. For example: “+7 495 123-45-67”."
        ),
        Trouble.SHORT_PHONE: _("“{said}”: digits are missing. Please write the number with the area code."),
        Trouble.LONG_PHONE: _("“{said}”: too many digits for a phone number. Please check it."),
        Trouble.NO_SUCH_PHONE: _(
            "“{said}”: there are no such numbers. Please check the digits and the country code."
        ),
        Trouble.PHONE_EXTENSION: _(
            "I cannot keep an extension with a number. Please write the number without it."
        ),
        Trouble.SEVERAL_PHONES: _("There is more than one number here. Please write just one."),
    }


def _of_others(t: Texts) -> dict[Trouble, str]:
    _ = t.gettext
    return {
        Trouble.NOT_A_CHOICE: _("Please choose one of the buttons."),
        Trouble.NOT_YES_OR_NO: _("Please answer “yes” or “no”."),
        Trouble.SEVERAL_FOUND: _("“{said}” fits several. Please choose one, or write more of the name."),
        Trouble.NOT_FOUND: _("I found nothing for “{said}”. Please try the beginning of the name."),
        Trouble.SAME_REASON: _("With this reason it was rejected already. Please give another one."),
        Trouble.TOO_LONG: _("That is too long. Please say it in a few words."),
        Trouble.NOT_AN_EMAIL: _(
            "I see no single e-mail address in “{said}”. Please write just one, with “@” in it."
        ),
        Trouble.EMPTY: _("There are no words in the message. Please write the answer as text."),
        Trouble.NOT_TEXT: _(
            "I cannot take this as an answer. Please write it as text; to keep a file, press “Note” on the card."
        ),
    }
