"""Shapes of holding a case and of letting it go."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.labels import N_
from app.privacy.rules import Ground

LONGEST = 1000


class ReleaseForm(FlaskForm):
    checked = BooleanField(
        N_("Ich habe geprüft, dass nichts davon mehr gebraucht wird."),
        validators=[DataRequired(N_("Bitte bestätigen Sie, dass Sie geprüft haben."))],
    )


class HoldForm(FlaskForm):
    reason = TextAreaField(
        N_("Warum darf nichts gelöscht werden?"),
        description=N_("Zum Beispiel ein laufendes Verfahren. Bitte ohne Namen."),
        validators=[DataRequired(N_("Bitte nennen Sie einen Grund.")), Length(max=LONGEST)],
    )
    review_on = DateField(
        N_("Wann sehen Sie wieder nach?"),
        description=N_("Die Sperre endet nicht von selbst."),
        validators=[InputRequired(N_("Bitte nennen Sie einen Tag."))],
    )

    @property
    def ground(self) -> Ground:
        return Ground(self.reason.data, self.review_on.data)


class LiftForm(FlaskForm):
    reason = TextAreaField(
        N_("Warum wird die Sperre nicht mehr gebraucht?"),
        description=N_("Danach zählt wieder die Aufbewahrungsfrist."),
        validators=[DataRequired(N_("Bitte nennen Sie einen Grund.")), Length(max=LONGEST)],
    )
