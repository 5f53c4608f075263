"""In which language a document is drawn. A legal one has that of the installation, unless another is asked for."""

from archives.domain.errors import InvalidInputError, Problem
from archives.services.outside import Outside
from archives.services.unit_of_work import UnitOfWork

LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def require_language(asked: str) -> str:
    """Return the language, or refuse one that documents do not speak."""
    if asked not in LANGUAGES:
        facts = (("value", asked[:64]), ("allowed", ", ".join(LANGUAGES)))
        raise InvalidInputError([Problem("bad_value", "/language", facts)])
    return asked


def language_for(work: UnitOfWork, outside: Outside, asked: str) -> str:
    """Return the language that was asked for, else the reader's own, else the installation's; or refuse."""
    known = work.actor.locale if work.actor.locale in LANGUAGES else outside.language
    return require_language(asked or known)
