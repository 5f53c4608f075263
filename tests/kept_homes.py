"""A home as an operator keeps it: made by the migrations, with a transfer accepted and a record still to come."""

from api.bootstrap import build
from archives.domain.permission import WORKER
from config import Settings
from tests.conftest import StillClock
from tests.factories import cast
from tests.handover import accept, plan, register, submit, three_records


def settings_of(home):
    return Settings(home=home, database_url=f"sqlite:///{home / 'archives.db'}")


def make_home(home):
    """Three stored records, one in holding only, all of them indexed."""
    settings = settings_of(home)
    settings.create_secret_key()
    house = build(settings, StillClock())
    house.prepare()
    people = cast(house)
    records = three_records(house, people)
    transfer = submit(house, people, plan(house, people).id)
    accept(house, people, transfer.id, records)
    register(house, people, "A001-WS·2005-Y-0004", "关于值班的通知")
    with house.open(WORKER) as services:
        services.indexing.catch_up()
    house.close()
