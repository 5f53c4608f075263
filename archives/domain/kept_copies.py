"""How long the transferring body keeps its own copies after a transfer.

电子档案移交与接收办法 (档发〔2012〕7号): the unit keeps the electronic records that it handed over for at least 5
years. The figure is the profile's. A term of years ends with the same day of its last year, the day of the event not
counted (民法典 201, 202); so the copies may be released on the day after.
"""

from datetime import date, timedelta

from archives.domain.dates import add_years


def released_on(handed_over_on: date, kept_copy_years: int) -> date:
    """Return the first day on which the unit need not keep its copies any more."""
    return add_years(handed_over_on, kept_copy_years) + timedelta(days=1)
