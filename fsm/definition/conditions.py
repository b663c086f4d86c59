"""Conditions as data: there is no expression to evaluate, and whoever reads them sees all that they can say."""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from fsm.definition.model import FEW, MANY, Key, Model


class Condition(Model):
    """Holds or not; exactly one of these.

    field     with exactly one of the next four; of an unknown one only `known: false` holds
    equals    it is one of these values
    known     it is known, or it is not
    at_least  it is this number, sum or share, or more
    below     it is less than this number, sum or share
    done      an activity has been completed, or a signal has come
    headed    a field of type team names a team that has a head
    all       all of these conditions hold
    any       one of these conditions holds
    not       this condition does not hold
    """

    model_config = ConfigDict(serialize_by_alias=True)

    field: Key | None = None
    equals: Annotated[tuple[str, ...], MANY] | None = None
    known: bool | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    done: Key | None = None
    headed: Key | None = None
    all: Annotated[tuple["Condition", ...], FEW] = ()
    any: Annotated[tuple["Condition", ...], FEW] = ()
    denied: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def one_meaning(self) -> Self:
        given = [
            self.field is not None,
            self.done is not None,
            self.headed is not None,
            bool(self.all),
            bool(self.any),
            self.denied is not None,
        ]
        if sum(given) != 1:
            raise ValueError("a condition has exactly one of field, done, headed, all, any, not")
        tests = [one for one in (self.equals, self.known, self.at_least, self.below) if one is not None]
        if len(tests) != (self.field is not None):
            raise ValueError("`field` goes with exactly one of equals, known, at_least, below")
        return self

    @property
    def parts(self) -> tuple["Condition", ...]:
        """The conditions that it is made of."""
        return (*self.all, *self.any, *((self.denied,) if self.denied else ()))

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that it looks at."""
        own = {name for name in (self.field, self.headed) if name is not None}
        return frozenset(own.union(*(one.fields for one in self.parts)))
