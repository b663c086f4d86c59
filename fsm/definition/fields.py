"""What is known about a deal: typed fields, and where a gate or a form asks for them."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from fsm.definition.conditions import Condition
from fsm.definition.model import FEW, MANY, Key, Label, Model


class FieldType(StrEnum):
    """What a field holds; values.py says how each is written down."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    PHONE = "phone"
    PERSON = "person"
    TEAM = "team"
    CLIENT = "client"
    CONTACT = "contact"
    PRODUCT = "product"
    LINES = "lines"
    FILE = "file"
    CHECKLIST = "checklist"
    PARTICIPANTS = "participants"
    COMPETITORS = "competitors"
    PROCESS = "process"


WITH_OPTIONS = frozenset({FieldType.CHOICE, FieldType.CHECKLIST})
"""Types whose values are keys of `options`."""

PARTS: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.PARTICIPANTS: ("role", "influence", "loyalty", "motives"),
    FieldType.COMPETITORS: ("strengths", "weaknesses"),
}
"""What may be asked about each row of a list, in this order."""


class Option(Model):
    """One value of a choice, or one point of a checklist. A reserved one is set by the process, never by a person.

    title     what people read
    reserved  set by the process, never offered
    """

    title: Label
    reserved: bool = False


class FieldDefinition(Model):
    """A fact about the deal that a gate or a form may ask for, with the question that does.

    type      what it holds
    title     what it is called
    question  what the rep is asked
    options   its values, by name
    suggest   another field whose rows are offered as one-tap answers (names of competitors, of participants)
    most      the largest number that is possible
    """

    type: FieldType
    title: Label
    question: Label
    options: Annotated[Mapping[Key, Option], MANY] = Field(default_factory=dict)
    suggest: Key | None = None
    most: Annotated[Decimal, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def most_belongs_to_numbers(self) -> Self:
        if self.most is not None and self.type is not FieldType.NUMBER:
            raise ValueError("`most` is given for a field of type number, and only for this")
        return self

    @model_validator(mode="after")
    def options_belong_to_choices(self) -> Self:
        if (self.type in WITH_OPTIONS) != bool(self.options):
            raise ValueError("options are given for a field of type choice or checklist, and only for these")
        return self


class Asked(StrEnum):
    """When a field is asked for: while it is not known, or each time, with what is known as the first answer."""

    MISSING = "missing"
    ALWAYS = "always"


class Requirement(Model):
    """A field that a gate or a form asks for, perhaps only under a condition. In YAML a bare key is enough.

    field     the field that is asked for
    when      asked for only under this condition
    asked     a gate asks for what is missing, a form always, unless it says otherwise
    optional  it may be passed over
    parts     what has to be known about each row of a list (fields.PARTS)
    """

    field: Key
    when: Condition | None = None
    asked: Asked | None = None
    optional: bool = False
    parts: Annotated[tuple[str, ...], FEW] = ()

    @model_validator(mode="before")
    @classmethod
    def bare_key(cls, value: object) -> object:
        return {"field": value} if isinstance(value, str) else value
