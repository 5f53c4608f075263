"""Windows of a real browser for every test in this folder, and the house in them."""

from tests.browser.browser import chromium, open_page, serve
from tests.browser.walk import address, come_in, people, settle

__all__ = ["address", "chromium", "come_in", "open_page", "people", "serve", "settle"]
