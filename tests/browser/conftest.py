"""Windows of a real browser for every test in this folder."""

from tests.browser.browser import chromium, open_page, serve

__all__ = ["chromium", "open_page", "serve"]
