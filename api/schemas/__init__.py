"""The shapes in which facts cross a door (marshmallow). Shared by REST and pages."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load


class Shape(Schema):
    """Base of every shape: refuses unknown fields, and characters that no database keeps (U+0000, lone surrogates)."""

    @pre_load
    def _refuse_unstorable(self, data: Any, **_: object) -> Any:  # noqa: ANN401 -- whatever was sent
        if isinstance(data, Mapping):
            bad = {name: ["Forbidden character."] for name, value in data.items() if not _storable(value)}
            if bad:
                raise ValidationError(bad)
        return data


class Empty(Shape):
    """Nothing is sent."""


class Choice(fields.Enum[Any]):
    """One of a closed vocabulary, by its value."""

    def __init__(self, vocabulary: Any, **more: Any) -> None:  # noqa: ANN401 -- as in marshmallow
        super().__init__(vocabulary, by_value=True, **more)


def _storable(value: object) -> bool:
    if isinstance(value, str):
        return "\0" not in value and value == value.encode(errors="ignore").decode()
    if isinstance(value, Mapping):
        return all(_storable(name) and _storable(inner) for name, inner in value.items())
    return all(_storable(inner) for inner in value) if isinstance(value, list | tuple) else True
