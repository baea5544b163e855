"""The languages of the screen: German is the message id, English comes from its catalogue."""

from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user

from app.labels import Labelled

CATALOGUES = Path(__file__).parent / "translations"


class Tongue(Labelled):
    """A language of the screen; its label is the word that its own speakers look for."""

    DE = "de", "Deutsch"
    EN = "en", "English"


class Tongues(Babel):
    """Flask-Babel over catalogues that are read as they stand in the repository: nothing is to be compiled."""

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
        return Tongue.DE.value
    if current_user.is_authenticated:
        return str(current_user.language)
    offered = [one.value for one in Tongue]
    return request.accept_languages.best_match(offered) or Tongue.DE.value
