"""Shapes of what coordination enters around a run over the whole waiting list."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from app.editing import VersionedForm
from app.labels import N_


class SoloForm(VersionedForm):
    """Why one person is enough."""

    reason = TextAreaField(
        N_("Warum eine Person allein?"),
        description=N_("Üblich sind zwei. Der Grund steht nur für die Koordinierungsstelle."),
        validators=[InputRequired(N_("Bitte nennen Sie den Grund.")), Length(max=500)],
    )
