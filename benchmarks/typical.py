"""A typical bot, to be measured against: `python -m benchmarks.typical DATABASE_URL API_URL TOKEN`.

Written as such bots are: aiogram's polling, 100 handlers in 30 routers, middlewares that open a session and load
the person, a state machine per deal, ORM objects, the words of the card in HTML. It writes the same rows as we do in
one transaction (deal, history, both activities, timer, outbox) and gives none of our guarantees.
"""

import asyncio
import html
import logging
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import new_class
from typing import Any, ClassVar

from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, TelegramObject
from aiogram.utils.keyboard import InlineKeyboardBuilder
from sqlalchemy import JSON, ForeignKey, event, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship
from transitions import Machine

HANDLERS, ROUTERS, LOGGING = 100, 30, 50
"""How many there are, and which of the handlers logs a failed call: half of the others are asked before it."""


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSON}


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]


class Client(Base):
    __tablename__ = "clients"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str]


class Deal(Base):
    __tablename__ = "deals"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id"))
    stage: Mapped[str]
    amount: Mapped[int]
    revision: Mapped[int]
    updated_at: Mapped[datetime]
    client: Mapped[Client] = relationship()


class Activity(Base):
    __tablename__ = "activities"
    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]
    attempt: Mapped[int]
    due: Mapped[datetime]
    state: Mapped[str]
    outcome: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    deal: Mapped[Deal] = relationship()


class History(Base):
    __tablename__ = "history"
    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)
    user_id: Mapped[int]
    at: Mapped[datetime]
    what: Mapped[dict[str, Any]]


class Timer(Base):
    __tablename__ = "timers"
    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(index=True)
    due: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str]


class Outbox(Base):
    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    kind: Mapped[str]
    data: Mapped[dict[str, Any]]
    state: Mapped[str]


class DealMachine:
    """The machine of one deal."""

    states = ("prospecting", "engaging", "won", "lost")
    working = ("prospecting", "engaging")
    outcomes = ("no_answer", "busy", "call_back", "reached", "wrong_number", "refused")

    def __init__(self, deal: Deal) -> None:
        self.deal = deal
        self.machine = Machine(self, states=list(self.states), initial=deal.stage, auto_transitions=False)
        self.machine.add_transition("engage", "prospecting", "engaging")
        self.machine.add_transition("win", "engaging", "won")
        self.machine.add_transition("lose", list(self.working), "lost")
        self.machine.add_transition("back", "engaging", "prospecting")
        for outcome in self.outcomes:
            self.machine.add_transition(outcome, list(self.working), None)


class Sessions(BaseMiddleware):
    """A session for each update."""

    def __init__(self, maker: async_sessionmaker[AsyncSession]) -> None:
        self.maker = maker

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        async with self.maker() as session:
            data["session"] = session
            return await handler(event, data)


class Users(BaseMiddleware):
    """The person who caused the update."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        session: AsyncSession = data["session"]
        found = select(User).where(User.telegram_id == data["event_from_user"].id)
        data["user"] = await session.scalar(found)
        return await handler(event, data)


class Outcome(CallbackData, prefix=f"h{LOGGING}"):
    activity: int
    outcome: str


async def logged(
    query: CallbackQuery, callback_data: Outcome, bot: Bot, session: AsyncSession, user: User | None
) -> None:
    """A failed call: the activity is closed, the next attempt planned, the card shrinks, the next one comes below."""
    wanted = joinedload(Activity.deal).joinedload(Deal.client)
    activity = await session.get(Activity, callback_data.activity, options=[wanted])
    if user is None or activity is None or activity.owner_id != user.id or activity.state != "open":
        await query.answer("Эта кнопка устарела")
        return
    now = datetime.now(UTC)  # noqa: TID251 - so do typical bots
    deal = activity.deal
    getattr(DealMachine(deal), callback_data.outcome)()
    activity.state, activity.outcome, activity.closed_at = "done", callback_data.outcome, now
    deal.revision, deal.updated_at = deal.revision + 1, now
    following = Activity(
        deal_id=deal.id,
        owner_id=user.id,
        kind=activity.kind,
        attempt=activity.attempt + 1,
        due=now + timedelta(hours=2),
        state="open",
    )
    session.add(following)
    session.add(History(deal_id=deal.id, user_id=user.id, at=now, what={"outcome": callback_data.outcome}))
    await session.flush()
    session.add(Timer(activity_id=following.id, due=following.due - timedelta(minutes=15), state="pending"))
    upcoming = (
        select(Activity)
        .where(Activity.owner_id == user.id, Activity.state == "open")
        .order_by(Activity.due)
        .limit(1)
        .options(wanted)
    )
    below = await session.scalar(upcoming)
    if below is not None:
        session.add(Outbox(user_id=user.id, kind="card", data={"activity": below.id}, state="sent"))
    await session.commit()
    await query.answer("Записано: не дозвонился")
    if isinstance(query.message, Message):
        done = (
            f"✓ <b>{html.escape(deal.client.name)}</b> — не дозвонился, дальше: {following.due:%d.%m %H:%M}"
        )
        await query.message.edit_text(done, reply_markup=afterwards(deal))
    if below is not None:
        await bot.send_message(query.from_user.id, words(below), reply_markup=buttons(below))


def words(activity: Activity) -> str:
    deal = activity.deal
    return (
        f"<b>{html.escape(deal.client.name)}</b>\n{deal.client.phone}\n\nПозвонить клиенту\nдо {activity.due:%d.%m %H:%M}\n"
        f"Попытка {activity.attempt}\n\nСумма {deal.amount}\n<i>Дозвониться до того, кто решает</i>"
    )


def buttons(activity: Activity) -> InlineKeyboardMarkup:
    builder = InlineKeyboardBuilder()
    for outcome in DealMachine.outcomes:
        builder.button(text=outcome, callback_data=Outcome(activity=activity.id, outcome=outcome))
    builder.adjust(2)
    return builder.as_markup()


def afterwards(deal: Deal) -> InlineKeyboardMarkup:
    builder = InlineKeyboardBuilder()
    builder.button(text="Сделка", callback_data=f"deal:{deal.id}")
    builder.button(text="Мой день", callback_data="day")
    return builder.as_markup()


def dispatcher(maker: async_sessionmaker[AsyncSession]) -> Dispatcher:
    found = Dispatcher()
    found.update.middleware(Sessions(maker))
    found.update.middleware(Users())
    routers = [Router() for _ in range(ROUTERS)]
    for number in range(HANDLERS):
        router = routers[number * ROUTERS // HANDLERS]
        if number == LOGGING:
            router.callback_query.register(logged, Outcome.filter())
        else:
            router.callback_query.register(another, kind(number).filter())
    found.include_routers(*routers)
    return found


def kind(number: int) -> type[CallbackData]:
    """The data of a handler that only has an id."""
    body = {"__annotations__": {"id": int}, "__module__": __name__}
    return new_class(
        f"H{number}", (CallbackData,), {"prefix": f"h{number}"}, lambda space: space.update(body)
    )


async def another(query: CallbackQuery) -> None:
    await query.answer()


def engine(url: str) -> AsyncEngine:
    """WAL, BEGIN IMMEDIATE and one connection, as one who has met «database is locked» sets it up."""
    found = create_async_engine(url, pool_size=1, max_overflow=0)

    @event.listens_for(found.sync_engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(found.sync_engine, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return found


async def serve(database_url: str, api_url: str, token: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    bot = Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    rows = engine(database_url)
    found = dispatcher(async_sessionmaker(rows, expire_on_commit=False))
    found.startup.register(say_ready)
    await found.start_polling(bot)
    await rows.dispose()


async def say_ready() -> None:
    print("ready", flush=True)


async def make(url: str, *, reps: int, deals: int, telegram: int) -> None:
    """Rows like those of company.make: deal n belongs to rep (n-1) % reps + 1, its activity is n."""
    rows = create_async_engine(url)
    now = datetime.now(UTC)  # noqa: TID251 - so do typical bots
    async with rows.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        people = [{"id": n, "telegram_id": telegram + n, "name": f"Анна {n}"} for n in range(1, reps + 1)]
        await connection.execute(insert(User), people)
        clients = [{"id": n, "name": f"Ромашка {n}", "phone": "+74951234567"} for n in range(1, 501)]
        await connection.execute(insert(Client), clients)
        both = [(n, (n - 1) % reps + 1) for n in range(1, deals + 1)]
        made = {"stage": "prospecting", "amount": 1000, "revision": 1, "updated_at": now}
        found = [{"id": n, "owner_id": owner, "client_id": n % 500 + 1, **made} for n, owner in both]
        await connection.execute(insert(Deal), found)
        first = {"kind": "call", "attempt": 1, "state": "open"}
        due = now + timedelta(hours=1)
        calls = [
            {"id": n, "deal_id": n, "owner_id": owner, "due": due + timedelta(seconds=n), **first}
            for n, owner in both
        ]
        await connection.execute(insert(Activity), calls)
    await rows.dispose()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(serve(*sys.argv[1:4]))
