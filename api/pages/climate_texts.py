"""Words of the climate log and of restore tests: faults, limits, what the trail and lists of problems say."""

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain.climate import Bound, Quantity, ReadingOrigin

Texts = Mapping[str, LazyString]

FAULTS: Mapping[Bound, LazyString] = MappingProxyType(
    {
        Bound.TEMPERATURE_LOW: _("too cold"),
        Bound.TEMPERATURE_HIGH: _("too warm"),
        Bound.TEMPERATURE_SWING: _("temperature changed too much within the day"),
        Bound.HUMIDITY_LOW: _("too dry"),
        Bound.HUMIDITY_HIGH: _("too damp"),
        Bound.HUMIDITY_SWING: _("humidity changed too much within the day"),
    }
)
"""What is wrong when a bound is passed."""
LIMITS: Mapping[Bound, LazyString] = MappingProxyType(
    {
        Bound.TEMPERATURE_LOW: _("Temperature at least (°C)"),
        Bound.TEMPERATURE_HIGH: _("Temperature at most (°C)"),
        Bound.TEMPERATURE_SWING: _("Temperature: greatest change in a day (°C)"),
        Bound.HUMIDITY_LOW: _("Relative humidity at least (%)"),
        Bound.HUMIDITY_HIGH: _("Relative humidity at most (%)"),
        Bound.HUMIDITY_SWING: _("Relative humidity: greatest change in a day (%)"),
    }
)
QUANTITIES: Mapping[Quantity, LazyString] = MappingProxyType(
    {Quantity.TEMPERATURE: _("Temperature (°C)"), Quantity.HUMIDITY: _("Relative humidity (%)")}
)
ORIGINS: Mapping[ReadingOrigin, LazyString] = MappingProxyType(
    {
        ReadingOrigin.HAND: _("read off"),
        ReadingOrigin.LIST: _("from a list"),
        ReadingOrigin.SENSOR: _("by a sensor"),
    }
)
VIEWS: Texts = MappingProxyType({"day": _("By day"), "month": _("By month"), "year": _("By year")})
CLIMATE_EVENTS: Texts = MappingProxyType(
    {
        "RoomEntered": _("Room entered"),
        "RoomChanged": _("Room changed"),
        "RoomRetired": _("Room taken out of use"),
        "ReadingsEntered": _("Readings entered"),
        "ReadingCorrected": _("Reading corrected"),
        "ReadingWithdrawn": _("Reading withdrawn"),
        "ReadingsListReceived": _("List of readings received"),
        "ReadingsListChecked": _("List of readings checked"),
        "ReadingsImported": _("List of readings taken over"),
        "ReadingsListAborted": _("List of readings ended"),
        "LeadBroughtUpToDate": _("Lead brought up to date"),
        "RestoreTested": _("Restoring tested"),
    }
)
CLIMATE_SUBJECTS: Texts = MappingProxyType(
    {
        "repository_room": _("Room"),
        "climate_reading": _("Reading of the climate"),
        "climate_import": _("List of readings"),
        "restore_test": _("Test of restoring"),
    }
)
CLIMATE_PROBLEMS: Texts = MappingProxyType(
    {
        "not_a_decimal": _("“%(value)s” is not a number. Write it like 21.5."),
        "bad_time": _("“%(value)s” is not a time. Write HH:MM."),
        "laxer_limit": _("%(value)s is laxer than the limit of this type of room (%(limit)s). Write a stricter one."),
        "no_room_between": _("The upper limit must lie above the lower one (%(low)s)."),
        "unknown_room": _("There is no room “%(value)s” in use here. Enter it first, or correct its name."),
        "room_retired": _("This room was taken out of use; nothing is entered for it any more."),
        "not_your_room": _("You do not keep this room."),
        "reading_differs": _(
            "There is another reading of this instant: %(temperature)s °C, %(humidity)s %%. Correct that one."
        ),
        "reading_withdrawn": _("The reading of this instant was withdrawn. Enter another instant."),
        "too_many_readings": _("At most %(most)s readings are sent at once. Divide them."),
        "list_empty": _("The file is empty. Take the template and fill it in."),
        "nothing_read": _("Nothing was entered. Write temperature and humidity of at least one room."),
        "half_a_reading": _("Write both temperature and humidity."),
    }
)
