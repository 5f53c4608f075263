"""Settings and profiles: what an operator may set, read once at the start and handed down by argument."""

from config.profiles import UnknownProfileError, load_profile
from config.settings import BadSettingError, Settings

__all__ = ["BadSettingError", "Settings", "UnknownProfileError", "load_profile"]
