"""The part of a report's first section that somebody fills in who writes it down for somebody else."""

from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from app.cases.forms.boxes import empty_is_fine
from app.cases.forms.report_fields import LONG, SectionForm, labelled, trimmed
from app.cases.rules.intake import Inlet
from app.cases.rules.report import Entry
from app.labels import N_

OWN = [SelectChoice("", N_("Es ist meine eigene Meldung"))]


class EntryFields(SectionForm):
    """Who has reported, how and when; nothing of it for the own report."""

    inlet = SelectField(N_("Wie kam die Meldung herein?"), choices=OWN + labelled(Inlet), default="")
    reported_by = StringField(
        N_("Wer hat gemeldet?"),
        description=N_("Name, Dienststelle oder Rückrufnummer. Das liest später nur die Fallverantwortung."),
        filters=[trimmed],
        validators=[Length(max=200, message=LONG)],
    )
    received_on = DateField(
        N_("Eingegangen am"),
        description=N_("Alle Fristen zählen ab diesem Tag, nicht erst ab heute."),
        validators=[empty_is_fine],
    )

    def left_out(self) -> frozenset[str]:
        return frozenset() if self.inlet.data else frozenset({"inlet", "reported_by", "received_on"})

    def validate_reported_by(self, box: Any) -> None:
        if self.inlet.data and not box.data:
            raise ValidationError(_(N_("Bitte schreiben Sie, von wem die Meldung kommt.")))

    def validate_received_on(self, box: Any) -> None:
        if not self.inlet.data:
            box.errors = []
        elif box.data is None and not box.errors:
            raise ValidationError(_(N_("Bitte nennen Sie den Tag, an dem die Meldung eingegangen ist.")))
        elif box.data is not None and box.data > self.desk.today:
            raise ValidationError(
                _(N_("Dieser Tag liegt in der Zukunft. Bitte nennen Sie den Tag des Eingangs."))
            )

    def entry(self) -> Entry | None:
        if not self.inlet.data:
            return None
        return Entry(
            inlet=Inlet(self.inlet.data), who=self.reported_by.data, received_on=self.received_on.data
        )
