"""The languages of the screen: German is the message id, English comes from its catalogue."""

from collections.abc import Mapping
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import has_request_context, request
from flask_babel import Babel, Domain, get_locale, gettext
from flask_login import current_user
from markupsafe import Markup

from app.labels import Labelled

CATALOGUES = Path(__file__).parent / "translations"


class ScreenLanguage(Labelled):
    """A language of the screen; its label is the word that its own speakers look for."""

    DE = "de", "Deutsch"
    EN = "en", "English"


class TranslatingBabel(Babel):
    """Flask-Babel over catalogues that are read as they stand in the repository; nobody compiles."""

    @cached_property
    def domain_instance(self) -> "Catalogue":
        return Catalogue()


class Catalogue(Domain):
    def get_translations(self) -> NullTranslations:
        return translations(str(get_locale()))


@cache
def translations(language: str) -> NullTranslations:
    """The sentences in a language; without a catalogue every message id stands for itself."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(fp=compiled)


def chosen() -> str:
    """The person's own; a stranger's browser may prefer English; nobody at all reads German."""
    if not has_request_context():
        return str(ScreenLanguage.DE.value)
    if current_user.is_authenticated:
        return str(ScreenLanguage(current_user.language).value)
    offered = [one.value for one in ScreenLanguage]
    return request.accept_languages.best_match(offered, default=str(ScreenLanguage.DE.value))


class Sayable(Protocol):
    """A German message id with its values: a refusal, a note."""

    @property
    def sentence(self) -> str: ...

    @property
    def values(self) -> Mapping[str, object]: ...


def word(label: Any) -> Any:
    """A label in the language of the screen.

    Unlike ``_`` in a template it fills in no values and trusts nothing to be HTML, so that it may be
    handed what people have written: that is no message id and stays as it is.
    """
    return label if not label or isinstance(label, Markup) else str(gettext(str(label)))


def in_words(said: Sayable) -> str:
    """The sentence with its values, labels among them in the language of the screen as well."""
    words: str = gettext(said.sentence)
    return words % {name: _in_a_row(v) if isinstance(v, str) else v for name, v in said.values.items()}


def _in_a_row(value: str) -> str:
    """One label, or several with commas between them."""
    whole: str = word(value)
    return whole if whole != value else ", ".join(map(word, value.split(", ")))
