"""The shape of what somebody of the pool says of herself for the check alone."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.editing import VersionedForm
from app.labels import N_
from app.marks import place_of
from app.mediators.queries.acquaintance import FIELDS

LONGEST, LONGEST_LIST, MOST_LINES = 200, 1000, 20
TOO_LONG = N_("Bitte kürzen Sie Ihre Angabe.")
_QUIET = {"autocomplete": "off"}


class DetailsForm(VersionedForm):
    """Everything may stay empty: what nobody says is not compared."""

    other_names = TextAreaField(
        N_("Andere Namen, die Sie tragen oder trugen"),
        description=N_("Zum Beispiel der Geburtsname. Vor- und Nachname, ein Name je Zeile."),
        validators=[Length(max=LONGEST_LIST, message=TOO_LONG)],
        render_kw=_QUIET,
    )
    address = StringField(
        N_("Ihre Anschrift"),
        description=N_(
            "Straße, Hausnummer, Postleitzahl. So fragen wir Sie nicht für einen Konflikt nebenan."
        ),
        validators=[Length(max=LONGEST, message=TOO_LONG)],
        render_kw=_QUIET,
    )
    household = TextAreaField(
        N_("Wer mit Ihnen wohnt"),
        description=N_("Vor- und Nachname, eine Person je Zeile."),
        validators=[Length(max=LONGEST_LIST, message=TOO_LONG)],
        render_kw=_QUIET,
    )
    employer = StringField(
        N_("Ihr Arbeitgeber, Büro oder Ihre Praxis"),
        validators=[Length(max=LONGEST, message=TOO_LONG)],
        render_kw=_QUIET,
    )

    def told(self) -> dict[str, str | None]:
        return {name: (self[name].data or "").strip() or None for name in FIELDS}

    def validate_address(self, box: Any) -> None:
        place = place_of(box.data)
        if (box.data or "").strip() and (place is None or not place.houses):
            raise ValidationError(
                N_("Bitte geben Sie Straße und Hausnummer an, zum Beispiel „Kanalstraße 12“.")
            )

    def validate_other_names(self, box: Any) -> None:
        _insist_on_whole_names(box)

    def validate_household(self, box: Any) -> None:
        _insist_on_whole_names(box)


def _insist_on_whole_names(box: Any) -> None:
    """One word alone is shared by too many; it would be compared with nobody."""
    lines = [line for line in (box.data or "").replace(";", "\n").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(TOO_LONG)
    if any(len(line.replace(",", " ").split()) < 2 for line in lines):
        raise ValidationError(N_("Bitte nennen Sie auf jeder Zeile Vor- und Nachnamen."))
