"""Where a deal stands, in a few lines: its stage among the others, since when, what for, and what gets it out."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot import figures
from bot.callbacks import OpenDeal
from bot.screen import Keyboard
from bot.texts import Texts
from bot.usecases.standing import Standing, Step
from bot.views import words
from bot.views.layout import button
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Final, Process, Subject
from storage.deals import Card
from storage.kin import Relative

SIGNS = {Final.WON: "★", Final.LOST: "✗", Final.TRANSFERRED: "⇢"}

_YEARLESS = 180
"""Days within which everybody knows which year is meant."""


def sign(outcome: str | None) -> str:
    """«★ », «✗ » or «⇢ » for how a deal ended; nothing for one that is open."""
    return f"{SIGNS[Final(outcome)]} " if outcome in set(Final) else ""


def lines(
    found: Card, standing: Standing, process: Process, t: Texts, now: datetime
) -> list[Text | str | None]:
    """The stage, its place, its goal, and the way out of it."""
    stage = process.stages.get(found.stage)
    goal = Italic(t.label(stage.goal)) if stage and stage.goal else None
    if stage is not None and stage.final is not None:
        return [progress(found, process, t), goal]
    return [
        Text("✎ ", Bold(t.gettext("Draft: fill in the deal card")))
        if standing.draft and process.subject is Subject.DEAL
        else None,
        "",
        progress(found, process, t, standing, now),
        goal,
        out(found, standing, process, t),
    ]


def progress(
    found: Card,
    process: Process,
    t: Texts,
    standing: Standing | None = None,
    now: datetime | None = None,
) -> Text:
    """«Переговоры», and below it «●●○ 2 из 3 · с 20 ноя · 2-й раз»; an end has a sign of its own."""
    title = words.stage(process, found.stage, t)
    stage = process.stages.get(found.stage)
    if stage is not None and stage.final is not None:
        return Text(f"{SIGNS[stage.final]} ", Bold(title))
    order = process.working_stages
    if found.stage not in order:
        return Text(Bold(title))
    place = order.index(found.stage) + 1
    return stack(
        Bold(title),
        joined(
            (
                "●" * place
                + "○" * (len(order) - place)
                + " "
                + t.gettext("{number} of {total}").format(number=place, total=len(order)),
                *(_stay(standing, t, now) if standing and now else ()),
            )
        ),
    )


def _stay(standing: Standing, t: Texts, now: datetime) -> tuple[str | None, str | None]:
    since = standing.stay.since
    day = None
    if since is not None:
        at = t.local(since).date()
        near = abs((t.today(now) - at).days) < _YEARLESS
        said = figures.day_and_month(at, t.language) if near else t.date(at)
        day = t.gettext("since {day}").format(day=said)
    times = standing.stay.times
    again = t.gettext("time no. {number}").format(number=times) if times > 1 else None
    return day, again


def out(found: Card, standing: Standing, process: Process, t: Texts) -> Text | str | None:
    """What gets it out: in the words of the process, else where the usual way on leads."""
    stage = process.stages.get(found.stage)
    if stage is None or stage.final is not None:
        return None
    if stage.out:
        return t.gettext("The way on: {words}").format(words=t.label(stage.out))
    ends = [to for to in stage.moves if process.stages[to].final is not Final.LOST]
    order = process.working_stages
    here = order.index(found.stage)
    forward = [to for to in ends if to not in order or order.index(to) > here]
    if not forward:
        return None
    goals = t.gettext(" or ").join(f"«{words.stage(process, to, t)}»" for to in forward[:2])
    if standing.unfinished or standing.waiting:
        return t.gettext("The way on: finish the steps, then {stages}").format(stages=goals)
    return t.gettext("The way on: {stages}").format(stages=goals)


def waiting(standing: Standing, process: Process, t: Texts) -> list[str]:
    """Steps that are not open yet: «· Отправить КП — после: Подготовить КП»."""
    return [_step(one, process, t) for one in standing.waiting[:4]]


def _step(step: Step, process: Process, t: Texts) -> str:
    after = ", ".join(words.activity(process, key, t) for key in step.after)
    said = t.gettext("{step} — after: {others}")
    return "○ " + said.format(step=words.activity(process, step.key, t), others=after)


def relatives(standing: Standing, processes: Processes, t: Texts) -> list[str]:
    """«Начата из: …» and «Продолжение: …», for the card of a deal."""
    lines = []
    if standing.kin.parent is not None:
        lines.append(t.gettext("Started from: {deal}").format(deal=_named(standing.kin.parent, processes, t)))
    lines += [
        t.gettext("Goes on as: {deal}").format(deal=_named(one, processes, t))
        for one in standing.kin.children
    ]
    return lines


def openings(standing: Standing, processes: Processes, t: Texts) -> Keyboard:
    """A button for each of them that the reader may open."""
    found = []
    parent = standing.kin.parent
    if parent is not None and parent.run_id in standing.seen:
        found.append((button(f"‹ {_process(parent, processes, t)}", OpenDeal(parent.run_id, "card", 0)),))
    found += [
        (button(f"⇢ {_process(one, processes, t)}", OpenDeal(one.run_id, "card", 0)),)
        for one in standing.kin.children
        if one.run_id in standing.seen
    ]
    return tuple(found)


def _process(one: Relative, processes: Processes, t: Texts) -> str:
    process = processes.get((one.process, one.version))
    return t.label(process.title) if process else one.process


def _named(one: Relative, processes: Processes, t: Texts) -> str:
    """«Простая продажа · Переговоры · Борис»."""
    stage = words.stage(processes.get((one.process, one.version)), one.stage, t)
    return f"{_process(one, processes, t)} · {sign(one.outcome)}{stage} · {clip(one.owner, SHORT)}"
