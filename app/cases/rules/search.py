"""What somebody means who types into the search box: a case number, or a name however it is spelled."""

import re

from app.cases.rules.status import NUMBER, normalize_number
from app.labels import Labelled
from app.naming import parts
from app.phonetics import plain, sounds

#: So many words of a name are looked for; nobody remembers more.
MOST_WORDS = 4
LONGEST_TEXT = 100
#: Who leaves the year out means one of the last ones.
YEARS_BACK = 10

#: The sign that is left of a group of doubles stands for the others (see ALPHABET).
_MEANT = str.maketrans("0OQZSGU", "DDD256V")
_MEANT_IN_YEAR = str.maketrans("OQDILZSGB", "000112568")
_YEAR, _SHORT_YEAR, _CODE = 4, 2, 5
_WORDS = re.compile(r"^(FALL|AKTENZEICHEN|AKTE|AZ|NUMMER|NR)+")


class Match(Labelled):
    """By what a name was found; the first is the closest."""

    NAME = "NAME", "gleicher Name"
    SPELLING = "SPELLING", "andere Schreibweise"
    SOUND = "SOUND", "klingt ähnlich"


def numbers(typed: str, *, this_year: int) -> tuple[str, ...]:
    """The case numbers that somebody may mean: without hyphen or year, in small letters, misread."""
    exact = normalize_number(typed)
    if exact is not None:
        return (exact,)
    signs = _WORDS.sub("", "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum()))
    year, code = signs[:-_CODE].translate(_MEANT_IN_YEAR), signs[-_CODE:].translate(_MEANT)
    found = (f"{one}-{code}" for one in _years(year, this_year))
    return tuple(one for one in found if NUMBER.fullmatch(one))


def _years(written: str, this_year: int) -> tuple[str, ...]:
    if not written:
        return tuple(str(this_year - back) for back in range(YEARS_BACK + 1))
    if not written.isdigit() or len(written) not in {_YEAR, _SHORT_YEAR}:
        return ()
    return (written if len(written) == _YEAR else f"{this_year // 100}{written}",)


def words(typed: str) -> tuple[str, ...]:
    """The parts of a name that can be looked for, each once."""
    return tuple(dict.fromkeys(parts(typed)))[:MOST_WORDS]


def forms(word: str) -> dict[Match, frozenset[str]]:
    """All forms under which one word of a name is found, the closest first."""
    return {
        Match.NAME: frozenset({word}),
        Match.SPELLING: frozenset({plain(word)}) - {""},
        Match.SOUND: sounds(word),
    }
