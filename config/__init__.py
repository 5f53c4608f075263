"""Settings and profiles: what an operator may set, read once at the start and handed down by argument."""

from config.bad_setting import BadSettingError
from config.outgoing import MailSettings, SealSettings
from config.profiles import UnknownProfileError, load_profile
from config.settings import Settings

__all__ = ["BadSettingError", "MailSettings", "SealSettings", "Settings", "UnknownProfileError", "load_profile"]
