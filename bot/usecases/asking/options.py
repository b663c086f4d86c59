"""One of the options that the process itself lists, yes or no, and one of the company's other processes."""

from bot.usecases.asked import Suggestion, Trouble
from bot.usecases.asking import choosing
from bot.usecases.asking.choosing import Option
from bot.usecases.asking.inquiry import Inquiry, Manner, NotUnderstoodError, Offered, Unfinished
from fsm.definition import Process, Subject
from fsm.facts import Answer
from fsm.values import NO, YES
from storage.company import Company
from storage.names import fold

_SAID = {
    YES: frozenset({"да", "ага", "угу", "конечно", "так", "нужно", "нужен", "yes", "y", "yep", "true", "1"}),
    NO: frozenset({"нет", "не", "неа", "не нужно", "не нужен", "no", "n", "nope", "false", "0"}),
}


def _options(inquiry: Inquiry) -> list[Option]:
    return [
        Option(Suggestion(key, value=key), tuple(option.title.values()))
        for key, option in inquiry.definition.options.items()
        if not option.reserved
    ]


async def _offered(inquiry: Inquiry) -> Offered:
    return choosing.offered(inquiry, _options(inquiry))


async def _pressed(inquiry: Inquiry, choice: str) -> Answer:
    return choosing.pressed(_options(inquiry), choice)


async def _said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    return choosing.said(_options(inquiry), text)


async def _yes_or_no(inquiry: Inquiry) -> Offered:
    return Offered((Suggestion(YES, value=YES), Suggestion(NO, value=NO)))


async def _yes_or_no_pressed(inquiry: Inquiry, choice: str) -> Answer:
    if choice not in _SAID:
        raise NotUnderstoodError(Trouble.NOT_A_CHOICE)
    return choice


async def _yes_or_no_said(inquiry: Inquiry, text: str) -> Answer:
    said = fold(text)
    for answer, words in _SAID.items():
        if said in words:
            return answer
    raise NotUnderstoodError(Trouble.NOT_YES_OR_NO)


def others(company: Company, process: str) -> list[Process]:
    """The newest versions of what deals may go through instead of this process."""
    keys = dict.fromkeys(key for key, _ in company.processes if key != process)
    return [one for one in map(company.newest, keys) if one.subject is Subject.DEAL]


def _processes(inquiry: Inquiry) -> list[Option]:
    return [
        Option(Suggestion(one.process, value=one.process), tuple(one.title.values()))
        for one in others(inquiry.work.company, inquiry.loaded.process.process)
    ]


async def _processes_offered(inquiry: Inquiry) -> Offered:
    return choosing.offered(inquiry, _processes(inquiry))


async def _process_pressed(inquiry: Inquiry, choice: str) -> Answer:
    return choosing.pressed(_processes(inquiry), choice)


async def _process_said(inquiry: Inquiry, text: str) -> Answer | Unfinished:
    return choosing.said(_processes(inquiry), text)


CHOICE = Manner(_offered, _pressed, _said)
YES_NO = Manner(_yes_or_no, _yes_or_no_pressed, _yes_or_no_said)
PROCESS = Manner(_processes_offered, _process_pressed, _process_said)
