"""The door for people with a browser: plain pages that work without script, better with it."""

from flask import Flask

from api.pages import case_view, climate, due_words, frame, record_words, transfer_words
from api.pages.accounts import account_pages
from api.pages.case_papers import case_paper_pages
from api.pages.cases import case_pages
from api.pages.climate import climate_pages
from api.pages.climate_imports import climate_import_pages
from api.pages.desk import desk_pages
from api.pages.drills import drill_pages
from api.pages.frame import failure_page
from api.pages.imports import import_pages
from api.pages.inspection_plans import inspection_plan_pages
from api.pages.inspections import inspection_pages
from api.pages.jobs import job_pages
from api.pages.leads import board_pages, lead_pages, report_pages
from api.pages.notices import notice_pages
from api.pages.obligations import due_pages
from api.pages.papers import party_pages, transfer_pages
from api.pages.plans import plan_pages
from api.pages.public_check import public_check_pages
from api.pages.publications import publication_pages, published_pages
from api.pages.records import record_pages
from api.pages.responsibility import responsibility_pages
from api.pages.restore_tests import restore_test_pages
from api.pages.saved_searches import saved_search_pages
from api.pages.search import search_pages
from api.pages.session import session_pages
from api.pages.settings import settings_pages
from api.pages.trail import trail_pages
from api.pages.work_reports import work_report_pages

__all__ = ["BLUEPRINTS", "failure_page", "init_app"]

BLUEPRINTS = (
    session_pages,
    desk_pages,
    transfer_pages,
    due_pages,
    plan_pages,
    party_pages,
    notice_pages,
    account_pages,
    settings_pages,
    job_pages,
    trail_pages,
    record_pages,
    import_pages,
    search_pages,
    saved_search_pages,
    board_pages,
    inspection_pages,
    inspection_plan_pages,
    case_pages,
    case_paper_pages,
    lead_pages,
    climate_pages,
    climate_import_pages,
    restore_test_pages,
    drill_pages,
    report_pages,
    public_check_pages,
    responsibility_pages,
    work_report_pages,
    publication_pages,
    published_pages,
)


def init_app(app: Flask) -> None:
    """Open the door."""
    frame.init_app(app)
    record_words.install(app)
    transfer_words.install(app)
    due_words.install(app)
    case_view.install(app)
    climate.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
