"""A new deal before it is written: one form with a button for every line, and who may be meant."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Italic, Text

from bot.callbacks import Aside, Capture, NewDeal, OpenClient
from bot.screen import Button, Keyboard, Look, Screen
from bot.texts import Texts
from bot.usecases import beginning, lead_form
from bot.usecases.lead_form import Form
from bot.views import words
from bot.views.layout import button, flow, my_day
from bot.views.lines import SHORT, clip, joined, long, phone, sentence, stack
from bot.views.troubles import trouble
from storage.leads import Double, Why
from storage.people import Person


def form(found: Form, t: Texts, now: datetime) -> Screen:
    """What is known, and the question that is asked now."""
    keyboard: Keyboard
    match found.question:
        case lead_form.CONFIRM:
            keyboard = _lines(found, t)
        case lead_form.DOUBLE:
            keyboard = _doubles(found, t)
        case _:
            keyboard = (*_answers(found, t), _ways_out(found, t))
    return Screen(
        stack(
            Bold(t.gettext("New deal")),
            *_known(found, t),
            "",
            None if found.problem is None else Text("⚠ ", trouble(found.problem, t, now)),
            "",
            *_question(found, t),
        ),
        keyboard,
    )


def _known(found: Form, t: Texts) -> list[Text | str | None]:
    client = None
    if found.client:
        new = None if found.known else t.gettext("new")
        client = sentence(t.gettext("Client: {name}"), name=_named(found.client, new))
    people: list[Text | str | None] = [
        clip(found.contact, 40) if found.contact else None,
        phone(found.phone) if found.phone else None,
    ]
    contact = joined(people)
    return [
        client,
        sentence(t.gettext("Contact: {name}"), name=contact) if contact else None,
        t.gettext("Tax number {inn}").format(inn=found.inn) if found.inn else None,
        t.gettext("Product: {name}").format(name=clip(found.product, 40)) if found.product else None,
        t.gettext("Amount: {sum}").format(sum=t.money(found.amount.amount, found.amount.currency))
        if found.amount
        else None,
        t.gettext("Responsible: {name}").format(name=clip(found.owner.name, 40))
        if found.choosable and found.owner
        else None,
        t.gettext("Process: {name}").format(name=clip(t.label(found.process.title), 40))
        if len(found.processes) > 1
        else None,
        t.gettext("Already at the stage: {name}").format(
            name=clip(words.stage(found.process, found.stage, t), 40)
        )
        if found.stage
        else None,
        Italic(said) if found.words and (said := long(found.words, 200)) else None,
    ]


def _named(name: str, more: str | None) -> Text:
    return joined((Bold(clip(name)), more)) or Text()


def _question(found: Form, t: Texts) -> list[Text | str | None]:
    _ = t.gettext
    match found.question:
        case lead_form.WHO:
            return [
                Bold(_("Who is it?")),
                Italic(
                    _("Write the company, or a name and a phone, or send a contact or a forwarded message.")
                ),
            ]
        case lead_form.COMPANY:
            return [Bold(_("What is the client's company called?"))]
        case lead_form.CONTACT:
            return [Bold(_("Who is the contact?")), Italic(_("Write a name and a phone; either will do."))]
        case lead_form.PRODUCT:
            return [Bold(_("Which product?")), Italic(_("Choose, or write the beginning of the name."))]
        case lead_form.AMOUNT:
            return [Bold(_("What amount?")), Italic(_("Write it, for example 120000 or “1.2 mln”."))]
        case lead_form.OWNER:
            return [Bold(_("Whose deal will it be?"))]
        case beginning.PROCESS:
            return [Bold(_("By which process is it sold?"))]
        case beginning.STAGE:
            return [
                Bold(_("At which stage is the deal already?")),
                Italic(_("What this stage needs to know is asked when the deal is created.")),
            ]
        case lead_form.DOUBLE:
            return [
                Bold(_("It seems we know this client already:")),
                *(Text("• ", _double(one, found, t)) for one in found.doubles),
            ]
        case _:
            return [Italic(_("Nothing starts before you press “Create”. The rest can be added later."))]


def _double(one: Double, found: Form, t: Texts) -> Text:
    """«Ромашка · тот же телефон · ведёт Борис · 2 сделки»; of another's client only that it is another's."""
    _ = t.gettext
    why = {Why.PHONE: _("the same phone"), Why.INN: _("the same tax number"), Why.NAME: _("a similar name")}
    owner = None
    if one.owner and (found.choosable or not one.seen):  # a rep need not be told that it is his own
        owner = _("works with it: {name}").format(name=clip(one.owner, SHORT))
    deals = None
    if one.open and one.seen:
        deals = t.ngettext("{number} open deal", "{number} open deals", one.open).format(
            number=t.number(one.open)
        )
    return joined((Bold(clip(one.name, 40)), why[one.why], owner, deals)) or Text()


def _doubles(found: Form, t: Texts) -> Keyboard:
    """A deal with the one that is meant, a look at it, or somebody new after all."""
    rows: list[tuple[Button, ...]] = []
    for one in found.doubles:
        if one.seen:
            name = clip(one.name, SHORT)
            rows.append(
                (
                    Button(
                        t.gettext("+ Deal: {name}").format(name=name),
                        Capture(found.draft, "use", one.client_id),
                        look=Look.MAIN,
                    ),
                )
            )
            if not found.registers:  # who registers for others does not see what they have
                rows.append((button(t.gettext("Open: {name}").format(name=name), OpenClient(one.client_id)),))
    rows.append((Button(t.gettext("Create anyway"), _to(found, "sure")),))
    rows.append((Button(t.gettext("Cancel"), _end(found)),))
    return tuple(rows)


def _lines(found: Form, t: Texts) -> Keyboard:
    _ = t.gettext
    lines = [] if found.known else [Button(_("Company"), _to(found, lead_form.COMPANY))]
    lines += [
        Button(_("Contact"), _to(found, lead_form.CONTACT)),
        Button(_("Product"), _to(found, lead_form.PRODUCT)),
        Button(_("Amount"), _to(found, lead_form.AMOUNT)),
    ]
    if found.choosable:
        lines.append(Button(_("Responsible"), _to(found, lead_form.OWNER)))
    if len(found.processes) > 1:
        lines.append(Button(_("Process"), _to(found, beginning.PROCESS)))
    if found.stages:
        lines.append(Button(_("Already in work"), _to(found, beginning.STAGE)))
    return (
        (Button(_("Create"), _to(found, "create"), look=Look.GOOD),),
        *flow(lines),
        *flow(_estimates(found, t)),
        (Button(_("Cancel"), _end(found)),),
    )


def _estimates(found: Form, t: Texts) -> list[Button]:
    """What it may be worth: enough for the rules that need an amount, and put right in the deal."""
    return [
        Button(f"≈ {t.money(one.amount, one.currency)}", Capture(found.draft, "pick", int(one.amount)))
        for one in found.estimates
    ]


def estimated(found: Form, t: Texts) -> str | None:
    """Said once a rough amount was chosen."""
    if found.amount is None:
        return None
    said = t.gettext("≈ {sum}, roughly. Put it right in the deal once you know.")
    return said.format(sum=t.money(found.amount.amount, found.amount.currency))


def _answers(found: Form, t: Texts) -> Keyboard:
    buttons = [button(one.name, Capture(found.draft, "pick", one.id)) for one in found.products]
    buttons += [button(one.name, Capture(found.draft, "pick", one.id)) for one in found.owners[:60]]
    if found.question == lead_form.AMOUNT:
        buttons += _estimates(found, t)
    if found.question == beginning.PROCESS:
        buttons += [
            button(_mark(one is found.process) + t.label(one.title), _to(found, f"p.{one.process}"))
            for one in found.processes
        ]
    if found.question == beginning.STAGE:
        buttons += [
            button(_mark(one == found.stage) + words.stage(found.process, one, t), _to(found, f"s.{one}"))
            for one in found.stages
        ]
    filled = {
        lead_form.PRODUCT: found.product,
        lead_form.AMOUNT: found.amount,
        beginning.STAGE: found.stage,
        lead_form.CONTACT: found.contact or found.phone,
    }
    if filled.get(found.question):
        buttons.append(Button(t.gettext("Leave it empty"), _to(found, "drop")))
    return flow(buttons)


def _mark(chosen: bool) -> str:
    return "● " if chosen else ""


def registered(owner: Person, t: Texts) -> Screen:
    """The deal is a colleague's: whoever has registered it does not see it."""
    return Screen(
        sentence(t.gettext("The deal is registered for {name}."), name=Bold(clip(owner.name))),
        ((Button(t.gettext("+ New deal"), NewDeal(0), look=Look.MAIN), my_day(t)),),
    )


def _ways_out(found: Form, t: Texts) -> tuple[Button, ...]:
    cancel = Button(t.gettext("Cancel"), _end(found))
    if found.question == lead_form.WHO or (found.question == lead_form.OWNER and found.owner is None):
        return (cancel,)
    return (Button(t.gettext("‹ Back"), _to(found, "back")), cancel)


def _to(found: Form, act: str) -> Capture:
    return Capture(found.draft, act, 0)


def _end(found: Form) -> Aside:
    return Aside(found.draft, "cancel")
