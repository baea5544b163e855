"""The shape of a quick note: three boxes and, if wanted, a day to call back."""

from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.cases.forms.boxes import empty_is_fine
from app.cases.forms.report_fields import LONG, Desk, kept, labelled, trimmed
from app.cases.forms.report_parties import FIRST
from app.cases.rules.intake import Category
from app.cases.rules.notes import LATEST_CALL_BACK_DAYS, LONGEST, may_call_back_on
from app.labels import N_


class NoteForm(FlaskForm):
    note = HiddenField(validators=[InputRequired(N_("Bitte laden Sie die Seite neu."))])
    """Id of the note, made with the page: sent twice, it counts once."""
    category = SelectField(
        N_("Worum ging es?"),
        choices=FIRST + labelled(Category),
        validators=[InputRequired(N_("Bitte wählen Sie, worum es vor allem ging."))],
    )
    district = SelectField(N_("Ortsteil"))
    text = StringField(
        N_("In einer Zeile"),
        description=N_("Ohne Namen und Herkunft: nur, was geschieht."),
        filters=[trimmed],
        validators=[
            DataRequired(N_("Bitte schreiben Sie in einer Zeile, worum es ging.")),
            Length(max=LONGEST, message=LONG),
        ],
    )
    call_back_on = DateField(
        N_("Rückruf versprochen für"),
        description=N_("Am Tag selbst steht der Rückruf auf Ihrer Startseite."),
        validators=[empty_is_fine],
    )

    def __init__(self, *args: Any, desk: Desk, **values: Any) -> None:
        super().__init__(*args, **values)
        self.desk = desk
        known = [SelectChoice(identity, name) for identity, name in desk.districts]
        self.district.choices = [SelectChoice("", N_("weiß ich nicht")), *known]

    @classmethod
    def fresh(cls, desk: Desk) -> "NoteForm":
        form: NoteForm = cls(desk=desk, data={"note": str(uuid4())})
        return form

    @property
    def district_id(self) -> UUID | None:
        district = kept(self.district.data)
        return UUID(district) if district else None

    def validate_note(self, box: Any) -> None:
        try:
            UUID(box.data or "")
        except ValueError:
            raise ValidationError(_(N_("Bitte laden Sie die Seite neu."))) from None

    def validate_call_back_on(self, box: Any) -> None:
        if box.data is not None and not may_call_back_on(box.data, today=self.desk.today):
            raise ValidationError(
                _(N_("Bitte nennen Sie einen Tag von heute an, höchstens %(days)d Tage voraus."))
                % {"days": LATEST_CALL_BACK_DAYS}
            )
