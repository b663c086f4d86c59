"""A row of deals as what it states: where the deal is, when it came there, what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.imports.mapping import CLOSED
from bot.imports.problems import N_
from bot.imports.reading import Reader, WrongCell
from bot.imports.tables import Row
from fsm import wall
from fsm.definition import Final, Process
from storage.imports.plan import Deal, Stay

_NOON = time(12)  # a date without a time stays that date for readers in other zones
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Names:
    """What a deal names, as it is written in the file."""

    owner: str
    client: str | None
    product: str | None


def deal(reader: Reader, row: Row, *, process: Process, zone: ZoneInfo, today: date) -> tuple[Deal, Names]:
    """The deal of one row. Raises WrongCell."""
    owner, owner_name = reader.name(row, "owner", longest=200)
    client, client_name = reader.named(row, "client", longest=300)
    product, product_name = reader.named(row, "product", longest=200)
    stage = reader.stage(row)
    final = process.stages[stage].final
    moments = {key: reader.day(row, header) for key, header in reader.meaning.moments.items()}
    for key, day in moments.items():
        if day is not None and day > today + timedelta(days=1) and (final is not None or key != CLOSED):
            raise WrongCell(reader.meaning.moments[key], day, N_("this day has not come yet"))
    closed = moments.pop(CLOSED, None)
    stated = (
        reader.day(row, reader.meaning.columns["close_date"])
        if "close_date" in reader.meaning.columns
        else None
    )
    stays = _stays(reader, process, stage, moments, closed if final else None, zone)
    amount = reader.amount(row, "amount")
    close_date = stated or closed
    known = {"client": client, "product": product, "amount": amount, "close_date": close_date}
    furthest = _furthest(process, stays)
    found = Deal(
        number=reader.text(row, "number", longest=100),
        owner=owner,
        client=client,
        product=product,
        amount=amount,
        currency=reader.currency,
        close_date=close_date,
        stays=stays,
        furthest=furthest,
        outcome=final.value if final else None,
        unknown=_unknown(process, stage, furthest, known),
    )
    return found, Names(owner_name, client_name, product_name)


def _stays(
    reader: Reader,
    process: Process,
    stage: str,
    moments: Mapping[str, date | None],
    closed: date | None,
    zone: ZoneInfo,
) -> tuple[Stay, ...]:
    order = {key: number for number, key in enumerate(process.stages)}
    days = dict(moments)
    last = closed or days.pop(stage, None)
    before = sorted((day, order[key], key) for key, day in days.items() if day is not None and key != stage)
    if last is not None and before and before[-1][0] > last:
        header = reader.meaning.moments.get(before[-1][2], "")
        raise WrongCell(header, before[-1][0], N_("later than the day of its present stage, {day}", day=last))
    stays = [Stay(key, wall.instant(zone, day, _NOON)) for day, _, key in before]
    return (*stays, Stay(stage, wall.instant(zone, last, _NOON) if last else None))


def _furthest(process: Process, stays: tuple[Stay, ...]) -> str:
    """The last working stage, in the order of the funnel, that the deal has reached; a won one reached them all."""
    working = process.working_stages
    if process.stages[stays[-1].stage].final is Final.WON:
        return working[-1]
    reached = [working.index(stay.stage) for stay in stays if stay.stage in working]
    return working[max(reached, default=working.index(process.start))]


def _unknown(process: Process, stage: str, furthest: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """Fields that the gates up to here demand, and that the file does not have."""
    working = process.working_stages
    gates = [*working[: working.index(furthest) + 1], stage]
    demanded = [need.field for gate in gates for need in process.stages[gate].requires if need.when is None]
    return tuple(dict.fromkeys(field for field in demanded if known.get(field) is None))


def latest(found: Deal) -> datetime:
    """The last moment that is known of a deal; the beginning of time if none is."""
    return max((stay.entered for stay in found.stays if stay.entered), default=_EARLIEST)
