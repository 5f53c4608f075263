"""Accounts and roles: the three administrators are apart, and nobody serves oneself."""

import pytest

from tests.factories import PASSWORD

ACCOUNTS = "/api/v1/accounts"


def account(browser, username):
    rows = browser.get(ACCOUNTS, query_string={"limit": 200}).json["items"]
    return next(row for row in rows if row["username"] == username)


def new(username="newcomer", **more):
    return {"username": username, "display_name": "新来者", "password": "a long enough one", **more}


def test_the_system_administrator_makes_an_account_the_security_administrator_gives_it_a_role(client_as, people, app):
    made = client_as("system_admin").post(ACCOUNTS, json=new(" NewComer "))
    grants = f"{ACCOUNTS}/{made.json['id']}/grants"
    newcomer = app.test_client().login("newcomer", "a long enough one")
    assert made.json["username"] == "newcomer"
    assert newcomer.get("/api/v1/fonds").json["items"] == []

    body = {"role": "clerk", "organization_id": str(people.finance.id)}
    given = client_as("security_admin").post(grants, json=body)

    assert given.status_code == 201
    assert len(newcomer.get("/api/v1/fonds").json["items"]) == 2
    assert client_as("security_admin").delete(f"{grants}/{given.json['id']}").status_code == 204
    assert newcomer.get("/api/v1/fonds").json["items"] == []


@pytest.mark.parametrize(
    "name", ["clerk", "archivist", "director", "authority_officer", "security_admin", "audit_admin"]
)
def test_nobody_else_makes_accounts(client_as, name):
    assert client_as(name).post(ACCOUNTS, json=new()).json["code"] == "not_permitted"


@pytest.mark.parametrize("name", ["clerk", "archivist", "director", "authority_officer", "system_admin", "audit_admin"])
def test_nobody_else_gives_roles(client_as, people, name):
    body = {"role": "clerk", "organization_id": str(people.finance.id)}

    answer = client_as(name).post(f"{ACCOUNTS}/{people.other_clerk.account_id}/grants", json=body)

    assert (answer.status_code, answer.json["code"]) == (403, "not_permitted")


def test_nobody_gives_oneself_a_role_or_takes_ones_own(client_as, people):
    security = client_as("security_admin")
    mine = f"{ACCOUNTS}/{people.security_admin.account_id}/grants"
    held = security.get(mine).json["items"][0]

    assert security.post(mine, json={"role": "audit_admin"}).json["code"] == "not_permitted"
    assert security.delete(f"{mine}/{held['id']}").json["code"] == "not_permitted"


@pytest.mark.parametrize(
    ("holder", "role"),
    [
        ("system_admin", "audit_admin"),
        ("system_admin", "security_admin"),
        ("audit_admin", "system_admin"),
        ("clerk", "system_admin"),
    ],
)
def test_the_three_administrators_are_never_joined_in_one_person(client_as, people, holder, role):
    holder_id = getattr(people, holder).account_id

    answer = client_as("security_admin").post(f"{ACCOUNTS}/{holder_id}/grants", json={"role": role})

    assert (answer.status_code, answer.json["problems"][0]["code"]) == (422, "conflicting_roles")


def test_an_administrator_gets_no_work_of_the_archives(client_as, people):
    body = {"role": "archivist", "repository_id": str(people.archive.id)}

    answer = client_as("security_admin").post(f"{ACCOUNTS}/{people.audit_admin.account_id}/grants", json=body)

    assert answer.json["problems"][0]["code"] == "conflicting_roles"


@pytest.mark.parametrize(
    ("role", "kind"),
    [("clerk", "repository"), ("archivist", "organization"), ("inspector", "repository"), ("clerk", "")],
)
def test_a_role_is_over_a_scope_of_its_own_kind(client_as, people, role, kind):
    values = {"organization": people.finance.id, "repository": people.archive.id}
    over = {f"{kind}_id": str(values[kind])} if kind else {}

    answer = client_as("security_admin").post(
        f"{ACCOUNTS}/{people.other_clerk.account_id}/grants", json={"role": role, **over}
    )

    assert (answer.status_code, answer.json["problems"][0]["code"]) == (422, "scope_of_role")


def test_the_worker_is_nobodys_role(client_as, people):
    answer = client_as("security_admin").post(
        f"{ACCOUNTS}/{people.other_clerk.account_id}/grants", json={"role": "system"}
    )

    assert answer.status_code == 422


def test_the_same_role_is_given_once(client_as, people):
    body = {"role": "clerk", "organization_id": str(people.finance.id)}

    answer = client_as("security_admin").post(f"{ACCOUNTS}/{people.clerk.account_id}/grants", json=body)

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"username": "a b"}, "username"),
        ({"username": "x"}, "username"),
        ({"display_name": " "}, "display_name"),
        ({"password": "short"}, "password"),
        ({"locale": "tlh"}, "locale"),
    ],
)
def test_a_wrong_account_is_refused_by_name(client_as, wrong, where):
    answer = client_as("system_admin").post(ACCOUNTS, json={**new(), **wrong})

    assert (answer.status_code, answer.json["problems"][0]["where"]) == (422, where)


def test_a_username_is_taken_in_every_way_of_writing_it(client_as):
    answer = client_as("system_admin").post(ACCOUNTS, json=new("ＣＬＥＲＫ"))

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate")


def test_a_new_password_is_given_by_the_system_administrator_but_not_to_an_administrator(client_as, people, app):
    admin, body = client_as("system_admin"), {"password": "something quite new"}

    assert admin.put(f"{ACCOUNTS}/{people.clerk.account_id}/password", json=body).status_code == 204
    assert app.test_client().login("clerk", "something quite new")
    refused = admin.put(f"{ACCOUNTS}/{people.security_admin.account_id}/password", json=body)
    assert (refused.status_code, refused.json["code"]) == (403, "not_permitted")
    assert app.test_client().login("security_admin", PASSWORD)


def test_an_account_is_closed_and_opened_but_never_ones_own(client_as, people, app):
    admin = client_as("system_admin")
    clerk = account(admin, "clerk")

    closed = admin.post(f"{ACCOUNTS}/{clerk['id']}/disable", headers={"If-Match": '"1"'})
    opened = admin.post(f"{ACCOUNTS}/{clerk['id']}/enable", headers={"If-Match": closed.headers["ETag"]})
    own = admin.post(f"{ACCOUNTS}/{people.system_admin.account_id}/disable", headers={"If-Match": '"1"'})

    assert closed.json["disabled_at"] is not None
    assert opened.json["disabled_at"] is None
    assert app.test_client().login("clerk")
    assert own.json["code"] == "not_permitted"


def test_people_see_their_own_account_and_logins_only(client_as, people):
    clerk = client_as("clerk")

    assert clerk.get(f"{ACCOUNTS}/{people.clerk.account_id}").json["username"] == "clerk"
    assert len(clerk.get(f"{ACCOUNTS}/{people.clerk.account_id}/logins").json["items"]) == 1
    assert clerk.get(f"{ACCOUNTS}/{people.clerk.account_id}/grants").json["items"][0]["role"] == "clerk"
    for address in ("", "/logins", "/grants"):
        assert clerk.get(f"{ACCOUNTS}/{people.approver.account_id}{address}").status_code == 403
    assert clerk.get(ACCOUNTS).status_code == 403


def test_no_answer_holds_a_secret(client_as, people):
    answer = client_as("system_admin").get(ACCOUNTS)

    assert "argon2" not in answer.text
    assert "password" not in answer.text
