"""Pages of the climate log: rooms, the round of readings on a phone, a room over time, corrections."""

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue

from api.context import house, seen_version, services
from api.files import send_stream
from api.pages import climate_forms, forms
from api.pages.climate_texts import FAULTS, LIMITS, ORIGINS, QUANTITIES, VIEWS
from api.pages.climate_view import Period, RoomView
from api.pages.forms import FRESH, Filled, answer_form
from api.pages.frame import show
from api.pages.reader import see_other
from archives.domain.climate import BOUNDS, Bound, written
from archives.domain.supervision import RoomType

climate_pages = Blueprint("pages_climate", __name__, url_prefix="/climate")
MIME = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@climate_pages.get("")
def rooms() -> Response:
    """The rooms that the reader sees, with their newest readings."""
    retired = request.args.get("retired") == "yes"
    lines = services().climate_log.list(retired=retired)
    return show("climate.html", lines=lines, retired=retired, keeps=services().climate_rooms.keeps())


# --- the round ---


@climate_pages.get("/round")
def round_of_readings() -> Response:
    """All rooms that the reader keeps, one under the other."""
    return _round(FRESH)


@climate_pages.post("/round")
def take() -> ResponseReturnValue:
    """Enter what was read; rooms left empty are passed over."""
    rooms = services().climate_rooms.kept()

    def act() -> Response:
        services().climate_readings.take(climate_forms.readings(rooms, house().outside.profile.zone))
        return see_other(".rooms")

    return answer_form(act, _round)


# --- rooms ---


@climate_pages.get("/rooms/new")
def new() -> Response:
    """A form for a room."""
    return _form(None, FRESH)


@climate_pages.post("/rooms")
def enter() -> ResponseReturnValue:
    """Enter a room."""

    def act() -> Response:
        kind, body_id = climate_forms.body()
        made = services().climate_rooms.enter(kind, body_id, climate_forms.facts())
        return see_other(".room", room_id=made.id)

    return answer_form(act, lambda filled: _form(None, filled))


@climate_pages.get("/rooms/<uuid:room_id>")
def room(room_id: UUID) -> Response:
    """A room over a day, a month or a year."""
    view = _view(room_id)
    acts = services().climate_rooms.acts(room_id)
    return show("climate_room.html", view=view, row=view.room, period=view.period, acts=acts)


@climate_pages.get("/rooms/<uuid:room_id>/readings.<any(csv, xlsx):kind>")
def export(room_id: UUID, kind: str) -> Response:
    """The readings of the period."""
    view, target = _view(room_id), BytesIO()
    name = f"{view.room.name} {view.period.at}.{kind}"
    services().climate_log.export(name, room_id, (view.period.first, view.period.last), target)
    return send_stream(target.getvalue(), name, MIME[kind])


@climate_pages.get("/rooms/<uuid:room_id>/edit")
def edit(room_id: UUID) -> Response:
    """What is said of a room, to be changed."""
    return _form(room_id, FRESH)


@climate_pages.post("/rooms/<uuid:room_id>/<any(change,retire):action>")
def do(room_id: UUID, action: str) -> ResponseReturnValue:
    """Change a room, or take it out of use."""
    counter = services().climate_rooms
    buttons: dict[str, Callable[[], object]] = {
        "change": lambda: counter.change(room_id, seen_version(), climate_forms.facts()),
        "retire": lambda: counter.retire(room_id, seen_version(), forms.text("reason")),
    }

    def act() -> Response:
        buttons[action]()
        return see_other(".room", room_id=room_id)

    return answer_form(act, lambda filled: _form(room_id, filled))


# --- one reading ---


@climate_pages.get("/readings/<uuid:reading_id>")
def reading(reading_id: UUID) -> Response:
    """One reading with its corrections."""
    return _reading(reading_id, FRESH)


@climate_pages.post("/readings/<uuid:reading_id>/<any(correct,withdraw):action>")
def mend(reading_id: UUID, action: str) -> ResponseReturnValue:
    """Correct a reading, or withdraw it."""
    counter = services().climate_readings
    buttons: dict[str, Callable[[], object]] = {
        "correct": lambda: counter.correct(reading_id, seen_version(), climate_forms.values(), forms.text("reason")),
        "withdraw": lambda: counter.withdraw(reading_id, seen_version(), forms.text("reason")),
    }

    def act() -> Response:
        buttons[action]()
        return see_other(".reading", reading_id=reading_id)

    return answer_form(act, lambda filled: _reading(reading_id, filled))


def install(app: Flask) -> None:
    """Give the templates of the climate log their words."""
    app.jinja_env.globals.update(
        bound_words=FAULTS,
        climate_views=VIEWS,
        limit_words=LIMITS,
        origin_word=lambda origin: str(ORIGINS[origin]),
        quantity_words=QUANTITIES,
        room_types=RoomType,
        swing_of=lambda quantity: BOUNDS[quantity][2],
        written=written,
    )


# --- private ---


def _view(room_id: UUID) -> RoomView:
    asked = Period.asked(request.args.get("view", ""), request.args.get("at", ""), _today())
    return RoomView(services(), room_id, asked, house().outside.profile.zone)


def _round(filled: Filled) -> Response:
    now = services().work.now().astimezone(house().outside.profile.zone)
    rooms, names = services().climate_rooms.kept(), services().climate_rooms.body_names()
    limits = {room.id: services().climate_rooms.limits(room) for room in rooms}
    newest = {line.room.id: line.newest for line in services().climate_log.list()}
    facts: dict[str, Any] = {"rooms": rooms, "names": names, "limits": limits, "newest": newest}
    return show("climate_round.html", filled=filled, now=f"{now:%Y-%m-%dT%H:%M}", **facts)


def _form(room_id: UUID | None, filled: Filled) -> Response:
    row = services().climate_rooms.get(room_id) if room_id else None
    bodies = [(f"{kind}:{body_id}", name) for kind, body_id, name in services().climate_rooms.keeps()]
    return show("climate_room_form.html", row=row, filled=filled, bodies=bodies, given=_given(), today=_today())


def _given() -> Mapping[RoomType, Mapping[Bound, int]]:
    return services().climate_rooms.limits_by_type()


def _reading(reading_id: UUID, filled: Filled) -> Response:
    row = services().climate_readings.get(reading_id)
    room = services().climate_rooms.get(row.room_id)
    may_mend = services().climate_rooms.may_keep(room) and not (row.withdrawn_at or room.retired_on)
    acts = services().climate_readings.acts(reading_id)
    return show("climate_reading.html", row=row, room=room, filled=filled, may_mend=may_mend, acts=acts)


def _today() -> date:
    return services().climate_log.today()
