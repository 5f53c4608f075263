"""People who sit at a browser, and the machine that works for them: for tests that walk through the whole house."""

import re
import threading
import time
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from api.app import create_app
from api.jobs.worker import Worker
from archives.domain.permission import WORKER
from archives.models import Job, OutboxMessage
from tests.browser.browser import barriers
from tests.factories import PASSWORD, cast

PATIENCE = 30  # seconds for the machine
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
WIDTH = "document.documentElement.scrollWidth"
WIDER = """width => [...document.querySelectorAll("body *")].filter(each => each.getBoundingClientRect().right > width)
.map(each => each.outerHTML.slice(0, 120))"""
BUSY, TOPICS = ("queued", "running"), ("index", "extract")


class Person:
    """Somebody who has come in, in his own window and language."""

    def __init__(self, page, address, language, seen):
        self.page, self.address, self.language, self.seen = page, address, language, seen
        page.context.add_cookies([{"name": "archives_language", "value": language, "url": address}])

    def come_in(self, username):
        """Log in."""
        self.go("/login")
        self.page.locator("#username").fill(username)
        self.page.locator("#password").fill(PASSWORD)
        self.page.locator("#password").press("Enter")
        self.page.wait_for_url(f"{self.address}/")
        self.look()
        return self

    def go(self, path):
        """Open an address, and look at the page."""
        self.page.goto(f"{self.address}{path}")
        self.look()

    def look(self):
        """Hold what holds for every page: nothing wider than the window, no barrier for anybody.

        Barriers take long to look for: once for each kind of page, state, language and width.
        """
        kind = IDENTIFIER.sub("…", urlsplit(self.page.url).path)
        width, state = self.page.viewport_size["width"], self.page.locator("h1 .state")
        self.page.wait_for_load_state()
        assert self.page.evaluate(WIDTH) <= width, (kind, self.page.evaluate(WIDER, width))
        sight = (kind, state.inner_text() if state.count() else "", self.language, width)
        if sight not in self.seen:
            assert (kind, barriers(self.page)) == (kind, [])
        self.seen.add(sight)

    def follow(self, name):
        """Follow a link of the page, and look at where it leads."""
        self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
        self.look()

    def press(self, name):
        """Press a button of the page; the answer is another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()

    def fill(self, **values):
        """Fill in fields by their ids, '_' standing for '-'."""
        for name, value in values.items():
            self.page.locator(f"#{name.replace('__', '-')}").fill(value)

    def choose(self, **values):
        """Choose from lists by their ids."""
        for name, value in values.items():
            self.page.locator(f"#{name.replace('__', '-')}").select_option(value)

    def tab_to(self, identifier):
        """Go to a field by the keyboard alone."""
        for _ in range(90):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.id") == identifier:
                return
        raise AssertionError(f"{identifier} is beyond the keyboard")

    @property
    def text(self):
        """What the page says."""
        return self.page.get_by_role("main").inner_text()


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def address(house, people, serve):
    """The house, open at an address."""
    return serve(create_app(house=house))


@pytest.fixture
def come_in(address, open_page):
    """Give a way to let a person come in."""

    seen = set()

    def come_in(username, language="zh-Hans-CN", **window):
        return Person(open_page(**window), address, language, seen).come_in(username)

    return come_in


@pytest.fixture
def settle(house, people):
    """A worker beside the pages; gives a way to wait until it has nothing left to do."""
    worker = Worker(house)
    thread = threading.Thread(target=worker.run, daemon=True)
    thread.start()
    yield lambda: _wait(house)
    worker.stop()
    thread.join(PATIENCE)


def _wait(house):
    for _ in range(PATIENCE * 5):
        if not _left(house):
            return
        time.sleep(0.2)
    raise AssertionError(f"The machine is still at it: {_left(house)}")


def _left(house):
    with house.open(WORKER) as services:
        count = services.work.session.scalar
        now = services.work.now()
        jobs = count(select(func.count(Job.id)).where(Job.state.in_(BUSY), Job.run_at <= now))
        return jobs + count(select(func.count(OutboxMessage.id)).where(OutboxMessage.topic.in_(TOPICS)))
