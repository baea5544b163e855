"""How a name sounds in German (Kölner Phonetik, Postel 1969): Meier, Mayr and Maier are one."""

import re
import unicodedata

_SPELLED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})
_VOWELS = frozenset("aeijouy")
_SOFTENS_C_AT_START = frozenset("ahkloqrux")
_SOFTENS_C = frozenset("ahkoqux")
_PLAIN = {
    **dict.fromkeys(_VOWELS, "0"),
    "b": "1",
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
    "h": "",
}


def cologne(word: str) -> str:
    """The code of one word: digits alone, empty if it holds no letter."""
    letters = _letters(word)
    around = f" {letters} "
    codes = "".join(_code(*around[place : place + 3]) for place in range(len(letters)))
    squeezed = re.sub(r"(.)\1+", r"\1", codes)
    return squeezed[:1] + squeezed[1:].replace("0", "")


def _letters(word: str) -> str:
    folded = unicodedata.normalize("NFC", word).casefold().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", folded).replace("ı", "i")
    return "".join(letter for letter in plain if "a" <= letter <= "z")


def _code(before: str, letter: str, after: str) -> str:
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after in "csz" else "2"
    if letter == "x":
        return "8" if before in "ckq" else "48"
    if letter == "c":
        return _code_of_c(before, after)
    return _PLAIN[letter]


def _code_of_c(before: str, after: str) -> str:
    if before == " ":
        return "4" if after in _SOFTENS_C_AT_START else "8"
    if before in "sz":
        return "8"
    return "4" if after in _SOFTENS_C else "8"
