"""How hard the promises about reminders are tried: lightly with every change, in full by `make soak`.

A test that has both sizes, or is always tried in full, is marked ``soak``; files named ``soak_*.py`` are run
by `make soak` alone, because they wait for real minutes.
"""

import os

SOAK = os.environ.get("SOAK") == "1"


def sized(small: int, *, soak: int) -> int:
    return soak if SOAK else small
