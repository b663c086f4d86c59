"""A file that is in the company: what loading it did, and how it goes back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from aiogram.utils.formatting import Bold

from bot.callbacks import TakeBack
from bot.screen import Button, Look, Screen
from bot.texts import Texts
from bot.usecases.imports import Report
from bot.views import import_words
from bot.views.layout import my_day
from bot.views.lines import SHORT, clip, stack
from storage.imports.deals_back import Kept, Why
from storage.imports.taking_back import TakenBack

_LISTED = 8


def loaded(name: str, report: Report, t: Texts) -> Screen:
    """What the import did."""
    if report.import_id is None:
        return Screen(
            stack(Bold(clip(name)), t.gettext("There is nothing new in it: all of it is here already.")),
            ((my_day(t),),),
        )
    return Screen(
        stack(
            Bold(t.gettext("Loaded: {name}").format(name=clip(name, 40))),
            *import_words.counts(report.counts, t, done=True),
            "",
            t.gettext("If something is wrong, all of it can be taken back."),
        ),
        (
            (take_back(report.import_id, t),),
            (my_day(t),),
        ),
    )


def loaded_before(name: str, import_id: int | None, t: Texts) -> Screen:
    """The button was pressed before; what can still be done."""
    back = () if import_id is None else ((take_back(import_id, t),),)
    return Screen(
        stack(Bold(clip(name)), t.gettext("This file has been loaded already.")), (*back, (my_day(t),))
    )


def take_back(import_id: int, t: Texts) -> Button:
    return Button(t.gettext("Take the import back"), TakeBack(import_id), look=Look.BAD)


def taken_back(done: TakenBack, t: Texts, now: datetime) -> Screen:
    """What went, what is as before, and what stays and why."""
    return Screen(
        stack(
            Bold(t.gettext("Taken back: {name}").format(name=clip(done.source, 40))),
            _counted(t.gettext("Removed: {things}"), done.removed, t),
            _counted(t.gettext("As before: {things}"), done.restored, t),
            *_kept(done.kept, t, now),
        ),
        ((my_day(t),),),
    )


def _counted(template: str, found: Mapping[str, int], t: Texts) -> str | None:
    things = ", ".join(
        f"{import_words.rows_of(kind, t).lower()} {t.number(number)}"
        for kind, number in found.items()
        if number
    )
    return template.format(things=things) if things else None


def _kept(kept: Sequence[Kept], t: Texts, now: datetime) -> list[str]:
    if not kept:
        return []
    lines = [f"· {clip(one.label, 40)}: {_why(one, t, now)}" for one in kept[:_LISTED]]
    if len(kept) > _LISTED:
        lines.append(t.gettext("… and {number} more").format(number=len(kept) - _LISTED))
    number = len(kept)
    return [
        "",
        t.ngettext("{number} thing stays:", "{number} things stay:", number).format(number=t.number(number)),
        *lines,
    ]


def _why(one: Kept, t: Texts, now: datetime) -> str:
    _ = t.gettext
    match one.why:
        case Why.WORKED if one.by is not None and one.at is not None:
            return _("{who} worked on it, {moment}").format(
                who=clip(one.by, SHORT), moment=t.moment(one.at, now)
            )
        case Why.WORKED:
            return _("it was worked on since")
        case Why.CHANGED:
            return _("it was changed since")
        case Why.USED:
            return _("it is needed by what stays")


def put_aside(name: str, t: Texts) -> Screen:
    """The person does not want it loaded."""
    return Screen(
        stack(Bold(clip(name)), t.gettext("Not loaded, nothing was changed.")),
        ((my_day(t),),),
    )
