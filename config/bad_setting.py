"""The refusal of settings."""


class BadSettingError(Exception):
    """Settings with which the system must not start; the text names each, and the remedy."""
