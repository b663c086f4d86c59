"""The home screen: what is to be done, open deals stage by stage, and where everything else is."""

from collections.abc import Iterator, Mapping

from aiogram.utils.formatting import Bold, Text

from bot import sieves
from bot.callbacks import (
    Audit,
    Day,
    Export,
    Firm,
    Health,
    Home,
    Invite,
    Mine,
    NewDeal,
    People,
    Preference,
    Processes,
    Sifted,
    Team,
)
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases.listing import Homely
from bot.views import words
from bot.views.day import counts
from bot.views.layout import LABEL, flow
from bot.views.lines import clip, joined, sentence, stack
from storage.deals import Total
from storage.pipeline import Sieve


def home(found: Homely, t: Texts) -> Screen:
    """Deals by stage with what they are worth; a stage opens its list."""
    _ = t.gettext
    every = sum(one.count for _process, stages in found.stages for one in stages.values())
    lines: list[Text | str] = []
    if found.sells or found.leads:
        whose = _("Deals of the team") if found.team else _("My deals")
        lines = [Text(Bold(whose), f" · {t.number(every)}"), *_stages(found, t)]
        if not every:
            lines.append(_("There are no deals yet. Send me a contact, or press “New deal”."))
        if found.drafts:
            lines.append(_drafts(found, t))
    return Screen(
        stack(
            sentence(_("{name}, here is where things stand."), name=Bold(clip(found.person.name))),
            *_tasks(found, t),
            "",
            *lines,
        ),
        (*_lists(found, t), *_places(found, t)),
    )


def _tasks(found: Homely, t: Texts) -> list[Text | str]:
    """What is to be done, of who sells."""
    said = counts(found.counts, t)
    if not said and (found.sells or found.leads):
        return [t.gettext("Everything is done, nothing is planned.")]
    return [said] if said else []


def _drafts(found: Homely, t: Texts) -> str:
    return "✎ " + t.gettext("Drafts: {number}").format(number=t.number(found.drafts))


def _stages(found: Homely, t: Texts) -> list[Text | str]:
    """Stage by stage; several processes have headings."""
    lines: list[Text | str] = []
    for process, stages in found.stages:
        if len(found.stages) > 1:
            lines += ["", Text(clip(t.label(process.title)), f" · {t.number(_count(stages))}")]
        known = process.working_stages
        keys = [*(key for key in known if key in stages), *(key for key in stages if key not in known)]
        lines += [_stage(words.stage(process, key, t), stages[key], found.currency, t) for key in keys]
    return lines


def _count(stages: Mapping[str, Total]) -> int:
    return sum(one.count for one in stages.values())


def _stage(name: str, total: Total, currency: str, t: Texts) -> Text:
    money = t.money(total.amount, currency, compact=True) if total.amount else None
    return joined((name, t.number(total.count), money)) or Text()


def _lists(found: Homely, t: Texts) -> Keyboard:
    """A button for each stage; of several processes one for each of them."""
    scope = "team" if found.team else "mine"
    drafts = Sifted(scope, "", sieves.written(Sieve(drafts=True)), "list", 0)
    return (
        *flow(_choices(found, scope, t)),
        *(((Button(_drafts(found, t), drafts),),) if found.drafts else ()),
    )


def _choices(found: Homely, scope: str, t: Texts) -> Iterator[Button]:
    for process, stages in found.stages:
        if len(found.stages) > 1:
            sieve = sieves.written(Sieve(process=process.process))
            label = f"{t.label(process.title)} {t.number(_count(stages))}"
            yield Button(clip(label, LABEL), Sifted(scope, "", sieve, "list", 0))
            continue
        for key in process.working_stages:
            if key in stages:
                label = f"{words.stage(process, key, t)} {t.number(stages[key].count)}"
                yield Button(clip(label, LABEL), Sifted(scope, key, "", "list", 0))


def _places(found: Homely, t: Texts) -> Keyboard:
    _ = t.gettext
    rows: list[tuple[Button, ...]] = []
    if found.sells or found.leads:
        scope = "team" if found.team else "mine"
        rows.append(
            (
                Button(_("My day"), Day("all", 0), look=Look.MAIN),
                Button(_("All deals"), Sifted(scope, "", "", "list", 0)),
            )
        )
        rows.append((Button(_("+ New deal"), NewDeal(0)), Button(_("My numbers"), Mine("week", 0))))
        rows.append((Button(_("My check"), Audit("", 0)),))
    if found.leads:
        other = (
            Button(_("My deals"), Home("")) if found.team else Button(_("Deals of the team"), Home("team"))
        )
        rows.append((*((other,) if found.sells else ()), Button(_("Team"), Team(0))))
    if found.runs:
        rows.append((Button(_("People"), People("", 0)), Button(_("Company"), Firm("", "", 0))))
        rows.append((Button(_("Invite"), Invite("", 0)), Button(_("State"), Health("", 0))))
    rows.append((Button(_("Settings"), Preference("", "")), Button(_("Processes"), Processes("", 0, ""))))
    rows.append((Button(_("Export"), Export("")),))
    return tuple(rows)
