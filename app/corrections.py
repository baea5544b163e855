"""Whether a row that was sent back has been corrected: its reason stands beside it when it comes again.

A wrong cell is judged anew by itself. What the padded row of a file of rejects no longer shows, that cells
were missing or too many or an address stood twice, holds until something of it is changed, or the reason
is deleted: then the row is meant as it is.
"""

import re
from collections.abc import Sequence

from app.labels import N_

SHORT = N_(
    "Die Zeile hat nur %(here)s Zellen, die Kopfzeile %(width)s: Ab „%(column)s“ fehlt alles. "
    "Sollen diese Zellen leer bleiben, löschen Sie diesen Grund."
)
SURPLUS = N_(
    "Die Zeile hat mehr Zellen als die Kopfzeile (%(width)s), zuerst „%(surplus)s“. "
    "Steht in einer Zelle ein Trennzeichen? Ist alles richtig, löschen Sie diesen Grund."
)


def still_short(reason: str, cells: Sequence[str]) -> bool:
    """The cells that were missing are still empty."""
    found = _said(SHORT, reason)
    return found is not None and not any(cell.strip() for cell in cells[int(found["here"]) :])


def still_surplus(reason: str, cells: Sequence[str]) -> bool:
    """What did not fit stands in no cell yet."""
    found = _said(SURPLUS, reason)
    return found is not None and not any(found["surplus"] in cell for cell in cells)


def still_twice(sentence: str, reason: str, typed: str) -> re.Match[str] | None:
    """The value that another row had first, if it still stands here."""
    found = _said(sentence, reason)
    return found if found is not None and found["typed"] == typed else None


def _said(sentence: str, reason: str) -> re.Match[str] | None:
    """The values with which a sentence stands in a reason."""
    parts = re.split(r"%\((\w+)\)s", sentence)
    names = {"here": r"\d+", "width": r"\d+", "line": r"\d+"}
    pattern = "".join(
        f"(?P<{part}>{names.get(part, '[^„“]*')})" if place % 2 else re.escape(part)
        for place, part in enumerate(parts)
    )
    return re.search(pattern, reason)
