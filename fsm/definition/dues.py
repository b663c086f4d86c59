"""When something is due: so much working time from now, or reckoned from a date that the deal knows."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from fsm.definition.model import Key, Model


class Due(Model):
    """How far away something is due; exactly one unit.

    `working_hours` gives a moment (it rings). `working_days` and `days` give a day, due by its working
    end, or a moment when `at` (HH:MM of the owner) is given; `days` that end on a day off move on to the next working day.

    working_hours  so many working hours from now
    working_days   so many working days from now
    days           so many days from now
    at             the time of that day, like "11:00"
    """

    working_hours: Annotated[int, Field(ge=0, le=1000)] | None = None
    working_days: Annotated[int, Field(ge=0, le=1000)] | None = None
    days: Annotated[int, Field(ge=0, le=3650)] | None = None
    at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None

    @model_validator(mode="after")
    def one_unit(self) -> Self:
        given = [unit for unit in (self.working_hours, self.working_days, self.days) if unit is not None]
        if len(given) != 1:
            raise ValueError("a due has exactly one of working_hours, working_days, days")
        if self.at is not None and self.working_hours is not None:
            raise ValueError("`at` goes with working_days or days")
        return self


class FieldDue(Model):
    """Due when a field of type date or moment says, or so many working days `before` it, and so it moves with the field.

    `otherwise` is for as long as the field is not known; what would lie in the past is due now.

    field      a field of type date or moment
    before     so many working days before it
    otherwise  when it is due while the field is not known
    """

    field: Key
    before: Annotated[int, Field(ge=0, le=250)] = 0
    otherwise: Due


RECKONED, BY_FIELD = "\0due", "\0field due"
"""Which sort of due was written, so that a mistake in one is told about that one."""


def _sort(value: object) -> str:
    by_field = "field" in value if isinstance(value, Mapping) else isinstance(value, FieldDue)
    return BY_FIELD if by_field else RECKONED


AnyDue = Annotated[Annotated[Due, Tag(RECKONED)] | Annotated[FieldDue, Tag(BY_FIELD)], Discriminator(_sort)]


class Timer(Model):
    """What happens by itself to an activity that is still open.

    opened, overdue  so much working time after it was opened, or after it was due
    outcome          the activity ends with this outcome, which no person can choose
    remind           its owner is told once more
    """

    opened: Due | None = None
    overdue: Due | None = None
    outcome: Key | None = None
    remind: bool = False

    @model_validator(mode="after")
    def one_start_and_end(self) -> Self:
        if (self.opened is None) == (self.overdue is None):
            raise ValueError("a timer has exactly one of opened, overdue")
        if (self.outcome is None) != self.remind:
            raise ValueError("a timer has exactly one of outcome, remind")
        return self
