"""What all models of the process language share: names, texts in languages, and being frozen."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
"""At most 20 ASCII characters, because keys travel in the 64 bytes of a button."""

Label = Annotated[
    Mapping[str, str],
    AfterValidator(lambda label: MappingProxyType(dict(label))),
    PlainSerializer(dict, return_type=dict[str, str]),
]
"""Language code -> text; every language of the product is demanded by validation."""

FEW = Field(max_length=50)
MANY = Field(max_length=300)
"""More than that no head of sales reads, and a file of a megabyte would keep the checks busy for minutes."""


class Model(BaseModel):
    """Frozen, and closed to words that the language does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
