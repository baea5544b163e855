"""The shapes of an own follow-up date."""

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.labels import N_
from app.revisits.rules import NOTE, Wish


class MoveForm(FlaskForm):
    day = DateField(N_("Neuer Tag"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])


class RevisitForm(FlaskForm):
    path = SelectField(N_("Was soll wieder vor Ihnen liegen?"))
    day = DateField(N_("An welchem Tag?"), validators=[InputRequired(N_("Bitte nennen Sie den Tag."))])
    note = TextAreaField(
        N_("Notiz für Sie"),
        description=N_("Nur Sie lesen sie, und nur hier. Mit „Erledigt“ ist sie gelöscht."),
        validators=[Length(max=NOTE, message=N_("Bitte schreiben Sie höchstens 300 Zeichen."))],
    )

    @classmethod
    def for_one_of(cls, pages: dict[str, str], *, shown: str | None) -> "RevisitForm":
        """``pages``: words by address; ``shown``: where the person came from."""
        form: RevisitForm = cls(data={"path": shown}) if shown in pages else cls()
        form.path.choices = [SelectChoice(path, words) for path, words in pages.items()]
        return form

    @property
    def wish(self) -> Wish:
        return Wish(self.day.data, self.path.data, (self.note.data or "").strip())
