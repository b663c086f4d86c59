"""Files for other programs: everything that somebody may see, and the numbers of a picture."""

import asyncio
from collections.abc import Sequence

from bot import callbacks
from bot.desk import Desk
from bot.exports import text_file, workbook
from bot.exports.sheets import Sheet
from bot.screen import Document, Screen
from bot.usecases import exporting, funnels
from bot.views import export_sheets, exports, funnel_sheet

LARGEST = 50 * 2**20
"""Bytes of the largest file that a bot may send."""


async def chosen(desk: Desk, callback: callbacks.Export) -> Screen:
    """In which form; then the file."""
    if callback.form not in {"xlsx", "csv"}:
        return exports.choice(desk.t, sales=exporting.sees_sales(desk.work.person))
    found = await exporting.everything(desk.work)
    sheets = export_sheets.sheets(found, desk.work.company.processes, desk.t)
    made = await document(desk, "voronka", sheets, callback.form)
    if len(made.content) > LARGEST:
        return exports.too_large(desk.t)
    return exports.file(made, found, desk.t)


async def funnel(desk: Desk, callback: callbacks.FunnelFile) -> Screen:
    """The numbers of the funnel that is shown, as a file below it."""
    form, _, process = callback.form.partition(".")
    found = await funnels.funnel(desk.work, callback.period, callback.scope, process)
    whose = found.whose or desk.t.gettext("Everybody")
    sheet = funnel_sheet.sheet(found.report, whose, callback.period, desk.t)
    made = await document(desk, "funnel", [sheet], {"x": "xlsx", "c": "csv"}.get(form, form))
    return funnel_sheet.file(made, whose, callback.period, desk.t)


async def document(desk: Desk, name: str, sheets: Sequence[Sheet], form: str) -> Document:
    """Written in a thread: thousands of rows take seconds. Many sheets of CSV go into one archive."""
    name = f"{name}-{desk.t.today(desk.now).isoformat()}"
    language = desk.t.language
    if form == "xlsx":
        return Document(f"{name}.xlsx", await asyncio.to_thread(workbook.written, sheets))
    if len(sheets) == 1:
        return Document(f"{name}.csv", await asyncio.to_thread(text_file.written, sheets[0], language))
    return Document(f"{name}.zip", await asyncio.to_thread(text_file.zipped, sheets, language))
