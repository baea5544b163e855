"""Forms that change what is there: a refusal stands on the page, beside what was typed; on a page that is out
of date nothing is written, and both sides are shown. And forms whose deed counts once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Self
from uuid import UUID, uuid4

from flask_babel import gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from app.database import db
from app.labels import N_
from app.refusals import NotAllowed, NotYours, Outrun, Wanting
from app.translation import in_words, word
from app.versions import NOBODY_KNOWN, Author, digest, digests, plain, seal

NOTHING = N_("nichts")
RELOAD = N_("Bitte laden Sie die Seite neu.")
OUT_OF_DATE, WRONG, FINE = 409, 422, 200


@dataclass(frozen=True)
class Difference:
    """One thing that is saved otherwise than it was typed; ``yours`` is None where nothing was typed."""

    label: str
    theirs: str
    yours: str | None = None


class Comparing:
    """A form that can show both sides."""

    collided = False
    differences: tuple[Difference, ...] = ()
    author: Author = NOBODY_KNOWN

    @property
    def by_oneself(self) -> bool:
        """In another window."""
        return self.author.id is not None and self.author.id == getattr(current_user, "id", None)

    def show(self, differences: tuple[Difference, ...], author: Author = NOBODY_KNOWN) -> None:
        """Put both sides on the page; what was typed stays in its field."""
        self.collided, self.differences, self.author = True, differences, author


class OnceForm(FlaskForm):
    """A form whose deed counts once, however often it is sent."""

    deed = HiddenField(validators=[InputRequired(RELOAD)])
    """Id of what is made, drawn with the page."""

    @classmethod
    def fresh(cls, **values: Any) -> Self:
        return cls(data={"deed": str(uuid4()), **values})

    def validate_deed(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(RELOAD) from None

    @property
    def id(self) -> UUID:
        return UUID(self.deed.data)


class VersionedForm(Comparing, FlaskForm):
    """It knows what its page had shown, and compares if something else is saved by now."""

    version = HiddenField(N_("Stand der Seite"), validators=[InputRequired(RELOAD)])

    @classmethod
    def editing(cls, saved: Mapping[str, object], **suggested: Any) -> Self:
        """Filled with what is saved; what is sent stands over it. ``suggested``: what is proposed besides."""
        return cls(data={**saved, **suggested, "version": seal(saved)})

    @classmethod
    def knowing(cls, saved: Mapping[str, object], **suggested: Any) -> Self:
        """The same, but empty: it asks for what shall be saved instead."""
        return cls(data={**suggested, "version": seal(saved)})

    @property
    def status(self) -> int:
        """Of the response that shows this form."""
        if self.collided:
            return OUT_OF_DATE
        return WRONG if self.errors else FINE

    def collide(self, saved: Mapping[str, object], author: Author = NOBODY_KNOWN) -> bool:
        """Show both sides. False if what is saved is what was typed: sent twice, or typed by both alike.

        What was typed stays in its field. A field that nobody touched here takes what is saved by now.
        """
        shown = digests(self.version.data)
        differing = [name for name in saved if name in self and plain(self[name].data) != plain(saved[name])]
        if not differing:
            return False
        self.outrun(tuple(self._both(name, saved[name], shown) for name in differing), seal(saved), author)
        return True

    def outrun(
        self, differences: tuple[Difference, ...], version: str, author: Author = NOBODY_KNOWN
    ) -> None:
        """Show both sides; sent again, the form changes what is saved now, which is ``version``."""
        self.show(differences, author)
        self.version.data, self.version.raw_data = version, None

    def _both(self, name: str, theirs: object, shown: Mapping[str, str]) -> Difference:
        box: Field = self[name]
        said, label = value_in_words(box, theirs), box.label.text
        if shown.get(name) == digest(box.data):  # untouched here
            box.process(None, theirs)
            box.raw_data = None
            return Difference(label, said)
        return Difference(label, said, value_in_words(box, box.data))


def save(
    form: VersionedForm,
    deed: Callable[[], object],
    *,
    saved: Callable[[], Mapping[str, object]],
    author: Callable[[], Author] = lambda: NOBODY_KNOWN,
) -> bool:
    """Do it and commit. False if somebody was faster: nothing is written, and the form shows both sides.

    False, too, if the form has to ask for one thing more.
    """
    try:
        deed()
    except Outrun:
        db.session.rollback()
        return not form.collide(saved(), author())
    except Wanting as missing:
        db.session.rollback()
        form[missing.field].errors = [in_words(missing)]
        return False
    db.session.commit()
    return True


def tried(form: FlaskForm, deed: Callable[[], object]) -> bool:
    """Do it and commit; false if the refusal stands on the form now, beside what was typed.

    Nothing is left of the deed where it raises: whoever was outrun must look anew, and what is for others
    to do isn't asked here.
    """
    try:
        deed()
    except NotAllowed as refusal:
        db.session.rollback()
        if isinstance(refusal, Outrun | NotYours):
            raise
        if isinstance(refusal, Wanting) and refusal.field in form:
            form[refusal.field].errors = [in_words(refusal)]
        else:
            form.form_errors = [in_words(refusal)]
        return False
    db.session.commit()
    return True


def value_in_words(box: Field, value: object) -> str:
    """A value as the page says it: the words of a choice, yes or no, a day, or the text itself."""
    if isinstance(box, BooleanField):
        return str(gettext(N_("ja") if value else N_("nein")))
    if isinstance(box, SelectField | SelectMultipleField):
        return ", ".join(_chosen(box, value)) or str(gettext(NOTHING))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value or gettext(NOTHING))


def _chosen(box: Field, value: object) -> Iterator[str]:
    wanted = {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value)}
    for choice in box.choices or ():
        if choice.value and str(choice.value) in wanted:
            yield str(word(choice.label))
