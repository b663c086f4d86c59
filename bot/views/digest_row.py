"""The card of a line of the digest: what, whose, since when, what can be done about it, and why it is there."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Digest, DigestRow, Give, OpenClient, OpenDeal, OpenTask, Press
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.digests import Opened
from bot.usecases.pressing import OTHER, REASONS, can_accept, can_ask
from bot.views import words
from bot.views.digest import PAGE, Rules, about, afterwards, passed, reasons, title, what
from bot.views.layout import button, my_day
from bot.views.lines import SHORT, clip, stack
from bot.views.words import Processes
from fsm.definition import Rule, Subject
from storage.breaches import DECIDE, UNREACHABLE
from storage.digest_lines import Line

APPROVE = "approve"
"""The outcome by which requests are agreed to, in every process of them."""


def row(
    found: Opened, processes: Processes, rules: Rules, t: Texts, now: datetime, *, toast: str | None = None
) -> Screen:
    """The card of one line; back to the page that it stands on."""
    line = found.line
    return Screen(
        stack(
            *_head(found, processes, rules, t, now),
            "",
            afterwards(line, t, now),
            t.gettext("Pressing Start in the chat with me mends it; or hand the deals over.")
            if line.kind == UNREACHABLE and not line.settled
            else None,
        ),
        (
            *_acts(line, processes, t),
            (Button(t.gettext("Why?"), DigestRow(line.digest_id, line.number, "why")), _back(line, t)),
            (my_day(t),),
        ),
        toast=toast,
    )


def _head(
    found: Opened, processes: Processes, rules: Rules, t: Texts, now: datetime
) -> list[Text | str | None]:
    line = found.line
    if line.kind == UNREACHABLE:
        return [Bold(title(line.kind, rules, t)), "", Bold(clip(line.owner)), _since(line, t, now)]
    rule = rules.get(line.kind)
    whose = t.gettext("Asked by {name}") if line.kind == DECIDE else t.gettext("Responsible: {name}")
    return [
        Bold(title(line.kind, rules, t)),
        t.label(rule.means) if rule is not None else None,
        "",
        Bold(about(line, 40, t)),
        what(line, processes, t),
        whose.format(name=clip(line.owner)),
        _since(line, t, now),
        _said(found, rule, t),
        passed(found.way, t),
    ]


def _since(line: Line, t: Texts, now: datetime) -> str | None:
    return t.gettext("Since: {time}").format(time=t.moment(line.since, now)) if line.since else None


def _said(found: Opened, rule: Rule | None, t: Texts) -> str | None:
    """Why it was not done in time, as whoever had it has said."""
    kept = found.kept
    if kept is None or rule is None or kept.reason is None:
        return None
    said = kept.words or t.label(rule.breach.reasons.get(kept.reason, {})) or kept.reason
    return t.gettext("Reason: {reason}").format(reason=clip(said))


def _back(line: Line, t: Texts) -> Button:
    return Button(t.gettext("‹ Digest"), Digest(line.digest_id, (line.number - 1) // PAGE, ""))


def _acts(line: Line, processes: Processes, t: Texts) -> Keyboard:
    hand = t.gettext("Hand over")
    if line.kind == UNREACHABLE:
        return () if line.settled else ((Button(hand, Give("all", line.owner_id, 0)),),)
    first = _decisions(line, processes, t) if line.kind == DECIDE and line.open else []
    first += [Button(t.gettext("Open"), _opening(line))]
    if can_ask(line):
        first.append(Button(t.gettext("Nudge"), DigestRow(line.digest_id, line.number, "nudge")))
    second = []
    if can_accept(line):
        second.append(
            Button(t.gettext("Accept with a reason"), DigestRow(line.digest_id, line.number, "accept"))
        )
    give = _giving(line, processes)
    third = [Button(hand, give)] if give is not None and not line.settled else []
    return tuple(tuple(row) for row in (first, second, third) if row)


def _decisions(line: Line, processes: Processes, t: Texts) -> list[Button]:
    """The one that takes a single tap; the others are on the card of the request."""
    process = processes.get((line.process or "", line.version or 0))
    outcome = words.outcome_of(process, line.key, APPROVE)
    if outcome is None or line.activity_id is None:
        return []
    label = button(t.label(outcome.title), Press(line.activity_id, APPROVE))
    return [Button(label.text, label.callback, look=Look.GOOD)]


def _opening(line: Line) -> OpenTask | OpenDeal | OpenClient:
    if line.activity_id:
        return OpenTask(line.activity_id)
    return OpenDeal(line.run_id, "card", 0) if line.run_id is not None else OpenClient(line.client_id or 0)


def _giving(line: Line, processes: Processes) -> Give | None:
    """What was asked of somebody is handed over as a task: there is no deal behind it to give."""
    process = processes.get((line.process or "", line.version or 0))
    if process is not None and process.subject is Subject.REQUEST:
        return Give("task", line.activity_id or 0, 0)
    return None if line.run_id is None else Give("deal", line.run_id, 0)


def accepting(found: Opened, t: Texts) -> Screen:
    """Why it may pass: a listed reason, or one's own words."""
    line = found.line
    listed = [
        (button(label, DigestRow(line.digest_id, line.number, f"accept.{key}")),)
        for key, label in zip(REASONS, reasons(t), strict=True)
    ]
    other = button(t.gettext("Another reason"), DigestRow(line.digest_id, line.number, f"accept.{OTHER}"))
    return Screen(
        stack(
            Bold(t.gettext("Why may it pass?")),
            Text(about(line, 40, t), " · ", clip(line.owner, SHORT)),
            "",
            Italic(t.gettext("It is told to nobody any more until it is put right.")),
        ),
        (*listed, (other,), (_to(line, t), my_day(t))),
    )


def in_words(found: Opened, t: Texts) -> Screen:
    """The question that words answer."""
    line = found.line
    return Screen(
        stack(
            Bold(t.gettext("Why may it pass?")),
            Text(about(line, 40, t), " · ", clip(line.owner, SHORT)),
            "",
            t.gettext("Please write it in a few words."),
        ),
        ((_to(line, t), my_day(t)),),
    )


def _to(line: Line, t: Texts) -> Button:
    return Button(t.gettext("‹ Back"), DigestRow(line.digest_id, line.number, ""))


def nudged(line: Line, t: Texts, *, told: bool) -> str:
    """Said when «Nudge» is pressed."""
    name = clip(line.owner, SHORT)
    if told:
        return t.gettext("Asked: {name}").format(name=name)
    if not line.open:
        return t.gettext("That has been put right already")
    return t.gettext("{name} was asked today already, or is away").format(name=name)


def accepted(t: Texts, *, done: bool) -> str:
    """Said when a reason was given."""
    return t.gettext("Accepted") if done else t.gettext("That has been put right already")


def everybody(people: int, t: Texts) -> str:
    """Said when all were to be asked."""
    if not people:
        return t.gettext("Everybody was asked already, or is away")
    said = t.ngettext("Asked: {number} person", "Asked: {number} people", people)
    return said.format(number=t.number(people))
