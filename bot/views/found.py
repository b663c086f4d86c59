"""What was found by typing, a page of eight; and the card of a client, which a hit opens."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from bot.callbacks import Hand, Home, LeadOf, NewDeal, OpenClient, OpenDeal, Search
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.finding import PAGE, ClientCard, Results
from bot.views import attending, words
from bot.views.layout import button, fitted, flow, my_day, pager, pages_of
from bot.views.lines import SHORT, clip, joined, phone, sentence, stack
from bot.views.standing import sign
from bot.views.words import Processes
from storage.deals import Line
from storage.dossier import Counts, Reachable
from storage.finding import ClientHit, DealHit

_DETAILS = 6


def results(found: Results, processes: Processes, t: Texts) -> Screen:
    """Deals by number first, then clients; one tap opens any of them."""
    if not found.total:
        return nothing(found, t)
    first = found.page * PAGE + 1
    said = t.gettext("Found: {number}").format(number=t.number(found.total))
    lines: list[Text | str] = []
    keyboard: list[tuple[Button, ...]] = []
    for place, deal in enumerate(found.deals, first):
        lines.append(Text(f"{place}. ", deal_line(deal, processes, t)))
        keyboard.append((button(f"{place} · {_whose(deal, t)}", OpenDeal(deal.run_id, "card", 0)),))
    for place, client in enumerate(found.clients, first + len(found.deals)):
        lines.append(Text(f"{place}. ", client_line(client, t)))
        keyboard.append(
            (button(fitted(f"{place} · {clip(client.name, SHORT)}", None), OpenClient(client.id)),)
        )
    guessed = t.gettext("Nothing is called exactly so. Perhaps you mean:") if found.guessed else None
    return Screen(
        stack(_title(found, t), guessed or said, "", *lines),
        (
            *keyboard,
            *pager(found.page, pages_of(found.total, PAGE), lambda to: Search(found.search, to), t),
            (button(t.gettext("+ New client"), LeadOf(found.search)), my_day(t)),
        ),
    )


def nothing(found: Results, t: Texts) -> Screen:
    """No hit: what was typed may be somebody new."""
    return Screen(
        stack(
            _title(found, t),
            t.gettext("Nothing was found among your clients and deals."),
            "",
            t.gettext("Try a part of the name, the last 4 digits of the phone, or the deal's number."),
        ),
        (
            (
                button(
                    t.gettext("Create client “{name}”").format(name=clip(found.text, 14)),
                    LeadOf(found.search),
                ),
            ),
            (my_day(t), Button(t.gettext("Home"), Home(""))),
        ),
    )


def ask(t: Texts) -> Screen:
    """What /find says when it is not told what to find."""
    return Screen(
        stack(
            Bold(t.gettext("Search")),
            t.gettext(
                "Write a part of the client's name, a phone or its last 4 digits, a tax or a deal number."
            ),
            t.gettext("You may do so at any time, without a command."),
        ),
        ((my_day(t), Button(t.gettext("Home"), Home(""))),),
    )


def _title(found: Results, t: Texts) -> Text:
    return sentence(t.gettext("Search: “{text}”"), text=Bold(clip(found.text)))


def _whose(deal: DealHit, t: Texts) -> str:
    return clip(deal.client or deal.contact, SHORT) if deal.client or deal.contact else t.gettext("Deal")


def deal_line(deal: DealHit, processes: Processes, t: Texts) -> Text:
    """«Сделка № 7 · Ромашка · Переговоры · 120 тыс. ₽»."""
    process = processes.get((deal.process, deal.version))
    number = f"№ {clip(deal.number, 20)}" if deal.number else f"#{deal.id}"
    money = None
    if deal.amount is not None:
        money = t.money(deal.amount, deal.currency or "RUB", compact=True)
    line = joined(
        (
            t.gettext("deal {number}").format(number=number),
            Bold(_whose(deal, t)),
            words.stage(process, deal.stage, t),
            money,
        )
    )
    return line or Text()


def client_line(client: ClientHit, t: Texts) -> Text:
    """«Ромашка · Пётр · 2 сделки»."""
    contact = clip(client.contact, SHORT) if client.contact else None
    return joined((Bold(clip(client.name, 40)), contact, _open(client.open, t))) or Text()


def _open(count: int, t: Texts) -> str | None:
    if not count:
        return None
    return t.ngettext("{number} open deal", "{number} open deals", count).format(number=t.number(count))


def client(
    found: ClientCard,
    processes: Processes,
    t: Texts,
    now: datetime,
    *,
    reader: int,
    back: str = "",
    header: Text | str | None = None,
    undo: Keyboard = (),
) -> Screen:
    """Everything about a client on one screen; `reader` is who looks, and is not told that it is his.

    Whoever may work it has the three ways of the audit, which lead `back` to where they were begun.
    """
    about, care = found.client, found.care
    owner = None
    if about.owner and about.owner_id != reader:
        owner = t.gettext("Works with it: {name}").format(name=clip(about.owner, SHORT))
    details = [
        f"{clip(key, SHORT)}: {clip(str(value), 40)}"
        for key, value in list(about.details.items())[:_DETAILS]
        if isinstance(value, str | int | float) and value != ""
    ]
    return Screen(
        stack(
            Bold(clip(about.name)),
            t.gettext("Tax number {inn}").format(inn=clip(about.inn, 12)) if about.inn else None,
            owner,
            *(attending.state(care, t, now) if care else ()),
            attending.lately(found.last, t, now) if found.last and found.may else None,
            *details,
            "",
            header,
            "",
            *_people(found.people, t),
            "",
            *_deals(found, processes, t, now),
            "",
            *_done(found, processes, t, now),
        ),
        (
            *undo,
            *(attending.ways(care, t, now, back=back) if care and found.may else ()),
            *(
                _opening(place, line, processes, t)
                for place, line in enumerate((*found.deals, *found.ended), 1)
            ),
            *flow(
                [
                    Button(t.gettext("+ Deal"), NewDeal(about.id), look=Look.MAIN),
                    *_calls(found, t),
                ]
            ),
            *(((attending.leave(about.id, back, t),),) if back else ()),
            (my_day(t), Button(t.gettext("Home"), Home(""))),
        ),
    )


def _calls(found: ClientCard, t: Texts) -> list[Button]:
    """A call is written down on a deal: on the only one, else it has to be opened first."""
    if len(found.deals) != 1:
        return []
    run = found.deals[0].run_id
    return [
        Button(t.gettext("Log a call"), Hand(run, "log", "")),
        Button(t.gettext("Incoming call"), Hand(run, "incoming", "")),
    ]


def _people(people: Sequence[Reachable], t: Texts) -> list[Text | str]:
    if not people:
        return [t.gettext("Nobody is known here yet.")]
    lines: list[Text | str] = []
    for one in people:
        numbers: list[Text | str] = [phone(number) for number in one.numbers]
        lines.append(joined((clip(one.name, 40), *numbers, clip(one.email, 40) if one.email else None)) or "")
    return lines


def _deals(found: ClientCard, processes: Processes, t: Texts, now: datetime) -> list[Text | str]:
    counts = found.counts
    ended = _closed(found, processes, t, now)
    if not counts.open:
        return ended or [t.gettext("There are no deals yet.")]
    more = counts.open - len(found.deals)
    lines: list[Text | str] = [Bold(t.gettext("Open deals"))]
    lines += [Text(f"{place}. ", _deal(line, processes, t, now)) for place, line in enumerate(found.deals, 1)]
    if more > 0:
        lines.append(t.ngettext("and {number} more", "and {number} more", more).format(number=t.number(more)))
    return [*lines, *ended]


def _closed(found: ClientCard, processes: Processes, t: Texts, now: datetime) -> list[Text | str]:
    """How the others ended, and the last of them by name."""
    said = _ended(found.counts, t)
    first = len(found.deals) + 1
    named = [
        Text(f"{place}. ", _deal(line, processes, t, now)) for place, line in enumerate(found.ended, first)
    ]
    return [said, *named] if said else []


def _ended(counts: Counts, t: Texts) -> str | None:
    if not counts.won and not counts.lost and not counts.transferred:
        return None
    said = t.gettext("Closed: won {won}, lost {lost}").format(
        won=t.number(counts.won), lost=t.number(counts.lost)
    )
    if not counts.transferred:
        return said
    return said + t.gettext(", transferred {number}").format(number=t.number(counts.transferred))


def _deal(line: Line, processes: Processes, t: Texts, now: datetime) -> Text:
    process = processes.get((line.process, line.version))
    money = None
    if line.amount is not None:
        money = t.money(line.amount, line.currency or "RUB", compact=True)
    step = None
    if line.next_due is not None:
        late = "⚠ " if line.next_due < now else ""
        step = late + t.moment(line.next_due, now, timed=bool(line.next_timed))
    product = clip(line.product, SHORT) if line.product else None
    stage = sign(line.outcome) + words.stage(process, line.stage, t)
    return joined((stage, product, money, step)) or Text()


def _opening(place: int, line: Line, processes: Processes, t: Texts) -> tuple[Button, ...]:
    process = processes.get((line.process, line.version))
    label = fitted(
        f"{place} · {words.stage(process, line.stage, t)}", clip(line.product) if line.product else None
    )
    return (Button(label, OpenDeal(line.run_id, "card", 0)),)


def _done(found: ClientCard, processes: Processes, t: Texts, now: datetime) -> list[Text | str]:
    if not found.done:
        return []
    lines: list[Text | str] = [Bold(t.gettext("Last done"))]
    for one in found.done:
        process = processes.get((one.process, one.version))
        what = one.title or words.activity(process, one.key, t)
        outcome = words.outcome(process, one.key, one.outcome, t)
        lines.append(
            joined((t.moment(one.at, now), clip(what, 40), outcome, clip(one.by, SHORT) if one.by else None))
            or ""
        )
    return lines
