"""Lists of open deals, one's own or the team's: eight a page, filtered and ordered with taps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from aiogram.utils.formatting import Bold, Text

from bot import sieves
from bot.callbacks import Day, Home, Idle, OpenDeal, Sifted, Team
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.listing import Listed
from bot.views import words
from bot.views.layout import LABEL, fitted, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from storage.deals import Line
from storage.pipeline import AGES, SUMS, UNTOUCHED, Order, Sieve

PAGE = 8
_CHIPS = 6
"""So many stages are chips under the list; more are among the filters only."""


def deals(found: Listed, scope: str, processes: Processes, t: Texts, now: datetime) -> Screen:
    """A page of the list. `scope` is mine, team or a person (p<base36 id>); a team's list names whose each deal is."""
    total = found.facets.total(found.sieve)
    numbered = list(enumerate(found.lines, found.page * PAGE + 1))
    owners = found.owner is None
    body: list[Text | str] = [
        _line(place, line, processes, t, now, owners=owners) for place, line in numbered
    ]
    count = t.ngettext("{number} open deal", "{number} open deals", total.count)
    if found.sieve.drafts:
        count = t.ngettext("{number} draft", "{number} drafts", total.count)
    money = t.money(total.amount, found.currency, compact=True) if total.amount else None
    return Screen(
        stack(
            Bold(clip(title(found, scope, t))),
            joined((count.format(number=t.number(total.count)), money)),
            _chosen(found, t),
            "",
            *(body or [t.gettext("There are no deals here.")]),
        ),
        (
            *(
                (Button(_label(place, line, t), OpenDeal(line.run_id, "card", 0)),)
                for place, line in numbered
            ),
            *pager(found.page, pages_of(total.count, PAGE), lambda to: _to(found.sieve, scope, page=to), t),
            *_stages(found, scope, "list", t),
            *_drafts(found, scope, t),
            (_sifting(found, scope, t),),
            _back(scope, t),
        ),
    )


def filters(found: Listed, scope: str, t: Texts) -> Screen:
    """Every filter with what it would leave, and the order; one tap each, and the list again."""
    _ = t.gettext
    sieve = found.sieve
    total = found.facets.total(sieve)
    none = Sieve(order=sieve.order, drafts=sieve.drafts)
    reset = () if sieve == none else (Button(_("Reset all"), _to(none, scope, part="filters")),)
    show = _("Show: {number}").format(number=t.number(total.count))
    return Screen(
        stack(
            Bold(clip(title(found, scope, t))),
            _("Filters and order"),
            "",
            _chosen(found, t) or _("No filter is on."),
        ),
        (
            (Button(show, _to(sieve, scope), look=Look.MAIN),),
            *_stages(found, scope, "filters", t),
            *_group(_("Not touched for, days"), found, scope, _untouched(sieve), t),
            *_group(_("Opened before, days"), found, scope, _ages(sieve), t),
            *_group(_("Amount"), found, scope, _sums(found, t), t),
            *_group(_("Waiting"), found, scope, _parked(sieve, t), t),
            (Button(_("— Order —"), Idle()),),
            *flow(
                Button(
                    ("● " if order is sieve.order else "") + name,
                    _to(replace(sieve, order=order), scope, part="filters"),
                )
                for order, name in orders(t).items()
            ),
            (*reset, my_day(t)),
        ),
    )


def title(found: Listed, scope: str, t: Texts) -> str:
    if found.sieve.drafts:
        return t.gettext("Drafts") if found.owner is None or scope == "mine" else found.owner.name
    if scope == "mine":
        return t.gettext("My deals")
    return t.gettext("Deals of the team") if found.owner is None else found.owner.name


def orders(t: Texts) -> dict[Order, str]:
    """What may come first."""
    _ = t.gettext
    return {
        Order.STEP: _("By next step"),
        Order.SUM: _("By amount"),
        Order.AGE: _("Oldest first"),
        Order.TOUCH: _("Long untouched"),
    }


def _to(sieve: Sieve, scope: str, *, part: str = "list", page: int = 0) -> Sifted:
    return Sifted(scope, sieve.stage, sieves.written(sieve), part, page)


def _sifting(found: Listed, scope: str, t: Texts) -> Button:
    on = found.sieve.filters
    label = t.gettext("Filters and order")
    return Button(f"{label} · {on}" if on else label, _to(found.sieve, scope, part="filters"))


def _chosen(found: Listed, t: Texts) -> Text | None:
    """The filters that are on, in words."""
    _, sieve = t.gettext, found.sieve
    parts: list[Text | str | None] = [
        clip(t.label(found.process.title), SHORT) if sieve.process else None,
        words.stage(found.process, sieve.stage, t) if sieve.stage else None,
        _("not touched for {number} days").format(number=UNTOUCHED[sieve.untouched - 1])
        if sieve.untouched
        else None,
        _("opened over {number} days ago").format(number=AGES[sieve.age - 1]) if sieve.age else None,
        sums(found.currency, t)[sieve.sum - 1] if sieve.sum else None,
        {1: _("waiting ones"), 2: _("without waiting ones")}.get(sieve.parked),
        None if sieve.order is Order.STEP else orders(t)[sieve.order].lower(),
    ]
    return joined(parts)


def sums(currency: str, t: Texts) -> list[str]:
    """Names of the sizes of sums."""

    def money(amount: Decimal) -> str:
        return t.money(amount, currency, compact=True)

    sizes = [t.gettext("no amount"), t.gettext("under {sum}").format(sum=money(SUMS[0]))]
    sizes += [t.gettext("from {sum}").format(sum=money(one)) for one in SUMS]
    return sizes


def _untouched(sieve: Sieve) -> list[tuple[str, Sieve, bool]]:
    return [
        (
            f"{days}+",
            replace(sieve, untouched=0 if place == sieve.untouched else place),
            place == sieve.untouched,
        )
        for place, days in enumerate(UNTOUCHED, 1)
    ]


def _ages(sieve: Sieve) -> list[tuple[str, Sieve, bool]]:
    return [
        (f"{days}+", replace(sieve, age=0 if place == sieve.age else place), place == sieve.age)
        for place, days in enumerate(AGES, 1)
    ]


def _sums(found: Listed, t: Texts) -> list[tuple[str, Sieve, bool]]:
    sieve = found.sieve
    return [
        (name, replace(sieve, sum=0 if place == sieve.sum else place), place == sieve.sum)
        for place, name in enumerate(sums(found.currency, t), 1)
    ]


def _parked(sieve: Sieve, t: Texts) -> list[tuple[str, Sieve, bool]]:
    names = {1: t.gettext("Only waiting"), 2: t.gettext("Without them")}
    return [
        (name, replace(sieve, parked=0 if place == sieve.parked else place), place == sieve.parked)
        for place, name in names.items()
    ]


def _group(
    name: str, found: Listed, scope: str, choices: Sequence[tuple[str, Sieve, bool]], t: Texts
) -> Keyboard:
    """A heading and its chips with what each would leave; those that would leave nothing are not offered."""
    chips = []
    for label, sieve, on in choices:
        left = found.facets.total(sieve).count
        if on:
            chips.append(Button(f"● {label}", _to(sieve, scope, part="filters"), look=Look.MAIN))
        elif left:
            chips.append(Button(f"{label} · {t.number(left)}", _to(sieve, scope, part="filters")))
    if not chips:
        return ()
    short = all(len(one.text) <= 10 for one in chips) and len(chips) <= 3
    return ((Button(f"— {name} —", Idle()),), *((tuple(chips),) if short else flow(chips)))


def _stages(found: Listed, scope: str, part: str, t: Texts) -> Keyboard:
    """One tap for each stage, with the other filters as they are; of several processes, first one for each of them."""
    if len(found.processes) > 1 and not found.sieve.process:
        return _processes(found, scope, part, t)
    others = _processes(found, scope, part, t) if len(found.processes) > 1 else ()
    totals = found.facets.stages(found.sieve)
    keys = [key for key in found.process.working_stages if key in totals]
    if (len(keys) <= 1 and not found.sieve.stage) or (part == "list" and len(keys) > _CHIPS):
        return others
    everything = found.facets.total(replace(found.sieve, stage="")).count
    parts = [("", t.gettext("All"), everything)]
    parts += [(key, words.stage(found.process, key, t), totals[key].count) for key in keys]
    return others + flow(
        Button(
            clip(("● " if key == found.sieve.stage else "") + f"{name} {t.number(count)}", LABEL),
            _to(replace(found.sieve, stage=key), scope, part=part),
            look=Look.MAIN if key == found.sieve.stage else None,
        )
        for key, name, count in parts
    )


def _processes(found: Listed, scope: str, part: str, t: Texts) -> Keyboard:
    """One tap for each process; the one that is chosen is left with another."""
    totals = found.facets.processes(replace(found.sieve, process="", stage=""))
    return flow(
        Button(
            clip(
                f"{'● ' if one.process == found.sieve.process else ''}{t.label(one.title)}"
                f" {t.number(totals[one.process].count)}",
                LABEL,
            ),
            _to(
                replace(
                    found.sieve, process="" if one.process == found.sieve.process else one.process, stage=""
                ),
                scope,
                part=part,
            ),
            look=Look.MAIN if one.process == found.sieve.process else None,
        )
        for one in found.processes
    )


def _drafts(found: Listed, scope: str, t: Texts) -> Keyboard:
    """To the drafts, or from them back to the deals."""
    if found.sieve.drafts:
        return ((Button(t.gettext("‹ Deals"), _to(Sieve(), scope)),),)
    if not found.drafts:
        return ()
    label = "✎ " + t.gettext("Drafts: {number}").format(number=t.number(found.drafts))
    return ((Button(label, _to(Sieve(drafts=True), scope)),),)


def _back(scope: str, t: Texts) -> tuple[Button, ...]:
    """Lists of others lead to their tasks, and back to the team."""
    if scope == "mine":
        return (my_day(t), Button(t.gettext("Home"), Home("")))
    tasks = (Button(t.gettext("Tasks"), Day(scope, 0)),) if scope != "team" else ()
    return (*tasks, Button(t.gettext("Team"), Team(0)), my_day(t))


def _line(place: int, line: Line, processes: Processes, t: Texts, now: datetime, *, owners: bool) -> Text:
    process = processes.get((line.process, line.version))
    what = joined(
        (
            Bold(clip(line.client, 32)) if line.client else t.gettext("client not known"),
            clip(line.product, SHORT) if line.product else None,
            t.money(line.amount, line.currency or "RUB", compact=True) if line.amount is not None else None,
        )
    )
    where = joined(
        (
            words.stage(process, line.stage, t),
            _step(line, processes, t, now),
            clip(line.owner, SHORT) if owners else None,
        )
    )
    return stack(Text(f"{place}. ", what or ""), Text("   ", where or ""))


def _step(line: Line, processes: Processes, t: Texts, now: datetime) -> str | None:
    if line.parked_until is not None:
        return t.gettext("waits until {day}").format(day=t.day(line.parked_until, t.today(now)))
    if line.next_due is None:
        return None
    process = processes.get((line.process, line.version))
    step = clip(line.next_title, 40) if line.next_title else words.activity(process, line.next_key, t)
    late = "⚠ " if line.next_due < now else ""
    return f"{step}, {late}{t.moment(line.next_due, now, timed=bool(line.next_timed))}"


def _label(place: int, line: Line, t: Texts) -> str:
    name = clip(line.client, SHORT) if line.client else t.gettext("client not known")
    return fitted(f"{place} · {name}", clip(line.product) if line.product else None)
