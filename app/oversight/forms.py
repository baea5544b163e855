"""How somebody looks for cases; sent by GET, so it holds nothing but numbers and words of the screen."""

from wtforms import BooleanField, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from app.cases.rules.status import Status
from app.labels import N_
from app.oversight.rules import Worklist

EVERY = SelectChoice("", N_("alle"))


class FilterForm(Form):
    nummer = StringField(N_("Aktenzeichen"), render_kw={"autocomplete": "off", "placeholder": "2026-K7M2P"})
    liste = SelectField(
        N_("Liste"), choices=[EVERY, *(SelectChoice(w.value, w.label) for w in Worklist)], default=""
    )
    stand = SelectField(
        N_("Stand"),
        choices=[EVERY, *(SelectChoice(s.value, s.label) for s in Status if s is not Status.DELETED)],
        default="",
    )
    meine = BooleanField(N_("nur meine"))
