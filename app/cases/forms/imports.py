"""The form with which a file of open cases comes in."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from app.labels import N_


class CaseFileForm(FlaskForm):
    file = FileField(
        N_("Tabelle"),
        description=N_("Excel (.xlsx), LibreOffice (.ods) oder CSV, höchstens 5 MB und 10.000 Zeilen."),
        validators=[FileRequired(N_("Bitte wählen Sie eine Datei aus."))],
        render_kw={"accept": ".xlsx,.xlsm,.ods,.csv,text/csv"},
    )
