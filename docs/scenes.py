"""What the pictures of the documentation show: one walk a person, the same in both languages."""

from collections.abc import Awaitable, Callable

from bot.demo.cast import ADMIN_ID, FIRST_REP_ID, FIRST_SELLER_ID, HEAD_ID, LEADER_ID, REPS
from bot.demo.scenes import SCENES
from docs.phone import Phone
from fsm import rulebook
from fsm.loading import shipped

PLEASANT, AVERAGE, BUSY = FIRST_REP_ID, FIRST_REP_ID + 1, FIRST_REP_ID + 2
EVERYBODY = (PLEASANT, AVERAGE, BUSY, HEAD_ID, ADMIN_ID, FIRST_SELLER_ID, LEADER_ID)
_PROCESS, _CORPORATE, _COMPLEX = (shipped()[key] for key in ("simple", "corporate", "complex_deal"))
_RULE = rulebook.shipped()["proposal_5d"]
_SMALL = SCENES[0].client  # a deal whose proposal is due on the first day
_BUSY_NAME = REPS[2][0]

_SOMEBODY = {"ru": "Иван Петров +7 916 123-45-67", "en": "Ivan Petrov +7 916 123-45-67"}
_DEALS = {
    "ru": (
        "сделки.csv",
        (
            "Клиент;Продукт;Сумма;Стадия;Менеджер;Дата открытия\n"
            "ООО «Ромашка»;Насос НЦ-40;267 300;Поиск;Анна Соколова;16.11.2026\n"
            "АО «Василёк»;Осушитель ОХ-20;1 250 000,50;Переговоры;Павел Грачёв;17.11.2026\n"
            "ЗАО «Лютик»;Насос НЦ-40;сто тысяч;Поиск;Павел Грачёв;18.11.2026\n"
        ),
    ),
    "en": (
        "deals.csv",
        (
            "Client;Product;Amount;Stage;Owner;Opened on\n"
            "Daisy Ltd;Насос НЦ-40;267300;Prospecting;Анна Соколова;16.11.2026\n"
            "Cornflower plc;Осушитель ОХ-20;1250000.50;Engaging;Павел Грачёв;17.11.2026\n"
            "Buttercup;Насос НЦ-40;a hundred thousand;Prospecting;Павел Грачёв;18.11.2026\n"
        ),
    ),
}


async def call(phone: Phone) -> None:
    """A call from the card to the next card."""
    await phone.of(PLEASANT)
    await phone.say("My day")
    await phone.press("1 ·")
    await phone.take("card")
    await phone.press(phone.t.label(_PROCESS.activities["first_call"].outcomes["reached"].title))
    await phone.take("next")
    await phone.press(f"☎ {phone.t.gettext('Tomorrow')}")
    await phone.take("logged", rows=2)


async def day(phone: Phone) -> None:
    """The list of a day, and a task that is put off."""
    await phone.of(AVERAGE)
    await phone.say("My day")
    await phone.take("day", keyboard=True)
    await phone.press("1 ·")
    await phone.press("↷ Put off")
    await phone.take("later")
    await phone.press("‹ Back")


async def duty(phone: Phone) -> None:
    """A deal whose proposal is due today, and what is asked where that is not enough time."""
    await phone.of(PLEASANT)
    await phone.say(_SMALL)
    await phone.press("1 ·")
    await phone.press(f"1 · {phone.t.label(_PROCESS.stages['prospecting'].title)}")
    await phone.take("duty")
    await phone.press(phone.t.label(_COMPLEX.title))
    await phone.take("complex")
    await phone.press("Cancel")


async def audit(phone: Phone) -> None:
    """What this morning's check has found."""
    await phone.of(AVERAGE)
    await phone.say("/start")
    await phone.press("My check")
    await phone.take("audit")


async def gate(phone: Phone) -> None:
    """Want to move the first deal that lacks something for it."""
    await phone.of(BUSY)
    stage = phone.t.label(_PROCESS.stages["engaging"].title)
    needs = phone.t.gettext("needs {number}").partition("{")[0]
    for number in range(1, 9):
        await phone.say("Deals")
        await phone.press(phone.t.label(_PROCESS.stages["prospecting"].title))
        await phone.press(f"{number} ·")
        if await phone.newest(f"→ {stage} · {needs}").count():
            await phone.press(f"→ {stage}")
            await phone.take("gate")
            await phone.press("Cancel")
            return
    raise AssertionError("no deal lacks anything")


async def deals(phone: Phone) -> None:
    """What can be done to a deal, and which deals there are."""
    await phone.of(BUSY)
    await phone.say("Deals")
    await phone.press("Filters and order")
    await phone.take("filters")
    await phone.say("Deals")
    await phone.press("1 ·")
    await phone.press("+ Action")
    await phone.take("acts")


async def search(phone: Phone) -> None:
    """Somebody new, somebody known, and the numbers of the week."""
    await phone.of(PLEASANT)
    await phone.say(_SOMEBODY[phone.t.language])
    await phone.take("new", rows=2)
    await phone.press("Cancel")
    await phone.say("Мост")
    await phone.take("found", rows=2)
    await phone.say("/me")
    await phone.take("me", rows=2)


async def head(phone: Phone) -> None:
    """A head's morning."""
    await phone.of(HEAD_ID)
    await phone.say("/digest")
    await phone.take("digest")
    await phone.press("2")  # the first one waits for a decision, and has a card of its own
    await phone.take("row")
    await phone.say("Team")
    await phone.take("team", keyboard=True)
    await phone.press(_BUSY_NAME)
    await phone.take("person")
    await phone.press("⇄ Hand over work")
    await phone.take("handover")
    await phone.say("/away")
    await phone.press("+ Days off")
    await phone.say("tomorrow")
    await phone.take("away")
    await phone.press("Cancel")
    await phone.say("Funnel")
    await phone.drawn()
    await phone.take("funnel")


async def rules(phone: Phone) -> None:
    """Somebody asks for more time; how a rule does, and what another number would mean; exceptions; discipline."""
    await phone.of(HEAD_ID)
    await phone.say("My day")
    await phone.press("1 ·")
    await phone.take("request")
    await phone.say("/rules")
    await phone.take("rules")
    await phone.press(f"✓ {phone.t.label(_RULE.title)}")
    await phone.drawn()
    await phone.press("90 days")
    await phone.drawn()
    await phone.take("rule")
    await phone.press("What if…")
    await phone.newest("3").click()  # days
    await phone.drawn()
    await phone.take("replay")
    await phone.say("/exceptions")
    await phone.drawn()
    await phone.take("exceptions")
    await phone.say("/discipline")
    await phone.drawn()
    await phone.take("discipline")


async def corporate(phone: Phone) -> None:
    """Where a corporate deal stands, the way it has gone, what another stage would mean; and an approval."""
    await phone.of(FIRST_SELLER_ID)
    await phone.say("Deals")
    await phone.press(phone.t.label(_CORPORATE.stages["proposal_prep"].title))
    await phone.press("1 ·")
    await phone.take("corporate")
    await phone.press("Another stage…")
    await phone.press(f"→ {phone.t.label(_CORPORATE.stages['negotiation'].title)}")
    await phone.take("jump")
    await phone.press("Cancel")
    await phone.press("Path")
    await phone.drawn()
    await phone.take("path")
    await phone.of(LEADER_ID)
    await phone.say("My day")
    await phone.press("2 ·")
    await phone.take("approval")


async def admin(phone: Phone) -> None:
    """An administrator's first day."""
    await phone.of(ADMIN_ID)
    await phone.say("/company")
    await phone.take("company")
    await phone.say("/people")
    await phone.take("people", keyboard=True)
    name, rows = _DEALS[phone.t.language]
    await phone.sandbox.document(ADMIN_ID, name, rows.encode())
    await phone.page.wait_for_timeout(2500)
    await phone.settle()
    await phone.take("import")
    await phone.press("Load")
    await phone.page.wait_for_timeout(1500)
    await phone.take("loaded")
    await phone.say("/health")
    await phone.take("health")


async def evening(phone: Phone) -> None:
    """The recap; time is moved for it, so it comes last."""
    await phone.of(PLEASANT)
    now = (await phone.sandbox.clock())["now"]
    await phone.sandbox.move(f"{now[:10]}T15:01:00+00:00")
    await phone.page.wait_for_timeout(6000)
    await phone.settle()
    await phone.take("recap")


WALKS: tuple[Callable[[Phone], Awaitable[None]], ...] = (
    call,
    day,
    duty,
    audit,
    gate,
    deals,
    search,
    head,
    rules,
    corporate,
    admin,
    evening,
)
