"""Shapes of what people enter about accounts."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, ValidationError

from app.accounts.permissions import Role
from app.accounts.rules import AddressReason
from app.labels import N_
from app.municipalities.models import Office
from app.municipalities.rules import MunicipalityKind, OfficeKind


class SignInForm(FlaskForm):
    email = EmailField(
        N_("E-Mail"),
        validators=[InputRequired(N_("Bitte geben Sie Ihre E-Mail-Adresse ein."))],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        N_("Passwort"),
        validators=[InputRequired(N_("Bitte geben Sie Ihr Passwort ein."))],
        render_kw={"autocomplete": "current-password"},
    )


class ForgottenForm(FlaskForm):
    email = EmailField(
        N_("E-Mail"),
        validators=[InputRequired(N_("Bitte geben Sie Ihre E-Mail-Adresse ein.")), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(FlaskForm):
    password = PasswordField(
        N_("Neues Passwort"),
        description=N_(
            "Mindestens 12 Zeichen. Gut sind drei oder vier Wörter, die nichts mit Ihnen zu tun haben."
        ),
        validators=[InputRequired(N_("Bitte wählen Sie ein Passwort."))],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        N_("Jetziges Passwort"),
        validators=[InputRequired(N_("Bitte geben Sie Ihr jetziges Passwort ein."))],
        render_kw={"autocomplete": "current-password"},
    )


def _trimmed(typed: str | None) -> str:
    return (typed or "").strip()


class AddressForm(FlaskForm):
    email = EmailField(
        N_("Neue E-Mail-Adresse"),
        filters=[_trimmed],
        validators=[
            InputRequired(N_("Bitte geben Sie eine E-Mail-Adresse ein.")),
            Email(N_("Das ist keine gültige E-Mail-Adresse.")),
            Length(max=254),
        ],
        render_kw={"autocomplete": "off"},
    )


class OwnAddressForm(AddressForm):
    current = PasswordField(
        N_("Jetziges Passwort"),
        validators=[InputRequired(N_("Bitte geben Sie Ihr jetziges Passwort ein."))],
        render_kw={"autocomplete": "current-password"},
    )


class AddressOfForm(AddressForm):
    """Of somebody else."""

    reason = RadioField(
        N_("Warum?"),
        choices=[SelectChoice(one.value, one.label) for one in AddressReason],
        validators=[InputRequired(N_("Bitte wählen Sie einen Grund."))],
    )


class OfficeForm(FlaskForm):
    name = StringField(
        N_("Name der Dienststelle"),
        validators=[DataRequired(N_("Bitte geben Sie einen Namen ein.")), Length(max=120)],
    )
    kind = SelectField(
        N_("Art"),
        description=N_("Meldungen eines Jugendamts beginnen pseudonymisiert."),
        choices=[SelectChoice(kind.value, kind.label) for kind in OfficeKind],
    )


class InviteForm(FlaskForm):
    name = StringField(
        N_("Vor- und Nachname"),
        validators=[DataRequired(N_("Bitte geben Sie einen Namen ein.")), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        N_("E-Mail"),
        validators=[
            InputRequired(N_("Bitte geben Sie eine E-Mail-Adresse ein.")),
            Email(N_("Das ist keine gültige E-Mail-Adresse.")),
            Length(max=254),
        ],
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(
        N_("Rolle"),
        choices=[],
        validators=[InputRequired(N_("Bitte wählen Sie eine Rolle."))],
    )
    office = SelectField(N_("Dienststelle"), choices=[])

    def validate_office(self, field: SelectField) -> None:
        if self.role.data == Role.REPORTER and not field.data:
            raise ValidationError(N_("Wer meldet, gehört zu einer Dienststelle. Bitte wählen Sie eine."))


def role_choices(kind: MunicipalityKind) -> list[SelectChoice]:
    """The state's office has few roles, and nobody else has its own."""
    theirs = {Role.STATE_POOL, Role.ADMIN, Role.PRIVACY_OFFICER}
    ours = set(Role) - {Role.STATE_POOL}
    roles = theirs if kind is MunicipalityKind.STATE_POOL else ours
    return [SelectChoice(role.value, role.label) for role in Role if role in roles]


def office_choices(offices: Iterable[Office]) -> list[SelectChoice]:
    """All offices to choose from, and none."""
    return [SelectChoice("", N_("keine")), *(SelectChoice(str(o.id), o.name) for o in offices)]
