"""Shapes of a file with a plan, of the words with which a draft is handed in or back, and of a trial."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.labels import N_
from app.planning.forms.steps import STAGES

LONGEST_NOTE = 1000


class PlanFileForm(FlaskForm):
    file = FileField(
        N_("Datei mit einem Plan"),
        description=N_("YAML (.yaml oder .yml), höchstens 256 KB."),
        validators=[FileRequired(N_("Bitte wählen Sie eine Datei aus."))],
        render_kw={"accept": ".yaml,.yml"},
    )


class SubmitForm(FlaskForm):
    note = TextAreaField(
        N_("Was sich ändert und warum"),
        description=N_("Steht bei der neuen Fassung. Zwei, drei Sätze genügen."),
        validators=[
            InputRequired(N_("Bitte sagen Sie in ein, zwei Sätzen, was sich ändert und warum.")),
            Length(max=LONGEST_NOTE),
        ],
    )


class ReturnForm(FlaskForm):
    reason = TextAreaField(
        N_("Was noch zu ändern ist"),
        validators=[InputRequired(N_("Bitte sagen Sie, was noch zu ändern ist.")), Length(max=LONGEST_NOTE)],
    )


class ApproveForm(FlaskForm):
    seen = HiddenField()
    """Which state of the draft the page had shown."""
    checked = BooleanField(
        N_("Ich habe die Änderungen und die offenen Hinweise gelesen."),
        validators=[InputRequired(N_("Bitte lesen Sie die Änderungen und bestätigen Sie es."))],
    )


class PreviewForm(FlaskForm):
    """Asked with GET: the answer has an address that can be passed on."""

    class Meta:
        csrf = False

    prioritaet = SelectField(N_("Priorität"), choices=[SelectChoice(one, one) for one in "ABC"], default="B")
    stufe = SelectField(
        N_("Eskalationsstufe"),
        choices=[SelectChoice("", N_("noch nicht eingeschätzt")), *STAGES],
        default="3",
    )
