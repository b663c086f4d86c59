"""What is changed about a rule: the screen of all that can be, and the choice of one, by chips or words."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Idle, Replay, RuleCard, RuleNorm, RuleSet
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.rule_changes import BORDER, LIMIT, ON, RuleTrouble, fallen, least
from bot.usecases.rules import PERIODS, Card, Norm
from bot.views import rule_words, scoping
from bot.views.layout import LABEL, button, fitted, flow, my_day
from bot.views.lines import clip, joined, stack
from bot.views.rules import changes
from fsm.definition import Rule, Time, Unit, Watch

SURE = "sure"
"""The value of the button that switches a rule off."""
_SUMS = tuple(
    Decimal(number) * power for power in (10_000, 100_000, 1_000_000, 10_000_000) for number in (1, 2, 3, 5)
)
_NORMS = 40
"""The most that have a button each."""


def checksum(name: str) -> int:
    """What a button calls a stage: names of a process and a stage are too long together."""
    return zlib.crc32(name.encode()) or 1


def settings(
    found: Card, t: Texts, now: datetime, *, header: str | None = None, toast: str | None = None
) -> Screen:
    """All that can be changed, as it is now."""
    rule, key = found.rule, found.rule.rule
    switch = (
        Button(t.gettext("Switch the rule off"), RuleSet(key, ON, "off"))
        if rule.on
        else Button(t.gettext("Switch the rule on"), RuleSet(key, ON, "on"), look=Look.MAIN)
    )
    bordered = [] if rule.threshold is None else [button(_border(rule, t), RuleSet(key, BORDER, ""))]
    normed = [button(_normed(rule, t), RuleNorm(key, 0, ""))] if found.norms else []
    return Screen(
        stack(
            Bold(t.label(rule.title)),
            header,
            "",
            t.gettext("The rule works.") if rule.on else t.gettext("The rule is off."),
            Text(_limit(rule, t), ": ", Bold(rule_words.limit(rule.limit, t))),
            _bordered(found, t),
            *_reminders(rule, t),
            *_own(found, t),
            "",
            Italic(holds(rule, t)),
            "",
            *changes(found.changes, t, now),
        ),
        (
            *flow((button(_limit(rule, t), RuleSet(key, LIMIT, "")), *bordered, *normed, switch)),
            _back(key, t),
        ),
        toast=toast,
    )


def numbers(found: Card, t: Texts, *, norm: Norm | None = None, problem: str | None = None) -> Screen:
    """How much is allowed, of the whole rule or in one place; words may say another number."""
    rule = found.rule
    key = rule.rule
    known = rule.limit.number if norm is None else norm.number
    title = _limit(rule, t) if norm is None else clip(rule_words.norm(norm, t))

    def to(number: int) -> RuleSet | RuleNorm:
        if norm is None:
            return RuleSet(key, LIMIT, str(number))
        return RuleNorm(key, checksum(norm.name), str(number))

    unit, working = rule.limit.unit, rule.limit.calendar is Time.WORKING
    chips = [
        scoping.one(rule_words.amount(one, unit, t, working=working), to(one), marked=one == known)
        for one in around(known, least(rule))
    ]
    return Screen(
        stack(
            problem,
            "",
            Bold(t.label(rule.title)),
            Text(title, ": ", Bold(rule_words.amount(known, unit, t, working=working))),
            "",
            t.gettext("Choose a number or write one: “{example}”.").format(example=known + 2),
            Italic(holds(rule, t)),
        ),
        (*flow(chips), _settings(key, t)),
    )


def borders(found: Card, t: Texts, *, problem: str | None = None) -> Screen:
    """From which sum on; words may say another one."""
    rule = found.rule
    assert rule.threshold is not None
    known = rule.threshold.border
    chips = [
        scoping.one(
            t.money(one, found.currency, compact=True),
            RuleSet(rule.rule, BORDER, plain(one)),
            marked=one == known,
        )
        for one in sums(known)
    ]
    return Screen(
        stack(
            problem,
            "",
            Bold(t.label(rule.title)),
            Text(_border(rule, t), ": ", Bold(t.money(known, found.currency))),
            "",
            t.gettext("Choose a sum or write one: “300 000”, “1.5 million”."),
            Italic(holds(rule, t)),
        ),
        (*flow(chips), _settings(rule.rule, t)),
    )


def norms(found: Card, t: Texts) -> Screen:
    """Whose number is to be changed."""
    rule = found.rule
    return Screen(
        stack(
            Bold(t.label(rule.title)),
            t.gettext("Whose norm is to be another one?"),
            "",
            *_own(found, t),
        ),
        (
            *by_process(
                found.norms[:_NORMS], rule, lambda one: RuleNorm(rule.rule, checksum(one.name), ""), t
            ),
            _settings(rule.rule, t),
        ),
    )


def by_process(
    norms: Sequence[Norm], rule: Rule, to: Callable[[Norm], RuleNorm | Replay], t: Texts
) -> Keyboard:
    """A button each, below the process whose stages they are: two processes may call theirs alike."""
    unit, working = rule.limit.unit, rule.limit.calendar is Time.WORKING
    rows: list[tuple[Button, ...]] = []
    for key, some in groupby(norms, lambda one: one.process.process if one.process else ""):
        same = list(some)
        process = same[0].process
        if process is not None and key:
            rows.append((Button(clip(f"— {t.label(process.title)} —", LABEL), Idle()),))
        rows += flow(
            Button(
                fitted(
                    clip(rule_words.norm(one, t), LABEL),
                    rule_words.amount(one.number, unit, t, working=working),
                ),
                to(one),
            )
            for one in same
        )
    return tuple(rows)


def sure(found: Card, t: Texts) -> Screen:
    """Asked once before a rule is switched off."""
    rule = found.rule
    running = t.ngettext(
        "Switch it off? {number} duty runs now, and would be stopped.",
        "Switch it off? {number} duties run now, and would be stopped.",
        found.running,
    )
    said = running.format(number=t.number(found.running)) if found.running else t.gettext("Switch it off?")
    return Screen(
        stack(Bold(t.label(rule.title)), said),
        (
            (Button(t.gettext("Switch the rule off"), RuleSet(rule.rule, ON, SURE), look=Look.BAD),),
            _settings(rule.rule, t),
        ),
    )


def saved(rule: Rule, what: str, t: Texts) -> str:
    """What a change brought: for what it holds stands below, with the rule."""
    if what == ON and not rule.on:
        return t.gettext("Saved. Nothing runs by this rule any more.")
    lost = [rule_words.reminder(one, t) for one in fallen(rule)] if what == LIMIT else []
    if not lost:
        return t.gettext("Saved.")
    away = t.gettext("These reminders fall away: {names}.").format(names=", ".join(lost))
    return " ".join((t.gettext("Saved."), away))


def trouble(why: RuleTrouble, rule: Rule, t: Texts) -> str:
    """Why a number cannot be."""
    _ = t.gettext
    match why:
        case RuleTrouble.NEGATIVE:
            return _("Less than nothing cannot be.")
        case RuleTrouble.ZERO if rule.trigger is None:
            return _("With 0 every one would break the rule at once. Please 1 or more.")
        case RuleTrouble.ZERO:
            return _("0 leaves no time for it. Please 1 or more.")
        case RuleTrouble.TOO_LARGE:
            return _("That is too much.")
        case RuleTrouble.NOT_WHOLE:
            return _("Please write a whole number, such as 3.")
        case RuleTrouble.NO_BORDER:
            return _("The sum has to be more than nothing.")
        case RuleTrouble.NO_SUM:
            return _("I did not understand the sum.")
        case RuleTrouble.CURRENCY:
            return _("Please name the sum in the company's currency.")


def holds(rule: Rule, t: Texts) -> str:
    """For what a change holds."""
    if rule.trigger is None:
        return t.gettext("It holds from the next daily check on.")
    return t.gettext("It holds for new deals; what runs already keeps its time.")


def around(known: int, smallest: int) -> list[int]:
    """Numbers near the present one, itself among them."""
    step = 1 if known <= 10 else 5 if known <= 60 else 10
    near = [known + step * by for by in (-3, -2, -1, 0, 1, 2, 3)]
    return [one for one in near if one >= smallest]


def sums(known: Decimal) -> list[Decimal]:
    """Round sums near the present one, itself among them."""
    less = [one for one in _SUMS if one < known][-3:]
    more = [one for one in _SUMS if one > known][:3]
    return [*less, known, *more]


def plain(amount: Decimal) -> str:
    """A sum on a button."""
    return str(int(amount)) if amount == amount.to_integral_value() else f"{amount:.2f}"


def _limit(rule: Rule, t: Texts) -> str:
    if rule.limit.unit is Unit.TIMES:
        return t.gettext("How often")
    if rule.trigger is not None:
        return t.pgettext("rule", "Time")
    return t.gettext("Usual norm") if rule.norms else t.pgettext("rule", "Norm")


def _normed(rule: Rule, t: Texts) -> str:
    return t.gettext("Norms of segments") if rule.watch is Watch.CONTACT else t.gettext("Norms of stages")


def _border(rule: Rule, t: Texts) -> str:
    small = rule.threshold is not None and rule.threshold.below is not None
    return t.gettext("Border of a small deal") if small else t.gettext("Border of a large deal")


def _bordered(found: Card, t: Texts) -> Text | None:
    if found.rule.threshold is None:
        return None
    return Text(_border(found.rule, t), ": ", Bold(t.money(found.rule.threshold.border, found.currency)))


def _reminders(rule: Rule, t: Texts) -> Iterator[str]:
    away = fallen(rule)
    named = [rule_words.reminder(one, t) for one in rule.remind if one not in away]
    if named:
        yield t.gettext("Reminders: {days}").format(days=", ".join(named))
    if away:
        names = ", ".join(rule_words.reminder(one, t) for one in away)
        yield t.gettext("After the end, so nobody is told: {names}").format(names=names)


def _own(found: Card, t: Texts) -> Iterator[Text | str | None]:
    """What has another number than the rule, the stages of a process together."""
    number = found.rule.limit.number
    by_process: dict[str, list[Norm]] = {}
    for one in found.norms:
        if one.number != number:
            by_process.setdefault(t.label(one.process.title) if one.process else "", []).append(one)
    for process, some in by_process.items():
        said = ", ".join(f"{rule_words.norm(one, t)} {t.number(one.number)}" for one in some)
        yield joined((process or None, said), ": ")


def _settings(key: str, t: Texts) -> tuple[Button, ...]:
    return (Button(t.gettext("‹ Back"), RuleSet(key, "", "")), my_day(t))


def _back(key: str, t: Texts) -> tuple[Button, ...]:
    return (Button(t.gettext("‹ Rule"), RuleCard(key, PERIODS[0], "all")), my_day(t))
