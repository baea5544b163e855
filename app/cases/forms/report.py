"""Shapes of the sections of a report, and how a report is read from what was typed."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.cases.forms.report_entry import EntryFields
from app.cases.forms.report_fields import (
    LONG,
    NO_NAMES,
    Desk,
    SectionForm,
    Typed,
    chosen,
    kept,
    labelled,
    trimmed,
)
from app.cases.forms.report_parties import FIRST, NamedPartyFields, PartyFields
from app.cases.rules.intake import (
    OTHER_OFFICE_BASES,
    YOUTH_OFFICE_BASES,
    Category,
    Disclosure,
    PreviousAttempt,
    Setting,
    Urgency,
)
from app.cases.rules.report import FEWEST_PARTIES, MOST_PARTIES, Report, Section, since_month
from app.cases.rules.screening import RedFlag, YellowFlag
from app.labels import N_
from app.refusals import NotAllowed
from app.translation import in_words

Answers = Mapping[str, Typed]


class TopicForm(EntryFields):
    free_text = ("description", "goal", "urgency_reason")

    category = SelectField(
        N_("Art des Konflikts"),
        choices=FIRST + labelled(Category),
        validators=[InputRequired(N_("Bitte wählen Sie, worum es vor allem geht."))],
    )
    description = TextAreaField(
        N_("Was geschieht?"),
        description=NO_NAMES,
        filters=[trimmed],
        validators=[
            DataRequired(N_("Bitte beschreiben Sie in zwei, drei Sätzen, was geschieht.")),
            Length(max=1000, message=LONG),
        ],
    )
    goal = TextAreaField(
        N_("Was wäre gut?"),
        description=N_("Was sich aus Ihrer Sicht ändern sollte. Auch hier bitte keine Namen."),
        filters=[trimmed],
        validators=[Length(max=300, message=LONG)],
    )
    urgency = RadioField(N_("Wie eilig ist es?"), choices=labelled(Urgency), default=Urgency.NORMAL.value)
    urgency_reason = StringField(
        N_("Wenn es eilt: warum?"), filters=[trimmed], validators=[Length(max=300, message=LONG)]
    )

    def validate_urgency_reason(self, field: StringField) -> None:
        if self.urgency.data == Urgency.FAST and not field.data:
            raise ValidationError(_(N_("Bitte schreiben Sie kurz, warum es eilt.")))


class PlaceForm(SectionForm):
    setting = SelectField(
        N_("Wo spielt der Konflikt?"),
        choices=FIRST + labelled(Setting),
        validators=[InputRequired(N_("Bitte wählen Sie, wo der Konflikt spielt."))],
    )
    district = SelectField(N_("Ortsteil"))
    location = StringField(
        N_("Genauer Ort"),
        description=N_("Eine Anschrift nur, wenn sie gebraucht wird."),
        filters=[trimmed],
        validators=[Length(max=300, message=LONG)],
    )
    since = StringField(
        N_("Seit wann?"),
        description=N_("Monat und Jahr; ungefähr genügt, zum Beispiel 09.2025."),
        filters=[trimmed],
        validators=[Optional()],
        render_kw={"inputmode": "decimal"},
    )
    attempts = SelectMultipleField(
        N_("Was wurde schon versucht?"),
        description=N_("Kreuzen Sie an, was Sie wissen. Nichts anzukreuzen ist auch eine Antwort."),
        choices=labelled(PreviousAttempt),
    )

    def __init__(self, *args: Any, desk: Desk, **values: Any) -> None:
        super().__init__(*args, desk=desk, **values)
        known = [SelectChoice(identity, name) for identity, name in desk.districts]
        self.district.choices = [SelectChoice("", N_("weiß ich nicht")), *known]

    def validate_since(self, field: StringField) -> None:
        try:
            since_month(field.data, today=self.desk.today)
        except NotAllowed as refusal:
            raise ValidationError(in_words(refusal)) from refusal


class PartiesForm(SectionForm):
    parties = FieldList(FormField(NamedPartyFields), min_entries=FEWEST_PARTIES, max_entries=MOST_PARTIES)


class PseudonymousPartiesForm(SectionForm):
    parties = FieldList(FormField(PartyFields), min_entries=FEWEST_PARTIES, max_entries=MOST_PARTIES)


class DangerForm(SectionForm):
    red_flags = SelectMultipleField(
        N_("Was davon ist Ihnen bekannt?"),
        description=N_("Kreuzen Sie nichts an, heißt das: nichts davon."),
        choices=labelled(RedFlag),
    )
    proceedings = BooleanField(N_("Es läuft ein Verfahren bei Gericht oder Polizei"))


class DisclosureForm(SectionForm):
    disclosure = RadioField(
        N_("Auf welcher Grundlage geben Sie die Angaben weiter?"),
        validators=[InputRequired(N_("Bitte wählen Sie die Grundlage. Ohne sie dürfen Sie nicht melden."))],
    )

    def __init__(self, *args: Any, desk: Desk, **values: Any) -> None:
        super().__init__(*args, desk=desk, **values)
        self.disclosure.choices = labelled(YOUTH_OFFICE_BASES if desk.youth_office else OTHER_OFFICE_BASES)


_FORMS: dict[Section, type[SectionForm]] = {
    Section.TOPIC: TopicForm,
    Section.PLACE: PlaceForm,
    Section.PARTIES: PartiesForm,
    Section.DANGER: DangerForm,
    Section.DISCLOSURE: DisclosureForm,
}


def sent_form(section: Section, desk: Desk) -> SectionForm:
    """The section as it was just sent by the browser."""
    return _kind(section, desk)(desk=desk)


def stored_form(section: Section, answers: Answers, desk: Desk) -> SectionForm:
    """The section as it was left; empty if it was never opened."""
    stored = answers.get(section.value)
    return _kind(section, desk)(formdata=MultiDict(stored) if stored else None, desk=desk)


def _kind(section: Section, desk: Desk) -> type[SectionForm]:
    pseudonymous = section is Section.PARTIES and desk.youth_office
    return PseudonymousPartiesForm if pseudonymous else _FORMS[section]


def checked(answers: Answers, desk: Desk) -> dict[Section, SectionForm]:
    """Every section that was opened, with its errors."""
    opened = [section for section in Section if section.value in answers]
    forms = {
        section: _kind(section, desk)(
            formdata=MultiDict(answers[section.value]), desk=desk, meta={"csrf": False}
        )
        for section in opened
    }
    for form in forms.values():
        form.validate()
    return forms


def with_party(typed: Typed) -> Typed:
    """The same with one more party, as far as there may be one more."""
    return {**typed, f"parties-{_parties(typed)}-kind": [""]} if _parties(typed) < MOST_PARTIES else typed


def without_party(typed: Typed, index: str) -> Typed:
    """The same without this party; two have to stay. The form closes the gap when it is read."""
    if _parties(typed) <= FEWEST_PARTIES:
        return typed
    return {name: values for name, values in typed.items() if not name.startswith(f"parties-{index}-")}


def _parties(typed: Typed) -> int:
    return len({name.split("-")[1] for name in typed if name.startswith("parties-")})


def complete(forms: Mapping[Section, SectionForm]) -> bool:
    return len(forms) == len(Section) and not any(form.errors for form in forms.values())


def read(forms: Mapping[Section, Any], desk: Desk) -> Report:
    """The report of complete sections."""
    topic, place, danger = forms[Section.TOPIC], forms[Section.PLACE], forms[Section.DANGER]
    urgent = topic.urgency.data == Urgency.FAST
    return Report(
        category=Category(topic.category.data),
        description=topic.description.data,
        goal=kept(topic.goal.data),
        urgent=urgent,
        urgency_reason=kept(topic.urgency_reason.data) if urgent else None,
        setting=Setting(place.setting.data),
        district_id=kept(place.district.data),
        location=kept(place.location.data),
        since_month=since_month(place.since.data, today=desk.today) if place.since.data else None,
        parties=tuple(entry.form.said() for entry in forms[Section.PARTIES].parties),
        attempts=tuple(chosen(PreviousAttempt, place.attempts.data)),
        red_flags=tuple(chosen(RedFlag, danger.red_flags.data)),
        yellow_flags=(YellowFlag.PROCEEDINGS,) if danger.proceedings.data else (),
        disclosure=Disclosure(forms[Section.DISCLOSURE].disclosure.data),
        youth_office=desk.youth_office,
        entry=topic.entry(),
    )


def unfinished(forms: Mapping[Section, SectionForm]) -> Section | None:
    """The first section that still needs something."""
    return next((one for one in Section if one not in forms or forms[one].errors), None)
