"""Collect the words of pages and code into the catalogues (`make messages`).

The source text is English and is its own catalogue. Sorted, without places and dates, never guessed ('fuzzy'): two
people who add different words touch different lines. A word no longer used leaves the catalogue.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "api" / "pages" / "translations"
LOCALES = ("zh_Hans_CN", "zh_Hant_TW")
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2)}


def main() -> None:
    """Bring every catalogue up to date and say what is still untranslated."""
    template = collected()
    for locale in LOCALES:
        catalogue = refreshed(template, locale)
        save(catalogue, locale)
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{locale}: {len(catalogue)} messages, {len(missing)} untranslated {missing[:5]}")


def collected() -> Catalog:
    """Return every message of code and templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    catalogue = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(ROOT / "api", methods, options, KEYWORDS):
        catalogue.add(message, context=context)
    return catalogue


def translated(locale: str) -> Catalog:
    """Return the catalogue of a locale as it lies in the tree, empty where there is none."""
    path = place(locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def refreshed(template: Catalog, locale: str) -> Catalog:
    """Return the template's messages with the translations that are already there."""
    known, fresh = translated(locale), Catalog(locale=locale)
    for message in template:
        if message.id:
            old = known.get(message.id, message.context)
            fresh.add(message.id, old.string if old else "", context=message.context)
    return fresh


def save(catalogue: Catalog, locale: str) -> None:
    """Write a catalogue so that the same words are the same bytes."""
    path = place(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, no_location=True, omit_header=True, sort_output=True, width=0)


def place(locale: str) -> Path:
    """Return where a locale's catalogue lies."""
    return CATALOGUES / locale / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    main()
