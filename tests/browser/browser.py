"""A real Chromium for the tests (Debian's package), and the accessibility checker inside it."""

import json
import shutil
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def chromium():
    """Start the browser for one file of tests.

    Not for the whole run: while Playwright lives, its event loop counts as running, and nothing else may start one.
    """
    executable = shutil.which("chromium")
    assert executable, "Chromium is missing: `make test` installs it as root; else install Debian's package chromium."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, serve):
    """Give a way to open fresh windows; whatever the console complained about fails the test at its end.

    Each window is a new person: no cookies, no storage. A refused status that the test expects is no complaint.
    Windows close before servers (hence `serve`), so that no connection is left open.
    """
    contexts, complaints = [], []

    def open_page(viewport=DESK, **options):
        context = chromium.new_context(viewport=viewport, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def serve():
    """Give a way to serve an application on a free loopback port; returns its address."""
    servers = []

    def serve(app):
        server = make_server("127.0.0.1", 0, app, threaded=True)
        server.daemon_threads = False  # closing waits for every answer that is still being sent
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def barriers(page):
    """Return what axe finds wrong with the page as 'rule: element' lines; none is the aim.

    The script goes in through the developer tools, so that the page keeps its content security policy.
    """
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run({json.dumps(OPTIONS)})")["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def _note(complaints, message):
    if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
        complaints.append(message.text)
