"""How often the worker looks for rings of dead objects: a job loads thousands of rows at once, and each look costs."""

import gc

NEW_OBJECTS = 50_000  # between two looks at the young ones; Python's own figure is 700
LOOKS = 20  # at the young ones before the next generation is looked at; Python's own figure is 10


def settle_memory() -> None:
    """Pass over all that was loaded by now, for it lives as long as the process, and look less often at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, LOOKS, LOOKS)
