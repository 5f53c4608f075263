"""The door for people with a browser: plain pages that work without script, better with it."""
