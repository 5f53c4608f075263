"""The JSON door, under /api/v1."""

from api.rest.accounts import accounts_bp
from api.rest.openapi import openapi_bp
from api.rest.session import session_bp

BLUEPRINTS = (session_bp, accounts_bp, openapi_bp)
