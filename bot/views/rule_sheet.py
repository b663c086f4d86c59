"""The lists of a rule as tables, the same lines that the chat shows."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold

from bot.exports.sheets import Sheet, Value
from bot.screen import Document, Screen
from bot.texts import Texts
from bot.usecases.rule_lists import EXEMPT, Whole
from bot.views import rule_charts, rule_lists, rule_words, scoping
from bot.views.layout import my_day
from bot.views.lines import clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Rule
from storage.excused import Excused
from storage.rule_lists import Group, Line


def sheets(found: Whole, processes: Processes, t: Texts) -> list[Sheet]:
    """One for each list; instants are the reader's local time."""
    rule = found.asked.rule
    lists = [_lines(rule, group, lines, t) for group, lines in found.lines.items()]
    return lists if found.excused is None else [*lists, _excused(found, processes, t)]


def file(document: Document, found: Whole, t: Texts) -> Screen:
    """The file, and of what it is."""
    asked = found.asked
    whose = asked.scope.whose or t.gettext("Everybody")
    return Screen(
        stack(
            Bold(t.label(asked.rule.title)),
            joined((clip(whose, 40), scoping.period(asked.period, t))),
            t.gettext("The lists of the rule as a table."),
        ),
        ((my_day(t),),),
        document=document,
    )


def _lines(rule: Rule, group: Group, lines: Sequence[Line], t: Texts) -> Sheet:
    _ = t.gettext
    header = (
        _("Deal"), _("Client"), _("Owner"), _("Amount"), _("Currency"), _("Began"), _("Due"), _("Ended"),
        _("Done"), _("Days"), _("Reason"), _("Let pass by a head"),
    )  # fmt: skip
    return Sheet(rule_words.group(rule, group, t), header, [_row(rule, line, t) for line in lines])


def _row(rule: Rule, line: Line, t: Texts) -> tuple[Value, ...]:
    kept, duty = line.kept, line.kept.obligation
    took = rule_lists.took(line)
    return (
        line.number,
        line.client,
        line.owner,
        line.amount,
        line.currency,
        _local(duty.started_at, t),
        _local(duty.due_at, t),
        _local(duty.ended_at, t),
        _local(duty.right_at, t),
        None if took is None else round(took.total_seconds() / 86400, 2),
        kept.words or (rule_words.reason(rule, kept.reason, t) if kept.reason else None),
        kept.accepted_reason,
    )


def _excused(found: Whole, processes: Processes, t: Texts) -> Sheet:
    _, rule = t.gettext, found.asked.rule
    header = (
        _("Deal"), _("Client"), _("Owner"), _("Amount"), _("Currency"), _("Asked by"), _("Asked"), _("Reason"),
        _("Decision"), _("Until"), _("Decided by"), _("Decided"),
    )  # fmt: skip
    rows = list(_exceptions(found.excused or (), rule, processes, t))
    return Sheet(rule_words.group(rule, EXEMPT, t), header, rows)


def _exceptions(
    lines: Sequence[Excused], rule: Rule, processes: Processes, t: Texts
) -> Iterator[tuple[Value, ...]]:
    titles = {} if rule.exempt is None else rule_charts.titles(rule.exempt, processes)
    for one in lines:
        yield (
            one.number,
            one.client,
            one.owner,
            one.amount,
            one.currency,
            one.asker,
            _local(one.asked_at, t),
            rule_lists.why(one, titles, t),
            rule_lists.verdict(one, processes, t),
            rule_lists.until(one),
            one.decider,
            _local(one.decided_at, t),
        )


def _local(at: datetime | None, t: Texts) -> datetime | None:
    """The reader's time, as spreadsheets have it: without a zone."""
    return None if at is None else t.local(at).replace(tzinfo=None, microsecond=0)
