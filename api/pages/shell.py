"""What the frame around every page needs to know: base.html reads a `Shell` called `shell`, and nothing else."""

from dataclasses import dataclass

from flask_babel.speaklater import LazyString


@dataclass(frozen=True, slots=True)
class Language:
    """A language the pages speak: its locale for Babel, its tag for HTML, its own name for itself."""

    locale: str
    tag: str
    name: str

    @property
    def document(self) -> str:
        """Return it as documents are asked for: zh-Hans, zh-Hant or en."""
        return "-".join(self.tag.split("-")[:2])


LANGUAGES = (
    Language("zh_Hans_CN", "zh-Hans-CN", "简体中文"),
    Language("zh_Hant_TW", "zh-Hant-TW", "繁體中文"),
    Language("en", "en", "English"),
)


@dataclass(frozen=True, slots=True)
class NavLink:
    """One place a role may go. `key` is the letter after g that leads there, or ''; `count` is shown unless 0."""

    url: str
    label: str | LazyString
    active: bool = False
    key: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page for one reader. Nobody is logged in when `person` is ''."""

    language: Language
    path: str  # where the language switch comes back to
    csrf: str = ""
    person: str = ""
    role: str | LazyString = ""
    navigation: tuple[NavLink, ...] = ()
    search_url: str = ""  # '' hides the search box
    search_words: str = ""
    home_url: str = "/"
    settings_url: str = ""  # '' leaves the person's name without a link
    login_url: str = "/login"
    logout_url: str = "/logout"
    language_url: str = "/language"
    footer_links: tuple[NavLink, ...] = ()
    languages: tuple[Language, ...] = LANGUAGES


def language_of(locale: str) -> Language:
    """Return the language of a locale or HTML tag; the first one when we do not speak it."""
    return next((each for each in LANGUAGES if locale in (each.locale, each.tag)), LANGUAGES[0])
