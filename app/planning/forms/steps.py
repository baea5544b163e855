"""The shape of a step: what a form asks for each column of its row."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.editing import VersionedForm
from app.labels import N_, Labelled
from app.planning.rules.checking import CLEARED, REMINDERS, Fault, faults
from app.plans.cells import CONTACT, Row
from app.plans.codes import (
    Anchor,
    Condition,
    FollowUp,
    HardMode,
    Phase,
    PlanKind,
    RegisterFunction,
    Rung,
    StepRole,
    Trigger,
    When,
)
from app.refusals import NotAllowed
from app.seed import listed
from app.translation import in_words
from app.workdays import Clock

AHEAD = (
    N_("20 Arbeitstage vorher"),
    N_("10 Arbeitstage vorher"),
    N_("5 Arbeitstage vorher"),
    N_("3 Arbeitstage vorher"),
    N_("2 Arbeitstage vorher"),
    N_("1 Arbeitstag vorher"),
    N_("nach der halben Zeit"),
    N_("zur Frist"),
)
CALLS = [SelectChoice(kind, said) for kind, said in zip(REMINDERS, AHEAD, strict=True)]


def _choices(kind: Iterable[Labelled], nothing: str = "") -> list[SelectChoice]:
    first = [SelectChoice("", nothing)] if nothing else []
    return [*first, *(SelectChoice(one.value, one.label) for one in kind)]


PEOPLE = (
    *_choices(StepRole),
    *(SelectChoice(CONTACT + one.value, one.label) for one in RegisterFunction),
)
STAGES = [
    SelectChoice("1", N_("1 Verhärtung")),
    SelectChoice("2", N_("2 Debatte und Polemik")),
    SelectChoice("3", N_("3 Taten statt Worte")),
    SelectChoice("4", N_("4 Images und Koalitionen")),
    SelectChoice("5", N_("5 Gesichtsverlust")),
    SelectChoice("6", N_("6 Drohstrategien")),
    SelectChoice("7", N_("7 Begrenzte Vernichtungsschläge")),
    SelectChoice("8", N_("8 Zersplitterung")),
    SelectChoice("9", N_("9 Gemeinsam in den Abgrund")),
]
ANCHORS = [one for one in Anchor if one is not Anchor.MEASURE_AGREED]
NOTHING = N_("– nichts –")


def _ticks(label: str, choices: Sequence[SelectChoice], hint: str = "") -> SelectMultipleField:
    """Several of a list, each with a box."""
    return SelectMultipleField(
        label,
        choices=choices,
        description=hint,
        validators=[Optional()],
    )


def _number(label: str, hint: str = "") -> IntegerField:
    return IntegerField(label, description=hint, validators=[Optional()])


class StepForm(VersionedForm):
    """What both plans say of a step. Its fields have the names of the columns that they fill."""

    kind: PlanKind

    label_de = StringField(
        N_("Name des Schritts"),
        validators=[InputRequired(N_("Bitte geben Sie dem Schritt einen Namen."))],
        render_kw={"lang": "de"},
    )
    task_de = TextAreaField(
        N_("Was zu tun ist"),
        description=N_("Ein Satz, den auch jemand versteht, der den Fall nicht kennt."),
        validators=[InputRequired(N_("Bitte sagen Sie in einem Satz, was zu tun ist."))],
        render_kw={"lang": "de"},
    )
    responsible = SelectField(N_("Wer übernimmt den Schritt?"), choices=PEOPLE)
    others = _ticks(
        N_("Wer wirkt mit oder übernimmt, wenn dort niemand ist?"),
        PEOPLE,
        N_("Stellen ohne eigene Anmeldung erreicht die Koordinierungsstelle; sie hält den Schritt für sie."),
    )
    informed = _ticks(N_("Wer erfährt, wenn er erledigt ist?"), PEOPLE)
    clock = SelectField(N_("Gezählt in"), choices=_choices(Clock))
    reminders = _ticks(N_("Erinnerungen"), CALLS)
    ladder = _ticks(
        N_("Wer erfährt es, wenn die Frist verstreicht?"),
        [
            SelectChoice(Rung.M1.value, N_("M1: sofort, die zuständige Person und ihre Vertretung")),
            SelectChoice(Rung.M2.value, N_("M2: nach 1 Arbeitstag (1 Stunde), die Koordinierungsstelle")),
            SelectChoice(Rung.M3.value, N_("M3: nach 3 Arbeitstagen (4 Stunden), die Amtsleitung")),
            SelectChoice(Rung.M4.value, N_("M4: nach 5 Arbeitstagen (8 Stunden), die Verwaltungsleitung")),
        ],
    )
    after_ladder = SelectField(
        N_("Außerdem geschieht"),
        choices=_choices([one for one in FollowUp if one.when is not When.HARD], NOTHING),
    )
    repeat_amount = _number(N_("Kommt wieder nach"), N_("Leer: der Schritt kommt nicht wieder."))
    repeat_clock = SelectField(N_("Wiederholung gezählt in"), choices=_choices(Clock, NOTHING))

    @classmethod
    def of(cls, row: Row) -> Self:
        """With the step as it is saved."""
        return cls.editing(cls.saved(row))

    @classmethod
    def saved(cls, row: Row) -> dict[str, object]:
        """The row as the fields write it."""
        first, *others = listed(row["responsible"]) or ("",)
        found: dict[str, object] = {
            "label_de": row["label_de"],
            "task_de": row["task_de"],
            "responsible": first,
            "others": others,
            "after_ladder": row["after_ladder"],
            "clock": row["clock"] or Clock.WD.value,
            "repeat_clock": row["repeat_clock"],
            "repeat_amount": _as_number(row["repeat_amount"]),
        }
        return found | {name: list(listed(row[name])) for name in ("informed", "reminders", "ladder")}

    def row(self, before: Row) -> dict[str, str]:
        """The step as it was typed; what this form does not ask stays as it was."""
        typed = {
            name: _text(self[name].data)
            for name in ("label_de", "task_de", "after_ladder", "clock", "repeat_clock", "repeat_amount")
        }
        holders = [self.responsible.data, *_in_order(self.others.data, before["responsible"])]
        typed |= {
            "responsible": ";".join(dict.fromkeys(one for one in holders if one)),
            "informed": ";".join(_in_order(self.informed.data, before["informed"])),
            "reminders": ";".join(self.reminders.data or ()),
            "ladder": ";".join(self.ladder.data or ()),
        }
        return {**before, **typed}

    def checked(self, before: Row) -> dict[str, str] | None:
        """The row, if nothing is wrong with it; else each fault stands at its field."""
        if not self.validate_on_submit():
            return None
        row = self.row(before)
        wrong = faults(self.kind, row)
        for fault in wrong:
            self._say(fault)
        return None if wrong else row

    def _say(self, fault: Fault) -> None:
        box = self[fault.field] if fault.field in self else self[self.instead(fault.field)]
        said = in_words(NotAllowed(fault.sentence, **fault.values))
        box.errors = [*box.errors, said]

    def instead(self, field: str) -> str:  # noqa: ARG002 - forms with other fields say more
        """At which field a fault stands whose own field this form does not have."""
        return "label_de"


class CaseStepForm(StepForm):
    """A step of the case plan."""

    kind = PlanKind.CASE

    anchor = SelectField(N_("Der Schritt beginnt mit"), choices=_choices(ANCHORS))
    condition = SelectField(N_("Aber nur, wenn"), choices=_choices(Condition, N_("– ohne Bedingung –")))
    first_wave = BooleanField(
        N_("Er beginnt von selbst"),
        description=N_("Sonst fügt ihn jemand im Fall hinzu, wenn er gebraucht wird."),
    )
    glasl_min = SelectField(N_("Von Stufe"), choices=STAGES)
    glasl_max = SelectField(N_("Bis Stufe"), choices=STAGES)
    needs_clearance_above = BooleanField(
        N_("Auch auf Stufe 7, wenn die Sicherheit geklärt ist und alle noch einmal einwilligen")
    )
    amount_a = _number(N_("Priorität A"))
    amount_b = _number(N_("Priorität B"))
    amount_c = _number(N_("Priorität C"))
    count_from = SelectField(
        N_("Die Frist zählt ab"), choices=_choices(ANCHORS, N_("– dem Beginn des Schritts –"))
    )
    reminders_a = _ticks(
        N_("Andere Erinnerungen bei Priorität A"), CALLS, N_("Nichts gewählt: wie bei den anderen.")
    )
    repeat_max = _number(N_("Höchstens so oft"), N_("Leer: solange der Fall offen ist."))
    hard_mode = SelectField(N_("Zweite Frist"), choices=_choices(HardMode, N_("– keine –")))
    hard_anchor = SelectField(N_("Sie zählt ab"), choices=_choices(ANCHORS, NOTHING))
    hard_amount = _number(N_("Länge"), N_("Mit Minus: so viele Arbeitstage vor einem Termin."))
    hard_clock = SelectField(N_("Zweite Frist gezählt in"), choices=_choices(Clock, NOTHING))
    after_hard = SelectField(
        N_("Zur zweiten Frist geschieht"),
        choices=_choices([one for one in FollowUp if one.when is When.HARD], NOTHING),
    )
    attempts = _number(N_("Versuche"), N_("Nur zu „Weiterer Versuch“."))

    PLAIN = ("anchor", "condition", "glasl_min", "glasl_max", "count_from", "hard_mode", "hard_anchor")
    MORE = ("hard_clock", "after_hard")
    NUMBERS = ("repeat_max", "hard_amount", "attempts")

    @classmethod
    def saved(cls, row: Row) -> dict[str, object]:
        amounts = {one: row[f"amount_{one}"] or row["amount"] for one in "abc"}
        found = super().saved(row)
        found |= {name: row[name] for name in (*cls.PLAIN, *cls.MORE)}
        found |= {name: _as_number(row[name]) for name in cls.NUMBERS}
        found |= {f"amount_{one}": _as_number(amount) for one, amount in amounts.items()}
        found["reminders_a"] = list(listed(row["reminders_a"]))
        return found | {
            "first_wave": row["first_wave"] == "yes",
            "needs_clearance_above": bool(row["needs_clearance_above"]),
            "glasl_min": row["glasl_min"] or "1",
            "glasl_max": row["glasl_max"] or "9",
        }

    def row(self, before: Row) -> dict[str, str]:
        named = (*self.PLAIN, *self.MORE, *self.NUMBERS, "amount_a", "amount_b", "amount_c")
        found = super().row(before) | {name: _text(self[name].data) for name in named}
        found |= {
            "amount": "",
            "reminders_a": ";".join(self.reminders_a.data or ()),
            "first_wave": "yes" if self.first_wave.data else "no",
            "needs_clearance_above": CLEARED if self.needs_clearance_above.data else "",
        }
        return found


class EventStepForm(StepForm):
    """A step of the event plan."""

    kind = PlanKind.EVENT

    phase = SelectField(N_("Phase"), choices=_choices(Phase))
    trigger = _ticks(N_("Der Schritt beginnt mit"), _choices(Trigger))
    amount = _number(N_("Frist"))

    @classmethod
    def saved(cls, row: Row) -> dict[str, object]:
        return super().saved(row) | {
            "phase": row["phase"] or Phase.GREEN.value,
            "trigger": list(listed(row["trigger"])),
            "amount": _as_number(row["amount"]),
        }

    def row(self, before: Row) -> dict[str, str]:
        found = super().row(before)
        trigger = ";".join(_in_order(self.trigger.data, before["trigger"]))
        return found | {"phase": self.phase.data, "trigger": trigger, "amount": _text(self.amount.data)}


FORMS: Mapping[PlanKind, type[StepForm]] = {PlanKind.CASE: CaseStepForm, PlanKind.EVENT: EventStepForm}


def _in_order(chosen: Iterable[str] | None, before: str) -> list[str]:
    """What stays keeps its place; what is new comes after it."""
    wanted = list(chosen or ())
    kept = [one for one in listed(before) if one in wanted]
    return [*kept, *(one for one in wanted if one not in kept)]


def _as_number(cell: str) -> int | None:
    return int(cell) if cell else None


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
