"""Saved searches over JSON, on pages and at the command line: one's own alone."""

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from api.cli import main
from archives.domain.permission import WORKER
from tests.integration.test_search import register

SEARCHES = "/api/v1/searches"


def round_over(house):
    with house.open(WORKER) as services:
        services.saved_search_rounds.make()


def come(house, people, title="关于防汛的新通知"):
    """A record comes, and the worker asks again."""
    register(house, people.clerk, people.finance_fonds, title=title)
    round_over(house)


def post(browser, path, **data):
    """Send a form as the page's own would be sent."""
    return browser.post(path, data={"csrf_token": browser.csrf, **data})


@pytest.fixture
def clerk(client_as):
    return client_as("clerk")


@pytest.fixture
def run(house, people, monkeypatch):
    monkeypatch.setenv("ARCHIVES_HOME", str(house.settings.home))
    monkeypatch.setenv("ARCHIVES_DATABASE_URL", house.settings.database_url)
    return lambda *words: CliRunner().invoke(main, [*words, "--as", "clerk", "--json"])


def test_a_search_is_kept_told_of_and_put_away_over_json(house, people, clerk):
    saved = clerk.post(SEARCHES, json={"name": "防汛", "q": "防汛", "year": [1998], "sort": "-formed_on"})
    come(house, people)
    listed = clerk.get(SEARCHES).json["items"]
    place = saved.headers["Location"]
    now = clerk.get(place)

    assert (saved.status_code, saved.json["filters"], saved.json["telling"]) == (201, {"year": ["1998"]}, "desk")
    assert [(each["search"]["name"], each["new"]) for each in listed] == [("防汛", 1)]
    assert [each["title"] for each in clerk.get(f"{place}/hits").json["items"]] == ["关于防汛的新通知"]
    assert [each["new"] for each in clerk.get("/api/v1/desk").json["watched"]] == [1]
    assert clerk.post(f"{place}/seen").status_code == 428
    assert clerk.post(f"{place}/seen", headers={"If-Match": now.headers["ETag"]}).status_code == 200
    assert clerk.get(f"{place}/hits").json["items"] == clerk.get("/api/v1/desk").json["watched"] == []


def test_it_is_renamed_paused_resumed_told_otherwise_and_deleted_over_json(clerk):
    place = clerk.post(SEARCHES, json={"name": "一", "q": "防汛"}).headers["Location"]

    def act(what, **body):
        return clerk.post(f"{place}/{what}", json=body or None, headers={"If-Match": clerk.get(place).headers["ETag"]})

    assert act("rename", name="二").json["name"] == "二"
    assert act("pause").json["paused_at"] is not None
    assert act("resume").json["paused_at"] is None
    assert act("telling", telling="daily").json["problems"][0]["code"] == "no_own_address"
    assert clerk.patch("/api/v1/session/preferences", json={"email": "nobody"}).status_code == 422
    assert clerk.patch("/api/v1/session/preferences", json={"email": "li@finance.example"}).status_code == 200
    assert act("telling", telling="daily").json["telling"] == "daily"
    assert clerk.delete(place, headers={"If-Match": '"1"'}).status_code == 409
    assert clerk.delete(place, headers={"If-Match": clerk.get(place).headers["ETag"]}).status_code == 204
    assert clerk.get(place).status_code == 404


def test_another_has_no_such_search_at_any_door(house, people, clerk, client_as):
    place = clerk.post(SEARCHES, json={"name": "一", "q": "防汛"}).headers["Location"]
    page = place.removeprefix("/api/v1")
    other = client_as("approver")

    assert other.get(SEARCHES).json["items"] == []
    assert {other.get(f"{place}{more}").status_code for more in ("", "/hits")} == {404}
    assert {other.post(f"{place}/{act}", headers={"If-Match": '"1"'}).status_code for act in ("seen", "pause")} == {404}
    assert other.delete(place, headers={"If-Match": '"1"'}).status_code == 404
    assert other.get(page).status_code == post(other, f"{page}/delete", version=1).status_code == 404


def test_it_is_saved_from_the_hits_shown_on_the_desk_and_put_away_on_pages(house, people, clerk):
    found = clerk.get("/search?q=" + quote("防汛") + "&year=1998")
    form = clerk.get(unescape(re.search(r'href="(/searches/new\?[^"]*)"', found.text)[1]))
    target = unescape(re.search(r'action="(/searches/new\?[^"]*)"', form.text)[1])
    nameless = post(clerk, target, name="", telling="desk")
    saved = post(clerk, target, name="防汛文件", telling="desk")
    come(house, people, "关于<防汛>的新通知")
    page = clerk.get(saved.headers["Location"])

    assert (nameless.status_code, saved.status_code) == (422, 303)
    assert "关于&lt;防汛&gt;的新通知" in page.text
    assert "防汛文件" in clerk.get("/").text
    assert clerk.get("/searches").text.count("防汛文件") == 1
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    done = post(clerk, f"{saved.headers['Location']}/seen", version=version)
    assert done.status_code == 303
    assert "新通知" not in clerk.get(done.headers["Location"]).text
    assert "防汛文件" not in clerk.get("/").text


def test_it_is_changed_on_its_page(house, people, clerk):
    place = clerk.post(SEARCHES, json={"name": "一", "q": "防汛"}).headers["Location"].removeprefix("/api/v1")

    def act(what, **data):
        version = re.search(r'name="version" value="(\d+)"', clerk.get(place).text)[1]
        return post(clerk, f"{place}/{what}", version=version, **data)

    assert act("rename", name="二").status_code == 303
    assert act("rename", name="").status_code == 422
    assert act("pause").status_code == 303
    assert "已暂停" in clerk.get("/searches").text
    assert act("resume").status_code == 303
    assert act("telling", telling="daily").status_code == 422
    assert post(clerk, "/settings/address", email="李").status_code == 422
    assert post(clerk, "/settings/address", email="li@finance.example").status_code == 303
    assert act("telling", telling="daily").status_code == 303
    assert act("delete").headers["Location"] == "/searches"


def test_it_is_kept_at_the_command_line(house, people, run):
    assert run("search", "防汛", "--save", "防汛文件").exit_code == 0
    assert run("search", "防汛", "--save", "防汛文件").exit_code == 1
    come(house, people)
    listed = json.loads(run("searches").stdout)
    shown = json.loads(run("searches", "--show", "防汛文件").stdout)
    seen = json.loads(run("searches", "--seen", "防汛文件").stdout)
    paused = json.loads(run("searches", "--rename", "防汛文件", "水", "--pause", "防汛文件").stdout or "[]")

    assert [(each["search"]["name"], each["new"]) for each in listed] == [("防汛文件", 1)]
    assert [each["title"] for each in shown] == ["关于防汛的新通知"]
    assert [each["new"] for each in seen] == [0]
    assert paused == []
    assert json.loads(run("searches", "--pause", "水").stdout)[0]["search"]["paused_at"] is not None
    assert run("searches", "--tell", "水", "weekly").exit_code == 2
    assert json.loads(run("searches", "--resume", "水", "--delete", "水").stdout) == []


def test_the_machine_itself_saves_nothing(house, people, run):
    refused = CliRunner().invoke(main, ["search", "防汛", "--save", "一"])

    assert (refused.exit_code, "not_permitted" in refused.stderr) == (1, True)
