"""What no such product can do without, and nothing of ours: `python -m benchmarks.bare DATABASE_URL`."""

import asyncio
import io
import sys

from aiogram import Bot, Dispatcher
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def main(url: str) -> None:
    bot, dispatcher = Bot("1:AAA"), Dispatcher()
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE IF NOT EXISTS deals (id INTEGER PRIMARY KEY)"))
    figure = Figure(figsize=(10.8, 13.5), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.bar(["a", "b", "c"], [3, 2, 1])
    axes.set_title("Воронка")
    figure.savefig(io.BytesIO(), format="png")
    print("ready", flush=True)
    await asyncio.Event().wait()
    del bot, dispatcher


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
