"""Corporate deals of the demo, told as what was pressed in them and what was said. Every name here is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """A button of an open activity so many working days later; `exit` is where a stage that is over leads."""

    after: int
    key: str
    outcome: str
    exit: str | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """A move by a button of the deal."""

    after: int
    to: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Points of a checklist are ticked."""

    after: int
    field: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Something is asked of somebody else."""

    after: int
    key: str


Step = Act | Go | Tick | Request


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at the client; the words are those of fsm.values, `motives` are the rep's own."""

    name: str
    role: str
    influence: str
    loyalty: str
    motives: str


@dataclass(frozen=True, slots=True)
class Story:
    """A deal of the seller with this number, whose last step was `idle` working days before the demo begins; 0: minutes before.

    `goods` are product (by its place in the market), quantity and discount in per cent. What is not held yet has
    its presentation so many working days (`ahead`) after the demo's first one. `said` answers questions by field.
    """

    client: str
    seller: int
    people: tuple[Who, ...]
    goods: tuple[tuple[int, int, int], ...]
    course: tuple[Step, ...]
    idle: int = 1
    ahead: int = 0
    hour: int = 11
    returns: int = 0  # days after the demo's first one, when somebody comes back to the client
    rivals: tuple[tuple[str, str, str], ...] = ()
    said: tuple[tuple[str, str], ...] = ()


INTEREST = (Act(0, "confirm_interest", "interested"), Act(1, "deal_form", "saved"))
NEEDS = (Act(2, "collect_info", "done"), Act(1, "confirm_call", "agreed", "presentation"))
READY = (
    Tick(1, "presentation_points", ("deck", "questions", "examples", "attendees", "competitors")),
    Act(1, "prepare_presentation", "done"),
)
PRESENTATION = (*READY, Act(1, "hold_presentation", "held"), Act(0, "record_results", "saved"))
CONTACTS = (Act(2, "name_contacts", "saved"),)
PROPOSAL = (Act(1, "need_calculation", "not_needed"), Act(2, "prepare_proposal", "done"))
SHOWING = (Act(1, "prepare_materials", "done"), Act(0, "choose_tactics", "saved"))
TO_TALKS = (Act(2, "present_proposal", "done", "negotiation"),)
TALKS = (Act(1, "plan_talks", "saved"), Act(0, "discuss_tactics", "alone"))
ADVISED = (
    Act(1, "plan_talks", "saved"),
    Act(0, "discuss_tactics", "discuss"),
    Act(1, "record_advice", "saved"),
)
AGREED = (Act(3, "agree_deal", "done", "contracting"),)
CONTRACT = (Act(1, "contract_info", "done"), Act(2, "contract_draft", "done"))
SIGNED = (Act(4, "contract_sign", "done"),)
TO_PROPOSAL = (*INTEREST, *NEEDS, *PRESENTATION, *PROPOSAL)
TO_CONTRACT = (*TO_PROPOSAL, *SHOWING, *TO_TALKS, *TALKS, *AGREED)

_OURS = ("known_facts", "Бюджет на год утверждён, решают до конца квартала. Потребность назвали сами.")
_NEWS = ("new_facts", "Пуск участка перенесли на февраль, срок поставки стал главным.")

STORIES = (
    Story(
        "Птица «Рассвет»",
        0,
        (Who("Нина Журавлёва", "influences", "medium", "for", "Меньше простоев на линии"),),
        ((2, 6, 0),),
        (),
        idle=0,
    ),
    Story(
        "Рудник «Кремень»",
        1,
        (Who("Роман Вершинин", "decides", "high", "neutral", "Уложиться в бюджет ремонта"),),
        ((1, 5, 0),),
        (Act(0, "confirm_interest", "interested"),),
        idle=0,
        ahead=4,
    ),
    Story(
        "Теплицы «Южные»",
        0,
        (Who("Галина Котова", "decides", "high", "for", "Ровный полив без ручной настройки"),),
        ((0, 12, 5), (9, 2, 0)),
        INTEREST,
        ahead=6,
        said=(("route", "head"), ("known_facts", "Тендер на насосные станции, нужен ответ до пятницы.")),
    ),
    Story(
        "Верфь «Причал»",
        0,
        (Who("Виктор Калинин", "decides", "high", "neutral", "Сдать док к навигации"),),
        ((4, 2, 0),),
        (*INTEREST, Act(0, "appoint", "take")),
        ahead=5,
        said=(("route", "head"), _OURS),
    ),
    Story(
        "Мебель «Ясень»",
        1,
        (
            Who("Олег Беляков", "uses", "low", "for", "Тише и без вибраций"),
            Who("Инна Громова", "influences", "medium", "neutral", "Понятная смета"),
        ),
        ((3, 2, 0), (5, 1, 0)),
        (*INTEREST, Act(2, "collect_info", "done")),
        idle=0,
        ahead=3,
        said=(_OURS, ("route", "colleague"), ("company_history", "Работаем с их снабжением третий год, брали два компрессора.")),
    ),
    Story(
        "Столовые «Полдень»",
        0,
        (
            Who("Дарья Маркова", "decides", "high", "for", "Быстрый запуск новой кухни"),
            Who("Егор Лапин", "uses", "medium", "neutral", "Простое обслуживание"),
        ),
        ((3, 1, 0), (10, 3, 0)),
        (*INTEREST, *NEEDS, Tick(1, "presentation_points", ("deck", "questions", "examples"))),
        ahead=1,
        said=(_OURS, ("presentation_place", "Складская, 14, переговорная на втором этаже")),
    ),
    Story(
        "Шахта «Верхняя»",
        1,
        (
            Who("Максим Носов", "decides", "high", "neutral", "Надёжность: за аварию отвечает он"),
            Who("Вера Абрамова", "owner", "high", "neutral", "Окупаемость за два года"),
        ),
        ((1, 8, 5),),
        (*INTEREST, *NEEDS, *READY, Act(1, "hold_presentation", "held")),
        said=(_OURS,),
    ),
    Story(
        "Депо «Стрелка»",
        0,
        (
            Who("Константин Горохов", "decides", "high", "against", "Привык к прежнему поставщику"),
            Who("Лариса Ежова", "influences", "medium", "for", "Хочет сервис рядом"),
        ),
        ((4, 1, 0), (3, 2, 3)),
        (*INTEREST, *NEEDS, *PRESENTATION),
        said=(
            _OURS,
            ("influential", "yes"),
            ("tactics", "Показать директору расчёт окупаемости, Ежову держать в курсе."),
        ),
        rivals=(("ТехноДвор", "давно у клиента, знают площадку", "сервис за двести километров"),),
    ),
    Story(
        "Ткани «Уток»",
        1,
        (
            Who("Елена Рябова", "decides", "high", "for", "Снизить расход энергии"),
            Who("Борис Дубов", "uses", "medium", "neutral", "Не останавливать цех"),
        ),
        ((6, 10, 5), (7, 4, 5)),
        (*INTEREST, *NEEDS, *PRESENTATION, *CONTACTS, Act(1, "need_calculation", "needed")),
        said=(_OURS, ("influential", "yes"), ("tactics", "Идём от экономии: показать счета за полгода.")),
    ),
    Story(
        "Цемент «Белгора»",
        0,
        (
            Who("Андрей Авдеев", "decides", "high", "for", "Один поставщик на всё"),
            Who("Жанна Волошина", "influences", "high", "neutral", "Рассрочка на полгода"),
        ),
        ((4, 3, 6), (9, 4, 6)),
        (
            *INTEREST,
            *NEEDS,
            *PRESENTATION,
            Act(1, "need_calculation", "not_needed"),
            Request(1, "approve_discount"),
        ),
        said=(
            _OURS,
            ("tactics", "Пакет целиком со скидкой, по отдельности без неё."),
            ("approval_note", "Берут семь позиций сразу, у конкурента на 4 % дешевле. Рассрочка на три платежа."),
        ),
        rivals=(("Компрессорный двор", "цена на 4 % ниже", "нет шкафов управления"),),
    ),
    Story(
        "Сладости «Карамель»",
        1,
        (
            Who("Алла Быстрова", "decides", "medium", "for", "Успеть к сезону"),
            Who("Дмитрий Ершов", "owner", "high", "neutral", "Цена владения"),
        ),
        ((3, 2, 0), (5, 2, 0), (11, 1, 0)),
        (*TO_PROPOSAL, *SHOWING),
        hour=15,
        said=(_OURS, ("tactics", "Начать со сроков поставки, цену назвать последней.")),
    ),
    Story(
        "Комбинат «Сода»",
        0,
        (
            Who("Геннадий Лапин", "decides", "high", "neutral", "Гарантия на три года"),
            Who("Тамара Звонарёва", "influences", "medium", "for", "Обучение своих людей"),
            Who("Роман Дубов", "uses", "low", "for", "Запчасти на складе"),
        ),
        ((4, 2, 4), (8, 6, 4), (11, 2, 0)),
        (*INTEREST, *NEEDS, *PRESENTATION, *CONTACTS, *PROPOSAL, *SHOWING, *TO_TALKS, *ADVISED),
        said=(
            _OURS,
            _NEWS,
            ("influential", "yes"),
            ("tactics", "Держим цену, уступаем в сроках оплаты."),
            ("next_steps", "Встреча с главным инженером, затем протокол разногласий."),
            ("agreed_tactics", "Скидка не больше 5 %, рассрочка на два платежа, обучение включить в цену."),
        ),
        rivals=(
            ("Насосы Урала и К°", "свой завод, быстрый отпуск", "гарантия только год"),
            ("Привод-Маркет", "низкая цена", "не делают пусконаладку"),
        ),
    ),
    Story(
        "Бумага «Лист»",
        1,
        (
            Who("Олег Вершинин", "decides", "high", "for", "Не выйти за смету"),
            Who("Нина Котова", "influences", "medium", "neutral", "Приёмка по актам"),
        ),
        ((7, 6, 5), (9, 2, 0)),
        (*TO_PROPOSAL, *SHOWING, *TO_TALKS, Go(1, "presentation"), *READY, Act(1, "hold_presentation", "held"),
         Act(0, "record_results", "saved"), *PROPOSAL, *SHOWING, *TO_TALKS, *TALKS),
        said=(
            _OURS,
            _NEWS,
            ("tactics", "Новый технический директор: показать решение заново, с самого начала."),
            ("next_steps", "Согласовать график платежей."),
        ),
        rivals=(("Привод-Маркет", "склад в городе", "нет своих инженеров"),),
    ),
    Story(
        "Литейная «Ковш»",
        0,
        (
            Who("Егор Калинин", "owner", "high", "for", "Запуск до весны"),
            Who("Инна Рябова", "influences", "medium", "for", "Чистые документы"),
        ),
        ((4, 2, 5), (1, 4, 5)),
        (*TO_CONTRACT, *CONTRACT),
        idle=2,
        said=(_OURS, _NEWS, ("tactics", "Договор сразу с графиком поставки."), ("next_steps", "Подписание.")),
        rivals=(("ТехноДвор", "знают завод", "долгий срок поставки"),),
    ),
    Story(
        "Мясо «Луговое»",
        1,
        (
            Who("Максим Горохов", "decides", "high", "for", "Стабильный холод"),
            Who("Вера Ежова", "influences", "low", "neutral", "Сроки оплаты"),
        ),
        ((3, 3, 4), (5, 3, 4)),
        (*TO_CONTRACT, *CONTRACT, Act(3, "contract_sign", "needs_changes")),
        said=(_OURS, _NEWS, ("tactics", "Уступаем в отсрочке."), ("next_steps", "Правки юриста клиента.")),
    ),
    Story(
        "Водоканал «Ключ»",
        0,
        (
            Who("Константин Авдеев", "decides", "high", "for", "Сдать станцию по графику"),
            Who("Елена Громова", "influences", "medium", "for", "Прозрачные закупки"),
        ),
        ((1, 10, 6), (9, 3, 6), (11, 2, 0)),
        (*TO_CONTRACT, *CONTRACT, *SIGNED),
        idle=6,
        returns=120,
        said=(
            _OURS,
            _NEWS,
            ("tactics", "Полный комплект с пусконаладкой."),
            ("next_steps", "Документы в закупочную комиссию."),
            ("basis", "contract"),
        ),
        rivals=(("Насосы Урала и К°", "местный завод", "не успевают к сроку"),),
    ),
    Story(
        "Сахар «Нива»",
        1,
        (
            Who("Борис Носов", "decides", "high", "for", "Запас к сезону"),
            Who("Алла Котова", "uses", "medium", "for", "Одинаковые запчасти"),
        ),
        ((0, 14, 7), (2, 6, 7)),
        (*TO_CONTRACT, *CONTRACT, *SIGNED),
        idle=18,
        said=(_OURS, _NEWS, ("tactics", "Скидка за объём."), ("next_steps", "Договор."), ("basis", "order")),
    ),
    Story(
        "Стройка «Опора»",
        0,
        (
            Who("Виктор Дубов", "decides", "high", "against", "Дешевле любой ценой"),
            Who("Лариса Абрамова", "influences", "medium", "for", "Качество"),
        ),
        ((4, 2, 5), (6, 8, 5)),
        (*TO_PROPOSAL, *SHOWING, *TO_TALKS, *TALKS, Go(3, "lost")),
        idle=4,
        said=(
            _OURS,
            _NEWS,
            ("tactics", "Цена владения против цены покупки."),
            ("next_steps", "Ждём решения комиссии."),
            ("close_reason", "competitor"),
            ("winner_competitor", "Компрессорный двор"),
        ),
        rivals=(("Компрессорный двор", "цена на 9 % ниже", "сервис только по выезду"),),
    ),
    Story(
        "Ферма «Излучина»",
        1,
        (Who("Жанна Рябова", "decides", "high", "neutral", "Взять в сезон два насоса"),),
        ((2, 2, 0),),
        (*INTEREST, Act(2, "collect_info", "done"), Go(1, "transferred")),
        idle=0,
        said=(
            ("known_facts", "Нужны два насоса и быстрый счёт, торгов не будет."),
            ("target_process", "simple"),
            ("transfer_note", "Небольшая разовая покупка: счёт и отгрузка, без презентации."),
        ),
    ),
    Story(
        "Санаторий «Роща»",
        0,
        (Who("Галина Маркова", "decides", "medium", "neutral", "Посмотреть цены"),),
        ((0, 2, 0),),
        (*INTEREST, Act(2, "collect_info", "done"), Go(2, "lost")),
        idle=9,
        said=(("known_facts", "Ремонт котельной, бюджет не подтверждён."), ("close_reason", "no_budget")),
    ),
)  # fmt: skip
