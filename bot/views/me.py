"""One's own numbers in plain words, each beside that of the period before."""

from decimal import Decimal

from aiogram.utils.formatting import Bold, Italic, Text

from bot import figures
from bot.callbacks import Home, Mine
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.mine import FARTHEST, Numbers, Period, Score
from bot.views.layout import my_day
from bot.views.lines import capital, sentence, stack


def me(found: Numbers, t: Texts) -> Screen:
    """A period; buttons lead to the one before, the one after, and the other kind."""
    _, now, before = t.gettext, found.now, found.before
    return Screen(
        stack(
            Bold(_("My numbers")),
            _title(found, t),
            "",
            _count(_("Calls: {number}"), now.calls, before.calls, t),
            _count(_("talked to the client: {number}"), now.reached, before.reached, t, "   "),
            _count(_("Meetings: {number}"), now.meetings, before.meetings, t),
            _share(
                _("Done in time: {percent} ({part} of {all})"), now.in_time, now.done, _in_time(before), t
            ),
            "",
            _count(_("New deals: {number}"), now.new, before.new, t),
            _count(_("Won: {number}"), now.won, before.won, t),
            _money(found, t),
            _share(
                _("Won of those closed: {percent} ({part} of {all})"), now.won, now.closed, _rate(before), t
            ),
            "",
            _("Overdue now: {number}").format(number=t.number(found.overdue))
            if found.overdue
            else _("Nothing is overdue now."),
            "",
            Italic(_basis(found, t)),
        ),
        (
            tuple(
                Button(("● " if one is found.period else "") + name, Mine(one.value, 0))
                for one, name in ((Period.WEEK, _("Week")), (Period.MONTH, _("Month")))
            ),
            _turns(found, t),
            (my_day(t), _home(t)),
        ),
    )


def _home(t: Texts) -> Button:
    return Button(t.gettext("Home"), Home(""))


def _title(found: Numbers, t: Texts) -> str:
    if found.period is Period.MONTH:
        return t.month(found.first.year, found.first.month)
    first, last = (figures.day_and_month(day, t.language) for day in (found.first, found.last))
    said = (
        t.gettext("This week, {first} – {last}") if found.back == 0 else t.gettext("Week, {first} – {last}")
    )
    return capital(said.format(first=first, last=last))


def _basis(found: Numbers, t: Texts) -> str:
    """What stands in brackets."""
    if found.period is Period.WEEK:
        return t.gettext("In brackets: the week before, up to the same day and hour.")
    return t.gettext("In brackets: the month before, up to the same day and hour.")


def _count(template: str, now: int, before: int, t: Texts, indent: str = "") -> Text:
    said = sentence(template, number=Bold(t.number(now)))
    if not now and not before:
        return Text(indent, said)
    return Text(indent, said, _beside(t.number(before), now - before, t))


def _beside(before: str, change: Decimal | int, t: Texts) -> str:
    mark = " ↑" if change > 0 else " ↓" if change < 0 else ""
    was = t.gettext("was {before}").format(before=before)
    return f"{mark} ({was})"


def _money(found: Numbers, t: Texts) -> Text | None:
    now, before = found.now.won_sum, found.before.won_sum
    if not now and not before:
        return None
    said = sentence(t.gettext("for {sum}"), sum=Bold(t.money(now, found.currency, compact=now >= 1_000_000)))
    return Text("   ", said, _beside(t.money(before, found.currency, compact=True), now - before, t))


def _share(template: str, part: int, whole: int, before: float | None, t: Texts) -> Text | None:
    """A rate with what it is of; nothing where there is nothing to be a part of."""
    if not whole:
        return None
    said = sentence(template, percent=Bold(t.percent(part / whole)), part=t.number(part), all=t.number(whole))
    if before is None:
        return said
    return Text(said, _beside(t.percent(before), round((part / whole - before) * 100), t))


def _in_time(score: Score) -> float | None:
    return score.in_time / score.done if score.done else None


def _rate(score: Score) -> float | None:
    return score.won / score.closed if score.closed else None


def _turns(found: Numbers, t: Texts) -> tuple[Button, ...]:
    """Earlier, and later where there is a later one."""
    earlier = t.gettext("‹ Week before") if found.period is Period.WEEK else t.gettext("‹ Month before")
    later = t.gettext("Week after ›") if found.period is Period.WEEK else t.gettext("Month after ›")
    row = []
    if found.back < FARTHEST:
        row.append(Button(earlier, Mine(found.period.value, found.back + 1)))
    if found.back:
        row.append(Button(later, Mine(found.period.value, found.back - 1)))
    return tuple(row)
