"""Shapes of changing what was sent: the facts of the report, and why."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.cases.forms.boxes import clean
from app.cases.forms.examine import PRIORITIES
from app.cases.forms.report_fields import labelled, trimmed
from app.cases.rules.changes import Cause, Facts, Why
from app.cases.rules.intake import Category, Setting
from app.cases.rules.report import since_month
from app.cases.rules.screening import Priority
from app.editing import VersionedForm
from app.labels import N_
from app.refusals import NotAllowed
from app.translation import in_words

MOST = Length(max=500, message=N_("Bitte kürzen Sie auf höchstens 500 Zeichen."))


class ReasonFields(Form):
    """Why something that was sent is another one now; wanted only if it is."""

    cause = RadioField(
        N_("Was ist der Anlass der Änderung?"),
        description=N_(
            "Was sich geändert hat, bleibt verschlossen beim Fall; was falsch war, wird nicht aufgehoben."
        ),
        choices=labelled((Cause.CHANGED, Cause.MISTAKE)),
        validators=[Optional()],
    )
    change_reason = TextAreaField(
        N_("Warum ändert sich das?"),
        description=N_(
            "Nur nötig, wenn eine Angabe schon da war. Liest nur, wer für den Fall verantwortlich ist."
        ),
        filters=[trimmed],
        validators=[MOST],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if "cause" in self and self.change_reason.data and not self.cause.data:
            self.cause.errors = [N_("Bitte wählen Sie, ob es sich geändert hat oder falsch war.")]
            return False
        return valid

    @property
    def why(self) -> Why | None:
        text = clean(self.change_reason.data)
        return Why(Cause(self.cause.data), text) if text and self.cause.data else None


class FactsForm(ReasonFields, VersionedForm):
    category = SelectField(N_("Art des Konflikts"), choices=labelled(Category))
    setting = SelectField(N_("Wo spielt der Konflikt?"), choices=labelled(Setting))
    district = SelectField(N_("Ortsteil"))
    since = StringField(
        N_("Seit wann?"),
        description=N_("Monat und Jahr; ungefähr genügt, zum Beispiel 09.2025."),
        filters=[trimmed],
        validators=[Optional()],
        render_kw={"inputmode": "decimal"},
    )
    priority = RadioField(
        N_("Priorität"),
        choices=PRIORITIES,
        validators=[InputRequired(N_("Bitte wählen Sie eine Priorität."))],
    )

    today: date

    def offer(self, districts: Iterable[tuple[UUID, str]], *, today: date, priority: bool) -> None:
        """The places that there are here; ``priority``: one was set, and can be changed."""
        known = [SelectChoice(str(id_), name) for id_, name in districts]
        self.district.choices = [SelectChoice("", N_("keine Angabe")), *known]
        self.cause.choices, self.cause.description = labelled(Cause), ""
        self.today = today
        if not priority:
            del self.priority

    def validate_since(self, box: Any) -> None:
        try:
            since_month(box.data, today=self.today)
        except NotAllowed as refusal:
            raise ValidationError(in_words(refusal)) from refusal

    def facts(self) -> Facts:
        return Facts(
            category=Category(self.category.data),
            setting=Setting(self.setting.data),
            district_id=UUID(self.district.data) if self.district.data else None,
            since_month=since_month(self.since.data, today=self.today) if self.since.data else None,
            priority=Priority(self.priority.data) if "priority" in self else None,
        )
