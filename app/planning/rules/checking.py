"""What is wrong with a step, said at the field: everything that is refused is refused here, in words.

A row without faults can be read by ``StepRule`` or ``EventRule``.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.labels import N_
from app.plans.cells import Row, code
from app.plans.codes import Anchor, FollowUp, HardMode, PlanKind, Rung, When
from app.plans.template import EventRule, Step, StepRule
from app.seed import listed
from app.workdays import Clock

LONGEST_LABEL = 80
LONGEST_TASK = 400
#: The longest period of each clock: two years of working days, five years of months.
DAYS, HOURS, MONTHS = 500, 999, 60
MOST: Mapping[str, int] = {
    **dict.fromkeys((Clock.WD, Clock.LD, Clock.ED), DAYS),
    **dict.fromkeys((Clock.H, Clock.SH, Clock.EH), HOURS),
    **dict.fromkeys((Clock.CM, Clock.LM, Clock.EM), MONTHS),
}
HIGHEST_STAGE = 9
#: Up to which stage a safety clearance reaches (decided by the program, not by a plan).
CLEARED = "7"
REMINDERS = ("-20WD", "-10WD", "-5WD", "-3WD", "-2WD", "-1WD", "50%", "DUE")


class Fault(NamedTuple):
    """The column that is wrong, a German message id, and its values."""

    field: str
    sentence: str
    values: Mapping[str, object] = {}  # noqa: RUF012 - never changed


def faults(kind: PlanKind, row: Row) -> list[Fault]:
    """Everything that is wrong with this step, in the order of its fields."""
    found = [*_said(row), *_people(row)]
    if kind is PlanKind.CASE:
        found += [*_stages(row), *_period(row, ("amount_a", "amount_b", "amount_c")), *_second_limit(row)]
    else:
        found += [*_beginning(row), *_period(row, ("amount",))]
    return [*found, *_reminders(row), *_ladder(row), *_repeat(row)]


def built(kind: PlanKind, row: Row) -> Step:
    """The step that a row without faults describes."""
    return StepRule.from_row(_joined(row)) if kind is PlanKind.CASE else EventRule.from_row(row)


def _joined(row: Row) -> Row:
    """A form asks for three amounts; a row may hold one."""
    return row if "amount" in row else {**row, "amount": ""}


def _said(row: Row) -> Iterator[Fault]:
    if not row["label_de"].strip():
        yield Fault("label_de", N_("Bitte geben Sie dem Schritt einen Namen."))
    if not row["task_de"].strip():
        yield Fault("task_de", N_("Bitte sagen Sie in einem Satz, was zu tun ist."))
    longest = (("label_de", LONGEST_LABEL), ("task_de", LONGEST_TASK))
    for field, most in longest:
        if len(row[field]) > most:
            yield Fault(field, N_("Bitte kürzen Sie auf %(most)s Zeichen."), {"most": most})


def _people(row: Row) -> Iterator[Fault]:
    if not listed(row["responsible"]):
        yield Fault("responsible", N_("Bitte wählen Sie, wer den Schritt übernimmt."))


def _stages(row: Row) -> Iterator[Fault]:
    if row["anchor"] == Anchor.MEASURE_AGREED:
        yield Fault("anchor", N_("Damit beginnt kein Schritt des Plans; es gehört zur Fallkonferenz."))
    low, high = int(row["glasl_min"]), int(row["glasl_max"])
    if low > high:
        yield Fault("glasl_max", N_("Die höchste Stufe liegt unter der niedrigsten."))
    if not {low, high} <= set(range(1, HIGHEST_STAGE + 1)):
        yield Fault("glasl_max", N_("Stufen gibt es von 1 bis 9."))
    above = row["needs_clearance_above"]
    if above and (above != CLEARED or high >= int(CLEARED)):
        yield Fault(
            "needs_clearance_above",
            N_(
                "Eine Freigabe der Sicherheit reicht bis Stufe 7; der Schritt endet dann bei 6 oder darunter."
            ),
        )


def _beginning(row: Row) -> Iterator[Fault]:
    if not listed(row["trigger"]):
        yield Fault("trigger", N_("Bitte wählen Sie, womit der Schritt beginnt."))


def _period(row: Row, fields: tuple[str, ...]) -> Iterator[Fault]:
    if row.get("amount") and len(fields) > 1:
        fields = ("amount",)
    for field in fields:
        yield from _amount(row, field, clock=row["clock"])
    mirrored = row.get("count_from") == Anchor.OFFER_ANSWER_BY
    if mirrored and any(row[field].strip("0") for field in fields):
        yield Fault(
            fields[0],
            N_("Die Frist der Anfrage steht fest. Hier muss 0 stehen, oder sie zählt ab etwas anderem."),
        )


def _amount(row: Row, field: str, *, clock: str, lowest: int = 0) -> Iterator[Fault]:
    number, most = _number(row[field]), MOST[clock]
    if number is None:
        yield Fault(field, N_("Bitte geben Sie eine Zahl ein."))
    elif not lowest <= number <= most:
        yield Fault(
            field,
            N_("Bitte geben Sie eine Zahl von %(lowest)s bis %(most)s ein."),
            {"lowest": lowest, "most": most},
        )


def _second_limit(row: Row) -> Iterator[Fault]:
    mode, rest = row["hard_mode"], ("hard_anchor", "hard_clock", "hard_amount")
    if not mode:
        yield from (
            Fault(field, N_("Ohne zweite Frist bleibt dieses Feld leer.")) for field in rest if row[field]
        )
    else:
        missing = [field for field in rest if not row[field]]
        yield from (
            Fault(field, N_("Das gehört zur zweiten Frist. Bitte geben Sie es an.")) for field in missing
        )
        if not missing:
            yield from _second_amount(row)
    yield from _after_second(row)


def _second_amount(row: Row) -> Iterator[Fault]:
    back = row["hard_clock"] == Clock.WD and row["hard_mode"] != HardMode.THEN
    number = _number(row["hard_amount"])
    if number is not None and number < 0 and not back:
        yield Fault(
            "hard_amount",
            N_("Rückwärts zählen lassen sich nur Arbeitstage, und nur wenn der frühere Termin gilt."),
        )
    else:
        yield from _amount(row, "hard_amount", clock=row["hard_clock"], lowest=-DAYS if back else 0)


def _after_second(row: Row) -> Iterator[Fault]:
    after = row["after_hard"]
    if after and code(FollowUp, after).when is not When.HARD:
        yield Fault(
            "after_hard", N_("Das geschieht nicht zur zweiten Frist. Bitte wählen Sie etwas anderes.")
        )
    elif after and row["hard_mode"] != HardMode.THEN:
        yield Fault("after_hard", N_("Das setzt zwei Fristen nacheinander voraus."))
    attempts, again = row["attempts"], row["after_ladder"] == FollowUp.SECOND_ATTEMPT
    number = _number(attempts)
    if again and (number is None or not 1 <= number <= HIGHEST_STAGE):
        yield Fault("attempts", N_("Bitte sagen Sie, wie viele Versuche es gibt: 1 bis 9."))
    if attempts and not again:
        yield Fault("attempts", N_("Versuche gehören zu „Weiterer Versuch“. Bitte leeren Sie das Feld."))


def _reminders(row: Row) -> Iterator[Fault]:
    for field in ("reminders", "reminders_a"):
        strange = [kind for kind in listed(row.get(field, "")) if kind not in REMINDERS]
        if strange:
            yield Fault(field, N_("Diese Erinnerung gibt es nicht: %(kind)s."), {"kind": strange[0]})


def _ladder(row: Row) -> Iterator[Fault]:
    rungs, after = listed(row["ladder"]), row["after_ladder"]
    if not after:
        return
    when = code(FollowUp, after).when
    if when is When.HARD:
        yield Fault("after_ladder", N_("Das geschieht erst zur zweiten Frist. Bitte wählen Sie es dort."))
    elif when is When.LAST_RUNG and not rungs:
        yield Fault(
            "after_ladder", N_("Das geschieht mit der letzten Stufe. Bitte wählen Sie mindestens eine.")
        )
    elif when is When.NEXT_RUNG and (not rungs or Rung.M4 in rungs):
        yield Fault(
            "after_ladder",
            N_("Das geschieht eine Stufe nach der letzten gewählten. Nach M4 kommt keine mehr."),
        )


def _repeat(row: Row) -> Iterator[Fault]:
    clock, amount, most = row["repeat_clock"], row["repeat_amount"], row.get("repeat_max", "")
    if amount and not clock:
        yield Fault("repeat_clock", N_("Bitte wählen Sie, worin gezählt wird."))
    elif clock and not amount:
        yield Fault("repeat_amount", N_("Bitte sagen Sie, nach welcher Zeit der Schritt wiederkommt."))
    elif amount:
        yield from _amount(row, "repeat_amount", clock=clock, lowest=1)
    if most and not amount:
        yield Fault("repeat_max", N_("Ohne Wiederholung bleibt dieses Feld leer."))
    elif most and not 1 <= (_number(most) or 0) <= MONTHS:
        yield Fault("repeat_max", N_("Bitte geben Sie eine Zahl von 1 bis 60 ein."))


def _number(cell: str) -> int | None:
    try:
        return int(cell)
    except ValueError:
        return None
