"""Names of bodies and fonds: kept character by character, without space around them."""

from archives.domain.errors import InvalidInputError, Problem

LONGEST = 200  # characters


def require_name(name: str, where: str = "name") -> None:
    """Refuse an empty or overlong name, space around it, and control characters."""
    if not 1 <= len(name) <= LONGEST or name != name.strip() or not name.replace("\u3000", " ").isprintable():
        raise InvalidInputError([Problem("name_form", where, (("most", str(LONGEST)),))])
