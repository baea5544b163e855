"""The shape of what a trainee says of the supervision of a mediation."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.labels import N_


class SupervisionForm(FlaskForm):
    supervisor = StringField(
        N_("Wer hat die Mediation supervidiert?"),
        description=N_("Name der Supervisorin oder des Supervisors. Bitte nichts über die Parteien."),
        validators=[DataRequired(N_("Bitte geben Sie an, wer supervidiert hat.")), Length(max=200)],
    )
