"""Rooms, readings of their climate, lists of readings and restore tests, as clients see them.

Temperatures are °C and humidities per cent, with one decimal; the house counts in tenths.
"""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validate

from api.schemas import Choice, Shape
from archives.domain.climate import Bound, Quantity, ReadingOrigin, read_tenths, written
from archives.domain.errors import InvalidInputError
from archives.domain.hazard import InspectedKind
from archives.domain.registration import ImportMode
from archives.domain.supervision import RoomType

NAME = validate.Length(min=1, max=200)
REASON = validate.Length(max=4000)


class Tenths(fields.Field[int]):
    """A number with one decimal; kept as whole tenths. `quantity` says what an instrument can say at all."""

    def __init__(self, quantity: Quantity, **more: Any) -> None:  # noqa: ANN401 -- as in marshmallow
        super().__init__(metadata={"type": "number", "example": 21.5}, **more)
        self._quantity = quantity

    def _serialize(self, value: int | None, *_: object, **__: object) -> float | None:
        return None if value is None else float(written(value))

    def _deserialize(self, value: Any, *_: object, **__: object) -> int:  # noqa: ANN401 -- whatever was sent
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValidationError("Not a number.")
        text = f"{Decimal(str(value)):f}" if isinstance(value, float) and value - value == 0 else str(value)
        try:
            return read_tenths(self._quantity, text)
        except InvalidInputError as refused:
            told = refused.problems[0]
            raise ValidationError(f"{told.code}: {dict(told.facts)}") from refused


def temperature(**more: Any) -> Tenths:  # noqa: ANN401 -- as in marshmallow
    """Return a field of °C."""
    return Tenths(Quantity.TEMPERATURE, **more)


def humidity(**more: Any) -> Tenths:  # noqa: ANN401 -- as in marshmallow
    """Return a field of per cent."""
    return Tenths(Quantity.HUMIDITY, **more)


class LimitsSchema(Shape):
    """Limits of one's own; one that is left out is that of the room type."""

    temperature_low = temperature()
    temperature_high = temperature()
    temperature_swing = temperature()
    humidity_low = humidity()
    humidity_high = humidity()
    humidity_swing = humidity()


class RoomSchema(Shape):
    """A room; `own_limits` are stricter than those of its type."""

    id = fields.UUID()
    version = fields.Integer()
    body_id = fields.UUID()
    organization_id = fields.UUID(allow_none=True)
    repository_id = fields.UUID(allow_none=True)
    name = fields.String()
    place = fields.String()
    room_type = Choice(RoomType)
    own_limits = fields.Nested(LimitsSchema)
    kept_since = fields.Date()
    retired_on = fields.Date(allow_none=True)
    retired_because = fields.String()


class RoomFactsSchema(Shape):
    """What is said of a room."""

    name = fields.String(required=True, validate=NAME)
    room_type = Choice(RoomType, required=True)
    place = fields.String(load_default="", validate=validate.Length(max=200))
    own_limits = fields.Nested(LimitsSchema, load_default=dict)
    kept_since = fields.Date(load_default=None)


class NewRoomSchema(RoomFactsSchema):
    """A room of an archive or an organization."""

    body_kind = Choice(InspectedKind, required=True)
    body_id = fields.UUID(required=True)


class RoomQuerySchema(Shape):
    """Which rooms are listed."""

    retired = fields.Boolean(load_default=False)


class ReasonSchema(Shape):
    """Why."""

    reason = fields.String(required=True, validate=REASON)


class SpanSchema(Shape):
    """Days from `first` to `last`; the last thirty without them."""

    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)


class ReadingSchema(Shape):
    """A reading. `sensor` is empty for what a person read off; a withdrawn one counts nowhere."""

    id = fields.UUID()
    version = fields.Integer()
    room_id = fields.UUID()
    measured_at = fields.AwareDateTime()
    day = fields.Date()
    temperature = temperature()
    humidity = humidity()
    sensor = fields.String()
    origin = Choice(ReadingOrigin)
    entered_at = fields.AwareDateTime()
    entered_by = fields.String()
    withdrawn_at = fields.AwareDateTime(allow_none=True)


class OneReadingSchema(Shape):
    """A reading on its way in; `measured_at` with its offset."""

    room_id = fields.UUID(required=True)
    measured_at = fields.AwareDateTime(required=True)
    temperature = temperature(required=True)
    humidity = humidity(required=True)
    sensor = fields.String(load_default="", validate=validate.Length(max=64))


class PushSchema(Shape):
    """A batch of readings, at most 5,000."""

    readings = fields.List(fields.Nested(OneReadingSchema), required=True, validate=validate.Length(min=1, max=5000))


class RefusedReadingSchema(Shape):
    """A reading that was not entered: its place in the batch (from 0), and why."""

    index = fields.Function(lambda each: each[0])
    code = fields.Function(lambda each: each[1].code)
    where = fields.Function(lambda each: each[1].where)
    facts = fields.Function(lambda each: dict(each[1].facts))


class PushedSchema(Shape):
    """What became of a batch; `known` ones were there already, as they are."""

    entered = fields.Integer()
    known = fields.Integer()
    refused = fields.List(fields.Nested(RefusedReadingSchema))


class CorrectionSchema(ReasonSchema):
    """The right values, and why they were wrong."""

    temperature = temperature(required=True)
    humidity = humidity(required=True)


class DaySchema(Shape):
    """A day: readings taken, owed and missing, extremes and swings. Values of a day without readings are empty."""

    day = fields.Date()
    count = fields.Integer()
    owed = fields.Integer()
    missing = fields.Integer()
    temperature_low = fields.Function(lambda each: _extreme(each, Quantity.TEMPERATURE, 0))
    temperature_high = fields.Function(lambda each: _extreme(each, Quantity.TEMPERATURE, 1))
    humidity_low = fields.Function(lambda each: _extreme(each, Quantity.HUMIDITY, 0))
    humidity_high = fields.Function(lambda each: _extreme(each, Quantity.HUMIDITY, 1))


class GapSchema(Shape):
    """A working day on which readings are missing."""

    day = fields.Function(lambda each: each[0].isoformat())
    missing = fields.Function(lambda each: each[1])


class ClimateStatisticsSchema(Shape):
    """How the days were: readings, those within both limits and their share, days that swung too much, gaps."""

    first = fields.Date()
    last = fields.Date()
    readings = fields.Integer()
    within = fields.Integer()
    share = fields.Integer(allow_none=True)
    swings = fields.Integer()
    missing = fields.Integer()


class ReadingsListSchema(Shape):
    """A list of readings and how far it is. `rows_known` are in the log already."""

    id = fields.UUID()
    version = fields.Integer()
    body_id = fields.UUID()
    name = fields.String()
    sha256 = fields.String()
    mode = fields.String()
    state = fields.String()
    rows_total = fields.Integer()
    rows_checked = fields.Integer()
    rows_good = fields.Integer()
    rows_known = fields.Integer()
    rows_published = fields.Integer()
    problems = fields.Integer()
    created_at = fields.AwareDateTime()
    created_by = fields.String()
    finished_at = fields.AwareDateTime(allow_none=True)


class NewReadingsListSchema(Shape):
    """Whose list it is, what it is called, and whether wrong rows spoil it."""

    body_kind = Choice(InspectedKind, required=True)
    body_id = fields.UUID(required=True)
    name = fields.String(required=True, validate=validate.Length(min=1, max=255))
    mode = Choice(ImportMode, load_default=ImportMode.ALL_OR_NOTHING)


class RestoreTestSchema(Shape):
    """A test of restoring: which backup, of when, whether it could be brought back, and what proves it."""

    id = fields.UUID()
    tested_at = fields.AwareDateTime()
    tested_by = fields.String()
    backup = fields.String()
    backup_at = fields.AwareDateTime(allow_none=True)
    passed = fields.Boolean()
    files = fields.Integer(allow_none=True)
    size = fields.Integer(allow_none=True)
    evidence = fields.String()
    by_machine = fields.Boolean()
    entered_at = fields.AwareDateTime()
    entered_by = fields.String()


class NewRestoreTestSchema(Shape):
    """A test that was made; now and by the acting person unless it is said."""

    backup = fields.String(required=True, validate=NAME)
    passed = fields.Boolean(required=True)
    evidence = fields.String(required=True, validate=REASON)
    tested_at = fields.AwareDateTime(load_default=None)
    tested_by = fields.String(load_default="", validate=validate.Length(max=200))
    backup_at = fields.AwareDateTime(load_default=None)


def own_limits(said: dict[str, int]) -> dict[Bound, int]:
    """Return the limits that were said, by their bounds."""
    return {Bound(name): value for name, value in said.items()}


def _extreme(day: Any, quantity: Quantity, at: int) -> float | None:  # noqa: ANN401 -- a DayOfReadings
    return float(written(day.extremes(quantity)[at])) if day.count else None
