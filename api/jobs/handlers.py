"""What each kind of job does, in one table; and how often the periodic ones come round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from archives.domain.vocabulary import DeliveryState
from archives.services import Services

Progress = Callable[[int, int], None]
Step = Callable[[Services, Mapping[str, Any], Progress], object]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Handler:
    """`run` may be repeated after a crash; `every` makes the kind periodic, `at_start` has it run then as well."""

    run: Step
    every: timedelta | None = None
    at_start: bool = False


class UndeliverableError(Exception):
    """A letter that no further try will deliver; a person mends the address or the server, and sends it again."""


class TrailFaultError(Exception):
    """The trail is not what it was written as; the message lists the first faults."""


def reconcile(services: Services) -> None:
    """Take up what an earlier worker began: at the start, before anything else."""
    services.work.session.commit()
    for transfer_id in services.storing.unfinished():
        with services.work.write():
            services.work.enqueue("store", key=f"store:{transfer_id}", transfer_id=transfer_id)
    for receipt_id in services.reissues.unfinished():
        with services.work.write():
            services.work.enqueue("reissue", key=f"reissue:{receipt_id}", receipt_id=receipt_id)
    for paper_id in services.case_papers.unfinished():
        with services.work.write():
            services.work.enqueue("paper", key=f"paper:{paper_id}", paper_id=paper_id)


def _check(services: Services, payload: Mapping[str, Any], progress: Progress) -> object:
    return services.checks.run(UUID(payload["run_id"]), progress)


def _store(services: Services, payload: Mapping[str, Any], progress: Progress) -> object:
    return services.storing.store(UUID(payload["transfer_id"]), progress)


def _reissue(services: Services, payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.reissues.carry_out(UUID(payload["receipt_id"]))


def _draw_paper(services: Services, payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.case_papers.draw(UUID(payload["paper_id"]))


def _mail(services: Services, payload: Mapping[str, Any], _progress: Progress) -> None:
    due = datetime.fromisoformat(payload["due"])
    sent = services.deliveries.send(UUID(payload["delivery_id"]), due)
    if sent.state is DeliveryState.FAILED:
        raise UndeliverableError(f"{sent.address}: {sent.reason} {sent.answer}")


def _watch_cases(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> object:
    services.leads.collect()
    services.climate_watch.catch_up()
    services.restore_tests.watch()
    services.drills.watch()
    services.reports.sweep()
    services.work_report_watch.remind()
    return services.reminders.sweep()


def _remind(services: Services, payload: Mapping[str, Any], _progress: Progress) -> None:
    sent = services.reminders.send(UUID(payload["reminder_id"]), datetime.fromisoformat(payload["due"]))
    if sent.mail_state is DeliveryState.FAILED:
        raise UndeliverableError(f"{sent.address}: {sent.reason}")


def _check_readings(services: Services, payload: Mapping[str, Any], progress: Progress) -> object:
    return services.climate_imports.check(UUID(payload["import_id"]), progress)


def _publish_readings(services: Services, payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.climate_imports.publish(UUID(payload["import_id"]))


def _watch_searches(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.saved_search_rounds.make()


def _tell_of_hits(services: Services, payload: Mapping[str, Any], _progress: Progress) -> None:
    services.saved_search_rounds.send(UUID(payload["search_id"]), datetime.fromisoformat(payload["due"]))


def _watch_climate(services: Services, payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.climate_watch.look(UUID(payload["room_id"]))


def _check_import(services: Services, payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.registrations.check(UUID(payload["import_id"]))


def _publish_import(services: Services, payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.registrations.publish(UUID(payload["import_id"]))


def _watch_deadlines(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> object:
    return services.deadlines.sweep()


def _sweep(services: Services, _payload: Mapping[str, Any], _progress: Progress) -> None:
    services.idempotency.sweep()
    services.jobs.sweep()


def _verify_trail(services: Services, _payload: Mapping[str, Any], progress: Progress) -> None:
    faults = services.trail.verify_and_note(progress)
    if faults:
        raise TrailFaultError("\n".join(map(str, faults)))


HANDLERS: Mapping[str, Handler] = {
    "check": Handler(_check),
    "store": Handler(_store),
    "reissue": Handler(_reissue),
    "mail": Handler(_mail),
    "paper": Handler(_draw_paper),
    "import_check": Handler(_check_import),
    "import_publish": Handler(_publish_import),
    "deadlines": Handler(_watch_deadlines, every=DAY, at_start=True),
    "cases": Handler(_watch_cases, every=DAY, at_start=True),
    "remind": Handler(_remind),
    "climate": Handler(_watch_climate),
    "climate_check": Handler(_check_readings),
    "climate_publish": Handler(_publish_readings),
    "searches": Handler(_watch_searches, every=HOUR, at_start=True),
    "search_letter": Handler(_tell_of_hits),
    "sweep": Handler(_sweep, every=HOUR),
    "verify_trail": Handler(_verify_trail, every=DAY),
}
