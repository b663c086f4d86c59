"""The path of a deal: its process as a picture with the stages that it has been in, how long, how often, and where it is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from aiogram.utils.formatting import Bold, Text
from matplotlib.figure import Figure

import charts.process
from bot.callbacks import Path as PathButton
from bot.screen import Button, Screen
from bot.texts import Texts
from bot.usecases.processes import Path
from bot.views import process_picture, processes, words
from bot.views.layout import deal_card, my_day
from bot.views.lines import clip, stack
from charts.process import Card, Diagram, DiagramLabels
from charts.process_lanes import Arrow
from fsm import drawing
from fsm.definition import Process
from storage.stays import Visit

_MOST = 12
"""Stays that the caption lists, the last ones."""


def button(run: int, t: Texts) -> Button:
    """«Путь», for the card of a deal."""
    return Button(t.gettext("Path"), PathButton(run))


def screen(found: Path, photo: bytes, t: Texts, now: datetime) -> Screen:
    """The picture; below it the stays in their order."""
    visits = found.visits[-_MOST:]
    left_out = len(found.visits) - len(visits)
    more = t.ngettext("… and {number} before", "… and {number} before", left_out).format(number=left_out)
    return Screen(
        stack(
            processes.heading(found.process, found.card.client, t),
            "",
            more if left_out else None,
            *(_line(one, found.process, t, now, last=one is visits[-1]) for one in visits),
        ),
        ((processes.opening(found.process, t), deal_card(found.card.run_id, t)), (my_day(t),)),
        photo=photo,
    )


def _line(visit: Visit, process: Process, t: Texts, now: datetime, *, last: bool) -> Text:
    stage = process.stages.get(visit.stage)
    title = clip(words.stage(process, visit.stage, t), 40)
    since = "" if visit.entered is None else " · " + t.day(t.local(visit.entered).date(), t.today(now))
    if stage is not None and stage.final is not None:
        return Text(f"{process_picture.SIGNS[stage.final]} ", Bold(title) if last else title, since)
    spent = _spent([visit], now if last else None)
    lasted = "" if spent is None else f" · {t.span(spent)}"
    return Text("● " if last else "✓ ", Bold(title) if last else title, since, lasted)


@dataclass(frozen=True, slots=True)
class _Stayed:
    """All stays in one stage: how many, and how long together (None where nothing is known)."""

    times: int
    spent: timedelta | None


def draw(found: Path, t: Texts, now: datetime) -> Callable[[], Figure]:
    """What draws it. For charts.render.png."""
    process, here = found.process, found.card.stage
    stayed = _stayed(found.visits, now)
    picture = drawing.picture(process, t.language)
    order = [card.id for card in picture.cards if card.sort == "stage"]
    furthest = max((order.index(key) for key in stayed if key in order), default=-1)
    cards = []
    for number, card in enumerate(picture.cards, 1):
        if card.sort != "stage" and card.id not in stayed:
            continue  # an end that was not reached is no part of the path
        plain = process_picture.card_of(card, number)
        cards.append(_looking(plain, stayed.get(card.id), t, here=card.id == here, passed=number <= furthest))
    shown = {card.id for card in cards}
    gone = Counter(
        (one.stage, two.stage) for one, two in pairwise(found.visits) if {one.stage, two.stage} <= shown
    )
    arrows = [Arrow(*way, f"×{count}" if count > 1 else "", taken=True) for way, count in gone.items()]
    ahead = {card.id for card in cards if card.look == "ahead"}
    arrows += [Arrow(one, two) for one, two in pairwise(order) if two in ahead and (one, two) not in gone]
    labels = DiagramLabels(
        clip(found.card.client) if found.card.client else t.gettext("Client not known yet"),
        f"{t.label(process.title)} · " + t.gettext("the path of the deal"),
        "",
        t.gettext("There are no stages."),
    )
    return lambda: charts.process.draw(Diagram(tuple(cards), tuple(arrows)), labels)


def _looking(card: Card, stayed: _Stayed | None, t: Texts, *, here: bool, passed: bool) -> Card:
    if stayed is None:
        return (
            replace(card, look="skipped", badge=t.gettext("passed over"))
            if passed
            else replace(card, look="ahead")
        )
    known = [] if stayed.spent is None or card.sort != "stage" else [t.span(stayed.spent)]
    if stayed.times > 1:
        known.append(t.ngettext("{number} time", "{number} times", stayed.times).format(number=stayed.times))
    if here:
        now = [t.gettext("now")] if card.sort == "stage" else []
        return replace(card, look="now", badge=" · ".join([*now, *known]))
    return replace(
        card,
        look="passed",
        badge=" · ".join(["✓ " + (known[0] if known else t.gettext("was here")), *known[1:]]),
    )


def _stayed(visits: Sequence[Visit], now: datetime) -> dict[str, _Stayed]:
    """By stage; the last stay goes on until now."""
    found: dict[str, list[Visit]] = {}
    for visit in visits:
        found.setdefault(visit.stage, []).append(visit)
    last = visits[-1].stage if visits else None
    return {
        key: _Stayed(len(these), _spent(these, now if key == last else None)) for key, these in found.items()
    }


def _spent(visits: Sequence[Visit], now: datetime | None) -> timedelta | None:
    """How long they were together; one that has not ended goes on until `now`."""
    lengths = [
        until - visit.entered
        for visit in visits
        if visit.entered is not None and (until := visit.left or now) is not None
    ]
    return sum(lengths, timedelta()) if lengths else None
