"""Whose something is: rules that name a person, in the order in which they are tried."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from fsm.definition.conditions import Condition
from fsm.definition.model import Key, Model


class Who(StrEnum):
    """Somebody whom the deal or the step knows.

    owner  whose deal it is · actor  who has pressed (the owner, where nobody has) · head  the head of the deal's
    owner · above  the head of whoever had the activity that is opened again, or that led here · same  whoever had it
    """

    OWNER = "owner"
    ACTOR = "actor"
    HEAD = "head"
    ABOVE = "above"
    SAME = "same"


class OwnerRule(Model):
    """Names a person or nobody: one of `who`, `person` (a field of type person), `head_of` (a field of type team).

    who      somebody whom the deal or the step knows
    person   whoever a field of type person names
    head_of  the head of the team that a field of type team names
    when     only under this condition
    """

    who: Who | None = None
    person: Key | None = None
    head_of: Key | None = None
    when: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def bare_word(cls, value: object) -> object:
        return {"who": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def one_way(self) -> Self:
        if sum(one is not None for one in (self.who, self.person, self.head_of)) != 1:
            raise ValueError("an owner is named by exactly one of who, person, head_of")
        return self


Owners = Annotated[tuple[OwnerRule, ...], Field(max_length=8)]
"""The first that names somebody is meant; the last has to name somebody always (validation)."""
