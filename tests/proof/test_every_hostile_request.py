"""The long version of tests/functional/test_hostile_requests.py: every hostile value at every place, by every role."""

import pytest

from tests.functional.conftest import full, furnished  # noqa: F401 -- fixtures
from tests.proof.hostile_requests import is_clear, knocks


@pytest.mark.parametrize("name", ["clerk", "archivist", "authority_officer", "system_admin", "security_admin"])
def test_no_hostile_request_is_a_fault(full, name):  # noqa: F811 -- the fixture
    browser = full.browsers[name]
    document = browser.get("/api/v1/openapi.json").json
    unclear = []
    for knock in knocks(full.app, document, full.values["finance"]):
        with knock.by(browser) as answer:
            if not is_clear(answer):
                unclear.append((knock.endpoint, knock.where, answer.status_code))

    assert unclear == []
