"""Reminders come between the beginning and the end, each at a time of its own."""

from collections.abc import Iterator

from fsm.checks.finding import Finding
from fsm.definition import Reminder, Rule, Unit
from fsm.problems import Path


def check(rule: Rule) -> Iterator[Finding]:
    """Of the duty itself, and of another date that was agreed on."""
    for number, one in enumerate(rule.remind):
        yield from _within(rule, ("remind", number), one)
    seen: dict[tuple[str, int], int] = {}
    for number, one in enumerate(rule.remind):
        if seen.setdefault(_moment(rule, one), number) != number:
            yield Finding(("remind", number), "a reminder at the time of another one", "once is enough")
    if rule.exempt is None:
        return
    path: Path = ("exempt", "remind")
    for number, one in enumerate(rule.exempt.remind):
        if one.day:
            what = f"a reminder on day {one.day} of a time that nobody knows yet"
            yield Finding((*path, number), what, "count from the end: `left` or `share`")
        if one in rule.exempt.remind[:number]:
            yield Finding((*path, number), "a reminder at the time of another one", "once is enough")


def _within(rule: Rule, path: Path, one: Reminder) -> Iterator[Finding]:
    number, unit = rule.limit.number, rule.limit.unit
    if one.day == 0 or unit is Unit.TIMES:
        return
    if unit is Unit.HOURS and one.share is None:
        yield Finding(path, "a reminder in days, where hours are counted", "use `share`, or `day: 0`")
    elif unit is Unit.DAYS and number == 0:
        yield Finding(path, "a reminder before an end on the same day", "only `day: 0` is before it")
    elif one.day is not None and one.day > number:
        yield Finding((*path, "day"), f"a reminder on day {one.day}, after the end", _days(number))
    elif one.left is not None and one.left > number:
        what = f"a reminder {one.left} days before the end, before it begins"
        yield Finding((*path, "left"), what, _days(number))


def _days(number: int) -> str:
    return f"there {'is' if number == 1 else 'are'} {number} {'day' if number == 1 else 'days'}"


def _moment(rule: Rule, one: Reminder) -> tuple[str, int]:
    """Alike for two that come at the same time."""
    if one.share is not None:
        return "share", one.share
    if one.day == 0 or rule.limit.unit is not Unit.DAYS:
        return ("left", one.left) if one.left is not None else ("day", one.day or 0)
    left = one.left if one.left is not None else rule.limit.number - (one.day or 0)
    return ("day", 0) if left == rule.limit.number else ("left", left)
