"""The words of a move in its address: „Prüfung beginnen“ is found under pruefung-beginnen."""

import re

from app.cases.rules.status import Verb

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(verb: Verb) -> str:
    """ASCII, lower case, hyphenated."""
    return re.sub(r"[^a-z0-9]+", "-", verb.label.lower().translate(_SPELLED)).strip("-")


_BY_SLUG = {slug(verb): verb for verb in Verb}


def verb_of(text: str) -> Verb | None:
    return _BY_SLUG.get(text)
