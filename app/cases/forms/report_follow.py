"""Shapes of what the reporter adds after sending."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import FormField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.cases.forms.report_fields import LONG, NO_NAMES, trimmed
from app.cases.forms.report_parties import ContactFields
from app.cases.rules.report import PartyContact
from app.editing import Difference, VersionedForm, value_in_words
from app.labels import N_
from app.translation import word
from app.versions import seal

PARTY = "party_"


class AnswerForm(VersionedForm):
    answer = TextAreaField(
        N_("Ihre Antwort"),
        description=NO_NAMES,
        filters=[trimmed],
        validators=[
            DataRequired(N_("Bitte beantworten Sie die Rückfrage.")),
            Length(max=1000, message=LONG),
        ],
    )


class WithdrawForm(FlaskForm):
    """Nothing but the deed."""


class NamesForm(VersionedForm):
    """Who the parties are: a group of fields for each, called by the party's position."""

    def overtaken(self, waiting: Mapping[str, object], gone: "NamesForm") -> None:
        """Some of the parties are named by now; who named them and how is none of the reporter's business."""
        typed = [(group, box) for group in gone if group.name.startswith(PARTY) for box in group.form]
        known = word(N_("schon bekannt"))
        lost = (
            Difference(f"{letter(group.name)}: {word(box.label.text)}", known, value_in_words(box, box.data))
            for group, box in typed
            if box.data
        )
        self.outrun(tuple(lost), seal(waiting))

    def contacts(self) -> dict[int, PartyContact]:
        """By position, what was entered for a party."""
        groups = {
            int(field.name.removeprefix(PARTY)): field for field in self if field.name.startswith(PARTY)
        }
        return {position: group.form.contact() for position, group in groups.items()}

    def validate(self, extra_validators: object = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if valid and not any(contact.given for contact in self.contacts().values()):
            self.form_errors.append(_(N_("Bitte tragen Sie wenigstens einen Namen oder einen Kontakt ein.")))
            return False
        return valid


def names_form(positions: Iterable[int], waiting: Mapping[str, object]) -> NamesForm:
    """A form for the parties at these positions; what is sent for others is not read."""
    groups = {f"{PARTY}{position}": FormField(ContactFields) for position in positions}
    kind: type[NamesForm] = type("NamesOfParties", (NamesForm,), groups)
    return kind.knowing(waiting)


def letter(group: str) -> str:
    """Which party a group of fields is about."""
    return str(_(N_("Partei %(letter)s"), letter="ABCD"[int(group.removeprefix(PARTY))]))
