"""The JSON door, under /api/v1."""

from api.rest.accountability import accountability_bp
from api.rest.accounts import accounts_bp
from api.rest.case_papers import case_papers_bp
from api.rest.checks import checks_bp
from api.rest.climate import climate_bp, restore_tests_bp
from api.rest.deliveries import deliveries_bp
from api.rest.drills import drills_bp
from api.rest.imports import imports_bp
from api.rest.inspection_plans import inspection_plans_bp
from api.rest.inspections import inspections_bp
from api.rest.jobs import jobs_bp
from api.rest.keys import keys_bp
from api.rest.leads import leads_bp
from api.rest.log import log_bp
from api.rest.notices import notices_bp
from api.rest.obligations import obligations_bp
from api.rest.obligations_extensions import extensions_bp
from api.rest.openapi import openapi_bp
from api.rest.papers import papers_bp
from api.rest.parties import parties_bp
from api.rest.parties_approvals import approvals_bp
from api.rest.parties_fonds import fonds_bp
from api.rest.plans import plans_bp
from api.rest.public_check import public_check_bp
from api.rest.receipts import receipts_bp
from api.rest.reception import reception_bp
from api.rest.records import records_bp
from api.rest.rectifications import rectifications_bp
from api.rest.saved_searches import saved_searches_bp
from api.rest.search import search_bp
from api.rest.session import session_bp
from api.rest.trail import trail_bp
from api.rest.transfers import transfers_bp

BLUEPRINTS = (
    session_bp,
    accounts_bp,
    parties_bp,
    papers_bp,
    fonds_bp,
    approvals_bp,
    checks_bp,
    public_check_bp,
    receipts_bp,
    reception_bp,
    records_bp,
    imports_bp,
    transfers_bp,
    obligations_bp,
    extensions_bp,
    plans_bp,
    notices_bp,
    search_bp,
    saved_searches_bp,
    jobs_bp,
    trail_bp,
    log_bp,
    keys_bp,
    deliveries_bp,
    inspections_bp,
    inspection_plans_bp,
    rectifications_bp,
    case_papers_bp,
    leads_bp,
    accountability_bp,
    climate_bp,
    restore_tests_bp,
    drills_bp,
    openapi_bp,
)
