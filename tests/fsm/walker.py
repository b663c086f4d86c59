"""A person who presses whatever there is, and a world in which anything may happen: random steps on a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from fsm.course import Decision
from fsm.definition import FieldType, Final, Style
from fsm.facts import (
    Amend,
    Answer,
    Assign,
    Delegate,
    Edit,
    Elapse,
    Log,
    Move,
    OpenTask,
    Park,
    Plan,
    Press,
    Reopen,
    Return,
    Signal,
    Snooze,
    Trigger,
    Wake,
)
from fsm.questions import REASON, TITLE, WAIVE, WHEN, Question
from fsm.values import LEVELS, ROLES, STANCES, Competitor, Line, Money, Participant, Value
from tests.fsm.play import Play

PEOPLE = (6, 7, 8)
TEAMS = (1, 2, 3)
WORDS = ("да", "=1+1", "<b>", "O'Neil", "🙂", "x" * 40)
IDS = (1, 2, 3)
AMONG: Mapping[FieldType, Sequence[Value]] = {
    FieldType.YES_NO: ("yes", "no"),
    FieldType.PERSON: PEOPLE,
    FieldType.TEAM: TEAMS,
    FieldType.CLIENT: IDS,
    FieldType.CONTACT: IDS,
    FieldType.PRODUCT: IDS,
    FieldType.PROCESS: ("simple", "corporate"),
}
PATIENCE = 30
"""Questions about one thing, after which it is taken to be asking without end."""

One = TypeVar("One")


@dataclass(slots=True)
class Walker:
    """Whoever walks `play`; everything that is random comes from `chance`. One who is `patient` seldom gives up."""

    play: Play
    chance: Random
    patient: bool = False
    asked: int = field(default=0)

    # --- answers ----------------------------------------------------------------------------------------

    def value(self, key: str, parts: tuple[str, ...] = ()) -> Value:
        """What a person may answer; a reserved option is not offered."""
        definition = self.play.process.fields[key]
        match definition.type:
            case FieldType.CHOICE:
                return self.one([name for name, one in definition.options.items() if not one.reserved])
            case FieldType.CHECKLIST:
                names = list(definition.options)
                return tuple(names[: 1 + self.number(len(names))])
            case FieldType.MOMENT:
                return self.moment(self.play.now - timedelta(days=20))
            case FieldType.DATE:
                return date(2026, 1, 1) + timedelta(days=self.number(700))
            case FieldType.MONEY:
                return Money(Decimal(self.number(10**9)) / 100, "RUB")
            case FieldType.NUMBER:
                return Decimal(self.number(1000)) / 10
            case FieldType.FILE | FieldType.LINES | FieldType.PARTICIPANTS | FieldType.COMPETITORS:
                return self._rows(definition.type, parts)
            case kind:
                return self.one(AMONG.get(kind, WORDS))

    def _rows(self, kind: FieldType, parts: tuple[str, ...]) -> Value:
        numbers = range(1, 2 + self.number(3))
        match kind:
            case FieldType.LINES:
                return tuple(Line(n, Decimal(n), Decimal("9.99")) for n in numbers)
            case FieldType.PARTICIPANTS:
                return tuple(self._participant(n, parts) for n in numbers)
            case FieldType.COMPETITORS:
                return tuple(self._competitor(parts) for _ in numbers)
            case _:
                return tuple(numbers)

    def _participant(self, contact: int, parts: tuple[str, ...]) -> Participant:
        said = {"role": ROLES, "influence": LEVELS, "loyalty": STANCES, "motives": WORDS}
        return Participant(
            contact,
            **{part: self.one(words) for part, words in said.items() if part in parts or self.often(2)},
        )

    def _competitor(self, parts: tuple[str, ...]) -> Competitor:
        known = [part for part in ("strengths", "weaknesses") if part in parts or self.often(2)]
        return Competitor(self.one(WORDS), **{part: self.one(WORDS) for part in known})

    def answer(self, question: Question) -> Answer:
        if question.optional and self.often(2):
            return None
        if question.choices:
            suggested = question.choices[:1] if self.patient and not self.often(4) else question.choices
            return self.one(suggested)
        if question.key == WHEN:
            return self.moment(self.play.now)
        if question.key in {TITLE, REASON, WAIVE}:
            return self.one(WORDS)
        return self.value(question.key, question.parts)

    def moment(self, first: datetime) -> datetime | date:
        """An hour or a whole day, some time in the 40 days after `first`."""
        if self.often(4):
            day = self.play.calendar_of(self.play.owner).day_of(first)
            return day + timedelta(days=self.number(40))
        return first + timedelta(minutes=1 + self.number(40 * 24 * 60))

    # --- what happens -----------------------------------------------------------------------------------

    def work(self) -> Trigger:
        """What a person who works the deal does now: mostly a button of something that is open."""
        play = self.play
        if self.often(40):
            return Move(self.one(play.process.stages[play.state or ""].ways))
        if self.often(15):
            aside: list[Trigger] = [Snooze(self.task().id), Park(), Assign(self.one(PEOPLE))]
            return self.one([*aside, *map(Plan, play.process.by_hand)])
        task = self.task()
        outcomes = play.process.activities[task.key].outcomes
        kept = [name for name, one in outcomes.items() if one.style is not Style.BAD]
        return Press(task.id, self.one(kept if self.patient and not self.often(20) else list(outcomes)))

    def task(self) -> OpenTask:
        return self.one([row.task for row in self.play.rows if row.open])

    def anything(self) -> Trigger:
        """What a person or the world may do now, or might have done on an old card."""
        play = self.play
        process = play.process
        task = self.one([row.task for row in play.rows])
        activity = process.activities[task.key]
        outcome = self.one(list(activity.outcomes))
        fields = list(process.fields)
        ways: list[Trigger] = [
            Press(task.id, outcome),
            Press(task.id, outcome),
            Press(task.id, outcome),
            Move(self.one(list(process.stages))),
            Elapse(task.id, self.number(len(activity.timers) + 1)),
            Return(task.id, outcome),
            Amend((self.one(fields),)),
            Snooze(task.id),
            Park(),
            Wake(),
            Assign(self.one(PEOPLE)),
            Delegate(task.id, self.one(PEOPLE)),
            Reopen(self.one(list(process.stages))),
        ]
        key = self.one(fields)
        ways.append(Edit({key: self.value(key)}))
        if process.signals:
            ways.append(Signal(self.one(process.signals)))
        if process.by_hand:
            hand = self.one(process.by_hand)
            ways.append(Plan(hand))
            ways.append(Log(hand, self.one(list(process.activities[hand].outcomes)), incoming=self.often(2)))
        return self.one(ways)

    def end(self) -> Trigger:
        """The shortest way to an end."""
        return Move(next(key for key, one in self.play.process.stages.items() if one.final is Final.LOST))

    def go(self, one: Trigger) -> Decision:
        """Does it, answering whatever is asked; no question comes twice and they come to an end."""
        answers: dict[str, Answer] = {}
        for _ in range(PATIENCE):
            decision = self.play.do(with_answers(one, answers))
            if not decision.questions:
                return decision
            assert decision.state == self.play.state
            assert decision.effects == ()
            for question in decision.questions:
                assert question.key not in answers, f"{question} comes twice"
                self.asked += 1
                answers[question.key] = self.answer(question)
        raise AssertionError(f"{one} asks without end: {answers}")

    # --- chance -----------------------------------------------------------------------------------------

    def one(self, among: Sequence[One]) -> One:
        return among[self.number(len(among))]

    def number(self, below: int) -> int:
        """From 0 on."""
        return self.chance.randrange(below)

    def often(self, times: int) -> bool:
        """Once in so many times."""
        return self.number(times) == 0


def with_answers(one: Trigger, answers: dict[str, Answer]) -> Trigger:
    """The same with what has been answered so far."""
    match one:
        case Press() | Move() | Amend() | Plan() | Log() | Snooze() | Park() | Reopen():
            return replace(one, answers=dict(answers))
        case _:
            return one
