"""The form with which a file of open cases comes in."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from app.labels import N_


class CaseFileForm(FlaskForm):
    file = FileField(
        N_("CSV-Datei"),
        description=N_("Höchstens 5 MB und 10.000 Zeilen. Aus Excel: „Speichern unter“, „CSV UTF-8“."),
        validators=[FileRequired(N_("Bitte wählen Sie eine Datei aus."))],
        render_kw={"accept": ".csv,text/csv"},
    )
