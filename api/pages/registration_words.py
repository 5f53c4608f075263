"""What is wrong with an entry, a cell or a list, and what to do about it; words of a bulk registration."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from archives.domain.registration import ImportMode, ImportState

ENTRY_PROBLEMS: Mapping[str, LazyString] = MappingProxyType(
    {
        # --- an entry ---
        "bad_classification": _("The classification is not clear. Write the degree as it stands on the document."),
        "bad_part": _("A part of the number has a wrong form. Correct category, year or department."),
        "missing_part": _("The number cannot be issued without it. Fill it in, or give the number yourself."),
        "unknown_part": _("The numbering scheme has no such part. Leave it out."),
        "series_exhausted": _("The series of numbers is used up at %(value)s. Give the number yourself."),
        "number_of_other_fonds": _("%(value)s does not begin with the fonds number %(fonds)s. Correct it."),
        "duplicate_number": _("%(value)s is already used. Correct it, or leave the cell empty."),
        "repeated_title": _("Another record (%(other)s) has the same title. Look whether it is the same."),
        "no_approved_schedule": _("The organization has no approved retention schedule. Ask the authority."),
        "outside_schedule": _("The approved retention schedule has no such line. Check category and retention."),
        "fonds_is_not_a_record": _("A fonds is not registered as a record. Choose another level."),
        "wrong_parent": _("A record of this level cannot lie there. Choose another level or parent."),
        "parent_of_other_fonds": _("The volume or series belongs to another fonds."),
        "kind_of_other_carrier": _("This kind of file does not fit the carrier of the record."),
        # --- a cell or a row ---
        "unknown_parent": _("No volume or series has the number %(value)s. Put it into an earlier row."),
        "repeated_row": _("The row is the same as row %(other)s. Delete one of them."),
        "too_many_cells": _("%(cells)s cells under %(columns)s headings. Delete what is too much."),
        "broken_row": _("The row cannot be read (%(reason)s). Look at its quotation marks."),
        "formula_cell": _("The cell holds a formula. Paste its value instead."),
        "error_cell": _("The cell holds an error of the spreadsheet (%(value)s). Correct it."),
        "merged_cells": _("Merged cells. Unmerge them and fill every cell."),
        # --- files named by a row ---
        "files_not_here": _("Files cannot be sent with a list in the browser. Attach them to the record later."),
        "path_escapes": _("The path leads out of the directory of the files."),
        "missing_file": _("The file %(value)s is not there."),
        "names_collide": _("Two files of the row have the same name."),
        "empty_name": _("A file has no name."),
        "path_in_name": _("A file name holds a slash. Rename it."),
        "control_character": _("A file name holds a control character. Rename it."),
        "name_not_unicode": _("A file name cannot be read as Unicode. Rename it."),
        "name_too_long": _("A file name is too long. At most 255 bytes can be kept."),
        # --- the whole list ---
        "missing_column": _("The column is missing. Add it, or take the template."),
        "repeated_column": _("The column means the same as “%(other)s”. Delete one of them."),
        "unknown_column": _("The column is not known and is not taken over."),
        "other_sheet_ignored": _("Only the first sheet is read; “%(sheet)s” is not."),
        "hidden_sheet_ignored": _("A hidden sheet is not read: “%(sheet)s”."),
        "source_gone": _("The file is no longer here. Send it again."),
        "old_excel": _("This is an old .xls file. Save it as .xlsx and send it again."),
        "unknown_kind": _("It is neither CSV nor XLSX. Save it as one of them and send it again."),
        "other_kind": _("The file is not what its name says. Save it again as CSV or XLSX."),
        "wrong_encoding": _("The encoding cannot be read (from byte %(byte)s). Save it as UTF-8 or GB18030."),
        "no_sheet": _("The workbook has no visible sheet."),
        "too_large_unpacked": _("It unpacks to more than is reasonable. Divide it, or send it as CSV."),
        "too_large": _("The list is too large. Divide it."),
        "broken_xlsx": _("The workbook is broken. Open it in a spreadsheet program and save it again."),
    }
)

STATES: Mapping[ImportState, tuple[LazyString, str]] = MappingProxyType(
    {
        ImportState.RECEIVED: (_("Waiting for its check"), "active"),
        ImportState.CHECKING: (_("Being checked"), "active"),
        ImportState.CHECKED: (_("Checked: can be published"), "waiting"),
        ImportState.REFUSED: (_("Has errors: not registered"), "bad"),
        ImportState.PUBLISHING: (_("Being published"), "active"),
        ImportState.PUBLISHED: (_("Published"), "good"),
        ImportState.ABORTED: (_("Aborted"), "quiet"),
    }
)
MODES: Mapping[ImportMode, LazyString] = MappingProxyType(
    {
        ImportMode.ALL_OR_NOTHING: _("All rows or none"),
        ImportMode.GOOD_ROWS: _("The good rows; wrong ones come back as an error sheet"),
    }
)


def import_state(state: str) -> tuple[str, str]:
    """Return word and tone of a state."""
    text, tone = STATES[ImportState(state)]
    return str(text), tone


def modes() -> list[tuple[StrEnum, LazyString]]:
    """Return the choices of a mode."""
    return list(MODES.items())
