"""The daily audit: how much is wrong with one's deals, the oldest of it, and the clients that are to be looked after today."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Strikethrough, Text

from bot import figures
from bot.callbacks import Attend, Audit, AuditLine, Uncovered
from bot.callbacks.packing import base36
from bot.screen import Button, Keyboard, Screen, rows
from bot.texts import Texts
from bot.usecases.audits import PAGE, Sheet
from bot.views import attending, words
from bot.views.layout import LABEL, button, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, stack
from bot.views.words import Processes
from fsm.definition import Watch
from storage.findings import Line

WIDTH = 4
_OF_CLIENTS = frozenset({Watch.CONTACT, Watch.COVER})


def card(
    found: Sheet,
    processes: Processes,
    t: Texts,
    now: datetime,
    *,
    leads: bool,
    page: int = 0,
    header: Text | str | None = None,
    undo: Keyboard = (),
) -> Screen:
    """A page of it; who `leads` sees how many clients stand against whom. `header` is what has just been done."""
    items = [*found.entries, *((one,) for one in found.clients)]
    page = min(page, pages_of(len(items), PAGE) - 1)
    first, last = page * PAGE, (page + 1) * PAGE
    shown = list(enumerate(items, 1))[first:last]
    buttons = [_number(place, entry, found, page) for place, entry in shown]
    return Screen(
        stack(
            Bold(t.gettext("Check: {day}").format(day=t.long_day(found.day))),
            header,
            *_deals(found, shown, processes, t, now),
            *_clients(found, shown, t, now),
            None if found.counts else t.gettext("Everything is in order: nothing stands against you."),
        ),
        (
            *undo,
            *rows(buttons, WIDTH),
            *pager(page, pages_of(len(items), PAGE), lambda to: Audit("", to), t),
            *_lists(found, t, leads=leads),
            *(((Button(t.gettext("Why do I see this?"), Audit("why", page)),),) if found.counts else ()),
            (my_day(t),),
        ),
    )


def _number(place: int, entry: tuple[Line, ...], found: Sheet, page: int) -> Button:
    label = str(place) if _true(entry, found) else f"✓ {place}"
    line = entry[0]
    if line.run_id is None:
        return Button(label, Attend(line.subject_id, "", "", f"a{base36(page)}"))
    return Button(label, AuditLine(line.id, page))


def _true(entry: Sequence[Line], found: Sheet) -> bool:
    return any(one.id in found.true for one in entry)


def _deals(
    found: Sheet,
    shown: Sequence[tuple[int, tuple[Line, ...]]],
    processes: Processes,
    t: Texts,
    now: datetime,
) -> Iterator[Text | str]:
    """Counts by rule, then the entries of this page."""
    counts = {key: n for key, n in found.counts.items() if found.rules[key].watch not in _OF_CLIENTS}
    if not counts:
        return
    yield ""
    yield Bold(t.gettext("Deals"))
    for key, count in counts.items():
        said = f"{t.label(found.rules[key].title)}: {t.number(count)}"
        late = found.rules[key].watch is Watch.STEP
        yield joined((said, t.gettext("they are in the plan of the day") if late else None)) or ""
    for place, entry in shown:
        if entry[0].run_id is not None:
            yield from _entry(place, entry, found, processes, t, now)
    if found.more and len(shown) and shown[-1][0] >= len(found.entries):
        yield t.ngettext("and {number} more", "and {number} more", found.more).format(
            number=t.number(found.more)
        )


def _entry(
    place: int,
    entry: tuple[Line, ...],
    found: Sheet,
    processes: Processes,
    t: Texts,
    now: datetime,
) -> Iterator[Text]:
    """«3. Ромашка · Долго в стадии · с пн 9 ноя»."""
    line = entry[0]
    what = ", ".join(dict.fromkeys(t.label(found.rules[one.rule].title) for one in entry))
    task = _task(line, processes, t) if line.kind == "task" else None
    said = joined((Bold(about(line, t)), task, what, since(line, t, now), _whose(line, found, t))) or Text()
    yield Text(f"{place}. ", said if _true(entry, found) else Strikethrough(said))
    if not _true(entry, found):
        yield Text("   ", Italic(t.gettext("✓ put right since")))


def _clients(
    found: Sheet, shown: Sequence[tuple[int, tuple[Line, ...]]], t: Texts, now: datetime
) -> Iterator[Text | str]:
    """What is to be done about clients, and the ones of this page."""
    covering = [
        rule for key, rule in found.rules.items() if rule.watch is Watch.COVER and key in found.counts
    ]
    if found.clients or covering:
        yield ""
        rule = covering[0] if covering else found.rules[found.clients[0].rule]
        yield Bold(t.label(rule.demands))
        left = sum(one.id in found.true for one in found.clients)
        yield t.gettext("Today: {number}, of {all} without an activity").format(
            number=t.number(left), all=t.number(found.uncovered)
        )
    for place, (line, *_) in shown:
        if line.run_id is None:
            yield from _client(place, line, found, t, now)
    silent = [key for key in found.counts if found.rules[key].watch is Watch.CONTACT]
    if silent:
        yield ""
    for key in silent:
        yield f"{t.label(found.rules[key].title)}: {t.number(found.counts[key])}"


def _client(place: int, line: Line, found: Sheet, t: Texts, now: datetime) -> Iterator[Text]:
    said = joined((Bold(about(line, t)), since(line, t, now), _whose(line, found, t))) or Text()
    if line.id in found.true:
        yield Text(f"{place}. ", said)
        return
    yield Text(f"{place}. ", Strikethrough(said))
    entry = found.done.get(line.subject_id)
    act = None if entry is None else attending.told(str(entry.data.get("act")), entry.data, t, now)
    if entry is None or act is None:
        yield Text("   ", Italic(t.gettext("✓ put right since")))
    else:
        who = clip(entry.actor, SHORT) if entry.actor else None
        yield Text("   ", Italic(joined((f"✓ {act}", who)) or ""))


def about(line: Line, t: Texts) -> str:
    """The client, else the product."""
    known = line.client or line.product
    return clip(known, SHORT) if known else t.gettext("client not known")


def _task(line: Line, processes: Processes, t: Texts) -> str | None:
    if line.title:
        return clip(line.title, SHORT)
    return (
        words.activity(processes.get((line.process or "", line.version or 0)), line.key, t)
        if line.key
        else None
    )


def since(line: Line, t: Texts, now: datetime) -> str:
    """«с пн 9 ноя»; of yesterday and today without the weekday, because nobody says «с вчера»."""
    day, today = t.local(line.since).date(), t.today(now)
    near = abs((today - day).days) <= 1
    said = figures.day_and_month(day, t.language) if near else t.day(day, today)
    return t.gettext("since {day}").format(day=said)


def _whose(line: Line, found: Sheet, t: Texts) -> str | None:
    """The name of the one for whom the reader stands in."""
    return None if line.owner_id == found.reader else f"⇄ {clip(line.owner, SHORT)}"


def _lists(found: Sheet, t: Texts, *, leads: bool) -> Keyboard:
    """All clients that stand by a rule; for a head also how many stand against whom."""
    keys = [key for key in found.counts if found.rules[key].watch in _OF_CLIENTS]
    buttons = [
        button(
            f"{clip(t.label(found.rules[key].title), LABEL - 6)}: {t.number(found.counts[key])}",
            Uncovered(key, found.reader, 0),
        )
        for key in keys
    ]
    covering = next((key for key, rule in found.rules.items() if rule.watch is Watch.COVER), None)
    if leads and covering is not None:
        buttons.append(button(t.gettext("Clients of the team"), Uncovered(covering, 0, 0)))
    return flow(buttons)
