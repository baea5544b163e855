"""Shape of the search box; sent by POST, because a name may be typed into it."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.cases.forms.report_fields import trimmed
from app.cases.rules.search import LONGEST_TEXT
from app.labels import N_


class SearchForm(FlaskForm):
    text = StringField(
        N_("Aktenzeichen oder Name"),
        description=N_("Namen werden nur in Ihren eigenen Fällen gesucht."),
        filters=[trimmed],
        validators=[
            DataRequired(N_("Bitte geben Sie ein Aktenzeichen oder einen Namen ein.")),
            Length(max=LONGEST_TEXT, message=N_("Bitte kürzen Sie auf höchstens 100 Zeichen.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
