"""The tests; a package so that `tests.factories` is ours, whatever else is installed under that name."""
