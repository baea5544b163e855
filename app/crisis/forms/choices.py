"""Choices of several forms."""

from wtforms.fields.choices import SelectChoice

from app.crisis.rules.words import FUNCTIONS
from app.labels import N_

PLEASE_CHOOSE = SelectChoice("", N_("Bitte wählen"))
EVERY_FUNCTION = [SelectChoice(code, label) for code, label in FUNCTIONS.items()]
