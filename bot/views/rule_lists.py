"""The lists of a rule: deals that were in time, that were not, exceptions, what stands broken; a tap opens each."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import OpenClient, OpenDeal, RuleCard, RuleFile, RuleList
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.rule_lists import PAGE, Listed, groups
from bot.views import rule_charts, rule_words, scoping
from bot.views.layout import LABEL, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Final, Label, Rule
from fsm.obligations import State
from storage.excused import Excused
from storage.rule_lists import Group, Line


def listed(found: Listed, processes: Processes, t: Texts, now: datetime) -> Screen:
    """A page of one of them, and the others a tap away."""
    asked = found.asked
    rule, key = asked.rule, asked.rule.rule
    whose = clip(asked.scope.whose, 40) if asked.scope.whose else t.gettext("Everybody")
    numbered = list(enumerate(found.lines, found.page * PAGE + 1))
    titles = rule_charts.titles(rule.exempt, processes) if rule.exempt is not None else {}

    def to(group: str, page: int = 0) -> RuleList:
        return RuleList(key, group, asked.period, asked.scope.scope, page)

    return Screen(
        stack(
            Bold(f"{rule_words.group(rule, asked.group, t)}: {t.number(found.total)}"),
            joined((t.label(rule.title), whose, _when(found, t))),
            "",
            *(
                excused(place, line, processes, titles, t, now)
                if isinstance(line, Excused)
                else _line(place, line, rule, t, now)
                for place, line in numbered
            ),
            None if found.lines else t.gettext("There is nothing here."),
        ),
        (
            *((button_of(place, line, t),) for place, line in numbered),
            *pager(found.page, pages_of(found.total, PAGE), lambda page: to(asked.group, page), t),
            *(
                (
                    Button(
                        f"{clip(rule_words.group(rule, one, t), LABEL)} · {t.number(found.counts[one])}",
                        to(one),
                    ),
                )
                for one in groups(rule)
                if one != asked.group
            ),
            (
                Button("Excel", RuleFile(key, asked.period, asked.scope.scope, "x")),
                Button("CSV", RuleFile(key, asked.period, asked.scope.scope, "c")),
            ),
            (Button(t.gettext("‹ Rule"), RuleCard(key, asked.period, asked.scope.scope)), my_day(t)),
        ),
    )


def button_of(place: int, line: Line | Excused, t: Texts) -> Button:
    """What opens the deal, or the client where it is about no deal."""
    label = clip(f"{place} · {_client(line.client, line.number, t)}", LABEL)
    if isinstance(line, Excused):
        return Button(label, OpenDeal(line.run_id, "card", 0))
    if line.kept.run_id is not None:
        return Button(label, OpenDeal(line.kept.run_id, "card", 0))
    return Button(label, OpenClient(line.client_id or 0))


def _when(found: Listed, t: Texts) -> str:
    """What stands is as it is now, whatever the period."""
    lasting = found.asked.group in {Group.BROKEN, Group.UNKNOWN}
    return t.gettext("now") if lasting else scoping.spelled(found.asked.period, found.asked.days, t)


def _client(name: str | None, number: str | None, t: Texts) -> str:
    return clip(name, SHORT) if name else clip(number, SHORT) if number else t.gettext("no client")


def _line(place: int, line: Line, rule: Rule, t: Texts, now: datetime) -> Text:
    money = t.money(line.amount, line.currency or "RUB", compact=True) if line.amount is not None else None
    head = joined((Bold(f"{place}. {_client(line.client, line.number, t)}"), money, clip(line.owner, SHORT)))
    return Text(head or "", "\n   ", *_told(line, rule, t, now))


def _told(line: Line, rule: Rule, t: Texts, now: datetime) -> tuple[Text | str, ...]:
    """«сделано за 2 дня, чт 12 ноя», «срок был пт 20 ноя · не сделано · причина: не успел»."""
    duty, _ = line.kept.obligation, t.gettext
    match duty.state:
        case State.FULFILLED if duty.ended_at is not None:
            said = _("done in {time}, {day}")
            return (
                said.format(time=t.span(duty.ended_at - duty.started_at), day=_day(duty.ended_at, t, now)),
            )
        case State.BREACHED:
            return (joined(_broken(line, rule, t, now)) or "",)
        case _:
            return (_("opened {day}").format(day=_day(duty.started_at, t, now)),)


def _broken(line: Line, rule: Rule, t: Texts, now: datetime) -> tuple[str | None, ...]:
    duty, kept, _ = line.kept.obligation, line.kept, t.gettext
    since = (
        _("since {day}").format(day=_day(duty.started_at, t, now))
        if rule.trigger is None
        else _("was due {day}").format(day=_day(duty.ended_at, t, now))
    )
    if duty.right_at is not None:
        mended = _("put right {day}") if rule.trigger is None else _("done {day}")
        now_ = mended.format(day=_day(duty.right_at, t, now))
    elif kept.accepted_at is not None:
        now_ = _("accepted: {reason}").format(reason=clip(kept.accepted_reason or "—"))
    elif rule.trigger is None:
        now_ = None
    else:
        now_ = _("not done")
    why = clip(kept.words) if kept.words else rule_words.reason(rule, kept.reason, t) if kept.reason else None
    return since, now_, why


def excused(
    place: int, line: Excused, processes: Processes, titles: Mapping[str, Label], t: Texts, now: datetime
) -> Text:
    """«1. Ромашка · Анна — 12 ноя: ждём данные клиента · согласовано до 30 ноя: Ольга, 13 ноя»."""
    head = joined((Bold(f"{place}. {_client(line.client, line.number, t)}"), clip(line.owner, SHORT)))
    asked = f"{_day(line.asked_at, t, now)}: {why(line, titles, t)}"
    decider = clip(line.decider, SHORT) if line.decider else None
    decided = None if line.decided_at is None else _day(line.decided_at, t, now)
    day = until(line)
    agreed = verdict(line, processes, t)
    if day is not None and agreed == t.gettext("agreed"):
        agreed = t.gettext("agreed until {day}").format(day=t.day(day, t.today(now)))
    who = joined((agreed, joined((decider, decided), ", ")), ": ")
    return Text(head or "", "\n   ", joined((asked, who)) or "")


def why(line: Excused, titles: Mapping[str, Label], t: Texts) -> str:
    """Why another date was asked for; where it is none of the list, in the rep's words."""
    if line.words:
        return clip(line.words)
    return rule_charts.reason(titles, line.reason, t)


def verdict(line: Excused, processes: Processes, t: Texts) -> str:
    """What came of it."""
    _ = t.gettext
    process = processes.get((line.process, line.version)) if line.process and line.version else None
    stage = process.stages.get(line.state or "") if process else None
    if line.decided_at is None or stage is None:
        return _("is being decided")
    return _("agreed") if stage.final is Final.WON else _("rejected")


def until(line: Excused) -> date | None:
    """The day that was wanted or agreed on."""
    try:
        return None if line.until is None else date.fromisoformat(line.until[:10])
    except ValueError:
        return None


def took(line: Line) -> timedelta | None:
    """From the beginning until it was done."""
    duty = line.kept.obligation
    done_at = duty.right_at if duty.state is State.BREACHED else duty.ended_at
    return None if done_at is None else done_at - duty.started_at


def _day(at: datetime | None, t: Texts, now: datetime) -> str:
    return "—" if at is None else t.day(t.local(at).date(), t.today(now))
