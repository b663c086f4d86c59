"""«Что если…»: the choice of another number, and what it would have brought, in words below the picture."""

from collections.abc import Iterator
from decimal import Decimal

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Replay, RuleCard
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases.replays import BORDER, LIMIT, NORM, PERIODS, Asked, Compared
from bot.usecases.rule_changes import least
from bot.usecases.rules import PERIODS as OF_RULES
from bot.views import captions, rule_words, scoping
from bot.views.layout import flow, my_day
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.rule_changes import around, by_process, checksum, plain, sums
from fsm.definition import Rule, Time, Watch

_NAMES = (6, 4, 2)
"""People below the picture, as many as fit there."""
_NORMS = 40


def choice(found: Asked, t: Texts, *, problem: str | None = None) -> Screen:
    """Which value is to be another one, and what it would be; words may say another number."""
    rule = found.rule
    return Screen(
        stack(
            problem,
            "",
            Bold(t.gettext("What if: {rule}").format(rule=t.label(rule.title))),
            Text(_what(found, t), ": ", Bold(value(found, rule, t))),
            "",
            t.gettext(
                "Choose another value or write one: I reckon what would have been, and change nothing."
            ),
        ),
        (*_chips(found, t), *_others(found, t), _back(rule, t)),
    )


def value(found: Asked, rule: Rule, t: Texts) -> str:
    """What the rule has there."""
    if found.what == BORDER and rule.threshold is not None:
        return t.money(rule.threshold.border, found.currency, compact=True)
    number = rule.limit.number if found.norm is None else rule.norms.get(found.norm.name, rule.limit.number)
    return rule_words.amount(number, rule.limit.unit, t, working=rule.limit.calendar is Time.WORKING)


def compared(found: Asked, result: Compared, whose: str | None, t: Texts, *, photo: bytes) -> Screen:
    """What would have been instead."""
    rule = found.rule
    was, becomes = value(found, result.rule, t), value(found, result.changed, t)
    first, last = result.days
    spelled = scoping.spelled(found.period, (first, last), t)

    def to(period: str) -> Replay:
        return Replay(rule.rule, found.what, written(found, result.changed), period)

    head = (
        Bold(t.gettext("What if: {rule}").format(rule=t.label(rule.title))),
        Text(_what(found, t), ": ", was, " → ", Bold(becomes)),
        joined((clip(whose, 40) if whose else t.gettext("Everybody"), spelled)),
        "",
    )
    return Screen(
        captions.fitting(
            [*head, *_numbers(result, t, names), "", *_remarks(rule, result, t)] for names in _NAMES
        ),
        (
            *scoping.periods(PERIODS, found.period, to, t),
            (Button(t.gettext("Another value"), Replay(rule.rule, found.what, "", found.period)),),
            _back(rule, t),
        ),
        photo=photo,
    )


def written(found: Asked, rule: Rule) -> str:
    """The value on a button."""
    if found.what == BORDER and rule.threshold is not None:
        return plain(rule.threshold.border)
    number = rule.limit.number if found.norm is None else rule.norms.get(found.norm.name, rule.limit.number)
    return str(number)


def _numbers(result: Compared, t: Texts, names: int) -> Iterator[Text | str]:
    _, number = t.gettext, t.number
    said = _("Violations: {now} → {then}")
    yield Bold(said.format(now=number(result.now.total), then=number(result.then.total)))
    ordered = sorted(
        result.names,
        key=lambda one: (-result.then.by_owner.get(one, 0), -result.now.by_owner.get(one, 0), one),
    )
    for one in ordered[:names]:
        now, then = (number(some.by_owner.get(one, 0)) for some in (result.now, result.then))
        yield f"{clip(result.names[one], SHORT)}: {now} → {then}"
    rest = ordered[names:]
    if rest:
        now, then = (
            number(sum(some.by_owner.get(one, 0) for one in rest)) for some in (result.now, result.then)
        )
        yield _("Others: {now} → {then}").format(now=now, then=then)
    if result.now.average is not None and result.then.average is not None:
        yield ""
        yield _("Lines in a digest, on average: {now} → {then}").format(
            now=_mean(result.now.average, t), then=_mean(result.then.average, t)
        )
        yield _("The longest digest: {now} → {then}").format(
            now=number(result.now.longest), then=number(result.then.longest)
        )


def _remarks(rule: Rule, result: Compared, t: Texts) -> Iterator[Text]:
    """What is counted, and what cannot be."""
    _ = t.gettext
    yield Italic(_("Counted is what began in the period. Nothing was changed."))
    if result.imported:
        said = t.ngettext(
            "{number} imported deal is left out: when what was done about it is not known.",
            "{number} imported deals are left out: when what was done about them is not known.",
            result.imported,
        )
        yield Italic(said.format(number=t.number(result.imported)))
    if rule.watch is Watch.CONTACT:
        yield Italic(_("Which clients rested then, or were of another segment, is not known."))


def _mean(average: float, t: Texts) -> str:
    """To a tenth."""
    return t.number(Decimal(f"{average:.1f}").normalize())


def _what(found: Asked, t: Texts) -> str:
    if found.norm is not None:
        return clip(rule_words.norm(found.norm, t))
    if found.what == BORDER:
        return t.pgettext("rule", "Border")
    return t.pgettext("rule", "Time") if found.rule.trigger is not None else t.pgettext("rule", "Norm")


def _chips(found: Asked, t: Texts) -> Keyboard:
    rule = found.rule
    if found.what == BORDER and rule.threshold is not None:
        return flow(
            Button(
                t.money(one, found.currency, compact=True),
                Replay(rule.rule, BORDER, plain(one), found.period),
            )
            for one in sums(rule.threshold.border)
            if one != rule.threshold.border
        )
    known = rule.limit.number if found.norm is None else found.norm.number
    working = rule.limit.calendar is Time.WORKING
    return flow(
        Button(
            rule_words.amount(one, rule.limit.unit, t, working=working),
            Replay(rule.rule, found.what, str(one), found.period),
        )
        for one in around(known, least(rule))
        if one != known
    )


def _others(found: Asked, t: Texts) -> Keyboard:
    """What else may be another one."""
    rule, period = found.rule, found.period
    places: list[tuple[str, str]] = []
    if found.what != LIMIT:
        places.append(
            (t.pgettext("rule", "Time") if rule.trigger is not None else t.pgettext("rule", "Norm"), LIMIT)
        )
    if rule.threshold is not None and found.what != BORDER:
        places.append((t.pgettext("rule", "Border"), BORDER))
    shown = [one for one in found.norms[:_NORMS] if found.norm is None or one.name != found.norm.name]
    return (
        *flow(Button(f"» {name}", Replay(rule.rule, what, "", period)) for name, what in places),
        *by_process(shown, rule, lambda one: Replay(rule.rule, f"{NORM}{checksum(one.name)}", "", period), t),
    )


def _back(rule: Rule, t: Texts) -> tuple[Button, ...]:
    return (Button(t.gettext("‹ Rule"), RuleCard(rule.rule, OF_RULES[0], "all")), my_day(t))
