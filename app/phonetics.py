"""How a name is spelled and how it sounds, whoever wrote it down from whichever alphabet."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial

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


#: Letters that are no letter with a mark on it, and what stands for them where they can't be typed.
_WITHOUT_MARK = str.maketrans(
    {"ß": "ss", "ı": "i", "ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ə": "e"}
)
#: How others write a sound, and how a German official would write it who hears it; the longest first.
_HEARD = (
    {"dsch": "dsch", "tsch": "tsch", "sch": "sch", "dzh": "dsch", "dj": "dsch", "đ": "dsch", "j": "dsch"}
    | {"ch": "tsch", "ç": "tsch"},
    {"sch": "sch", "kh": "h", "ch": "h"},
)
_ARTICLE = re.compile(r"^[aeu]l(?=[bcdfghjkmnpqrstvwxyz]\w{2})")
_LOST_H = re.compile(r"(?<=[a-z])(?<![cgkpstz])h(?=[a-z])")
#: A code of one digit is shared by too many names to say anything.
_SHORTEST = 2


def plain(word: str) -> str:
    """One spelling for Müller, Mueller and Muller, for Yılmaz and Yilmaz, for Weiß and Weis."""
    folded = unicodedata.normalize("NFC", word).casefold().translate(_WITHOUT_MARK)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if sign.isalnum())
    without_e = re.sub(r"(?<=[aou])e", "", bare)
    return re.sub(r"(.)\1+", r"\1", without_e)


def sounds(word: str) -> frozenset[str]:
    """The codes under which a word is found: as it is read in German, and as others write what they hear.

    Shevchenko is Schewtschenko, Achmed is Ahmed, Olha is Olga, Almasri is Masri.
    """
    folded = unicodedata.normalize("NFC", word).casefold()
    heard = {cologne(one.translate(_WITHOUT_MARK)) for one in _as_heard(folded)}
    own = cologne(folded.translate(_WITHOUT_MARK))
    return frozenset({own, *(code for code in heard if len(code) >= _SHORTEST)} - {""})


def _as_heard(word: str) -> Iterator[str]:
    for table in _HEARD:
        yield re.sub("|".join(table), partial(_heard, table), word)
    yield _LOST_H.sub("g", word)
    yield _ARTICLE.sub("", word)


def _heard(table: Mapping[str, str], found: re.Match[str]) -> str:
    return table[found[0]]


def cologne(word: str) -> str:
    """Kölner Phonetik (Postel 1969): digits alone, empty if it holds no letter. Meier is Mayr and Maier."""
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
