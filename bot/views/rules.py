"""Rules in the chat: the list of them, and the card of one with how it does, its picture and its lists."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Replay, RuleCard, RuleFile, RuleList, Rules, RuleSet
from bot.screen import Button, Keyboard, Screen
from bot.texts import Texts
from bot.usecases import rule_lists
from bot.usecases.rules import PERIODS, Card, Seen
from bot.usecases.rules import Rules as Every
from bot.views import captions, rule_words, scoping
from bot.views.layout import button, fitted, flow, my_day
from bot.views.lines import SHORT, clip, joined, stack
from fsm.definition import Rule
from fsm.obligations import State
from fsm.replay import replayable
from storage.audit import Entry
from storage.rule_lists import Group

_REASONS = 3


def every(found: Every, t: Texts) -> Screen:
    """All rules, a button each; in words only what stands broken."""
    broken = [rule for rule in found.rules if rule.on and (found.broken or {}).get(rule.rule)]
    return Screen(
        stack(
            Bold(t.gettext("Rules")),
            t.gettext("What has to be done in time, and what may last only so long."),
            "",
            *(_listed(rule, found, t) for rule in broken),
            t.gettext("Nothing stands broken now.") if found.broken is not None and not broken else None,
        ),
        (
            *flow(
                button(f"{sign(rule)} {t.label(rule.title)}", RuleCard(rule.rule, PERIODS[0], "all"))
                for rule in found.rules
            ),
            (my_day(t),),
        ),
    )


def sign(rule: Rule) -> str:
    """Whether it works."""
    return "✓" if rule.on else "✕"


def _listed(rule: Rule, found: Every, t: Texts) -> Text:
    """«КП за 5 дней: нарушено 3»."""
    broken = (found.broken or {}).get(rule.rule, 0)
    return Text(t.label(rule.title), ": ", Bold(t.gettext("broken {number}").format(number=t.number(broken))))


def card(
    found: Card, t: Texts, now: datetime, *, photo: bytes | None = None, toast: str | None = None
) -> Screen:
    """A rule; the picture of its weeks goes with it where the reader has people."""
    rule, seen = found.rule, found.seen
    head = [
        Bold(t.label(rule.title)),
        None if rule.on else t.gettext("The rule is off."),
        t.label(rule.demands),
        joined((rule_words.limit(rule.limit, t), rule_words.border(rule, found.currency, t))),
    ]
    body = [] if seen is None else ["", *_numbers(rule, seen, t)]
    why = [] if seen is None else [*_reasons(rule, seen, t)]
    told = ["", *changes(found.changes, t, now)]
    # What does not fit below a picture is in its settings as well.
    whole = ([*head, *body, *why, *told], [*head, *body, *why], [*head, *body], head)
    return Screen(captions.fitting(whole), _keyboard(found, t), photo=photo, toast=toast)


def changes(entries: Sequence[Entry], t: Texts, now: datetime) -> Iterator[Text | str]:
    """Who changed what about it, the newest first."""
    for one in entries:
        who = clip(one.actor, SHORT) if one.actor else t.gettext("the system")
        day = t.day(t.local(one.at).date(), t.today(now))
        yield Italic(f"{rule_words.change(one, t)}: {who}, {day}")


def _numbers(rule: Rule, seen: Seen, t: Texts) -> Iterator[Text | str | None]:
    health = seen.health
    whose = clip(seen.scope.whose, 40) if seen.scope.whose else t.gettext("Everybody")
    yield joined((whose, scoping.spelled(seen.period, health.days, t)))
    if rule.trigger is None:
        yield from _watched(seen, t)
        return
    _, number = t.gettext, t.number
    yield _("Begun: {number}").format(number=number(health.begun))
    ended = (
        (_("in time {number}"), health.ended(State.FULFILLED)),
        (_("not in time {number}"), health.ended(State.BREACHED)),
        (_("by another date {number}"), health.ended(State.EXEMPT)),
        (_("needed no more {number}"), health.ended(State.STOPPED)),
    )
    if health.ends:
        said = " · ".join(words.format(number=number(count)) for words, count in ended if count)
        yield _("Ended: {ends}").format(ends=said)
    if health.rate is not None:
        said = _("In time: {percent} ({part} of {all}; other dates are not counted)")
        part = number(health.ended(State.FULFILLED))
        yield said.format(percent=t.percent(health.rate), part=part, all=number(health.under))
    if health.median is not None:
        count = len(health.took)
        said = t.ngettext(
            "Usually done in {time} ({number} done)", "Usually done in {time} ({number} done)", count
        )
        yield said.format(time=t.span(timedelta(days=health.median)), number=number(count))
    yield joined(
        (_("Running now: {number}").format(number=number(health.standing.running)), _sleeping(rule, seen, t))
    )
    if health.standing.broken:
        yield Bold(_("Broken now: {number}").format(number=number(health.standing.broken)))


def _sleeping(rule: Rule, seen: Seen, t: Texts) -> str | None:
    """«сумма не указана у 7 сделок»."""
    unknown = seen.health.standing.unknown
    if not unknown or rule.threshold is None:
        return None
    if rule.threshold.field == "amount":
        said = t.ngettext(
            "the amount is not known of {number} deal", "the amount is not known of {number} deals", unknown
        )
    else:
        said = t.ngettext("asleep: {number} deal lacks data", "asleep: {number} deals lack data", unknown)
    return said.format(number=t.number(unknown))


def _watched(seen: Seen, t: Texts) -> Iterator[Text | str | None]:
    _, number, health = t.gettext, t.number, seen.health
    right, still, accepted = health.found
    yield Bold(_("Broken now: {number}").format(number=number(health.standing.broken)))
    ways = (
        (_("put right {number}"), right),
        (_("accepted {number}"), accepted),
        (_("still there {number}"), still),
    )
    said = " · ".join(words.format(number=number(count)) for words, count in ways if count)
    found = _("Found in the period: {number}").format(number=number(len(health.ends)))
    yield f"{found} ({said})" if said else found
    mended = _("Put right in the period: {number}").format(number=number(len(health.righted)))
    if health.median is not None:
        mended += " · " + _("usually in {time}").format(time=t.span(timedelta(days=health.median)))
    yield mended
    if health.accepted:
        yield _("Accepted by heads in the period: {number}").format(number=number(health.accepted))


def _reasons(rule: Rule, seen: Seen, t: Texts) -> Iterator[str]:
    """«Почему не успели: …», the most frequent ones."""
    known = list(seen.health.reasons.items())
    if not rule.breach.reasons or not known:
        return
    said = [f"{rule_words.reason(rule, key, t)} {t.number(count)}" for key, count in known[:_REASONS]]
    rest = sum(count for _, count in known[_REASONS:])
    if rest:
        said.append(t.gettext("others {number}").format(number=t.number(rest)))
    yield t.gettext("Why not in time: {reasons}").format(reasons=" · ".join(said))


def _keyboard(found: Card, t: Texts) -> Keyboard:
    rule, seen = found.rule, found.seen
    key = rule.rule
    settings = Button(t.pgettext("rule", "Change"), RuleSet(key, "", ""))
    back = (Button(t.gettext("‹ Rules"), Rules()), my_day(t))
    if seen is None:
        return ((settings,), back)
    asked = RuleCard(key, seen.period, seen.scope.scope)
    what_if = (Button(t.gettext("What if…"), Replay(key, "limit", "", "90d")),) if replayable(rule) else ()
    return (
        *scoping.periods(PERIODS, seen.period, lambda period: RuleCard(key, period, asked.scope), t),
        *scoping.scopes(
            seen.scope.teams,
            seen.scope.reps,
            asked.scope,
            seen.scope.whole,
            lambda scope: RuleCard(key, asked.period, scope),
            t,
        ),
        *flow(
            Button(
                fitted(rule_words.group(rule, group, t), t.number(_count(seen, group))),
                RuleList(key, group, asked.period, asked.scope, 0),
            )
            for group in rule_lists.groups(rule)
        ),
        (settings, *what_if),
        (
            Button("Excel", RuleFile(key, asked.period, asked.scope, "x")),
            Button("CSV", RuleFile(key, asked.period, asked.scope, "c")),
        ),
        back,
    )


def _count(seen: Seen, group: str) -> int:
    health = seen.health
    if group == rule_lists.EXEMPT:
        return seen.excused
    return {
        Group.IN_TIME: health.ended(State.FULFILLED),
        Group.LATE: health.ended(State.BREACHED),
        Group.BROKEN: health.standing.broken,
        Group.UNKNOWN: health.standing.unknown,
    }[Group(group)]
