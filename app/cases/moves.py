"""What can be done with a case: the table of moves, which guards, draws the buttons and documents itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.cases.rules.endings import fitting
from app.cases.rules.evidence import CaseFacts, evidence
from app.cases.rules.guards import EXCEPTIONAL, FORM_GUARDS, TICK_GUARDS, Guard
from app.cases.rules.outcomes import AGREEMENTS, Outcome, OutcomeGroup, outcomes_in
from app.cases.rules.status import MAX_AGE_WD, OWNER, Flag, Status, Verb, Who, is_open
from app.labels import N_, Labelled
from app.refusals import NotAllowed
from app.seed import listed, rows


@dataclass(frozen=True)
class Move:
    """One status, one verb. ``target`` is None where the case goes back to what it was paused from."""

    source: Status
    verb: Verb
    target: Status | None
    who: frozenset[Who]
    guards: tuple[Guard, ...]
    flags: frozenset[Flag]
    """One of these must be chosen and is set."""
    outcome_groups: frozenset[OutcomeGroup]

    @property
    def exceptional(self) -> bool:
        """Whether something out of the ordinary must have happened first."""
        return not EXCEPTIONAL.isdisjoint(self.guards)

    @property
    def leads_off(self) -> bool:
        """Whether the case ends or rests; where the main way itself ends, it doesn't."""
        return self.target in _OFF_THE_WAY and not self.verb.leads_on


_OFF_THE_WAY = frozenset({Status.PAUSED, Status.CLOSED, Status.DELETED})


@dataclass(frozen=True)
class Option:
    """A move that somebody may make from here, and the guards that still stand in the way."""

    move: Move
    missing: tuple[Guard, ...]

    @property
    def comes_next(self) -> bool:
        """Not possible yet, but on the ordinary way: worth a sentence why. The others would be noise."""
        return bool(self.missing) and not self.move.exceptional and not self.move.leads_off


def _read(row: dict[str, str]) -> Move:
    return Move(
        source=Status[row["from"]],
        verb=Verb[row["verb"]],
        target=None if row["to"] == "RESUME_PREVIOUS" else Status[row["to"]],
        who=frozenset(Who[code] for code in listed(row["who"])),
        guards=tuple(Guard[code] for code in listed(row["guards"])),
        flags=frozenset(Flag[code] for code in listed(row["sets_flag"])),
        outcome_groups=frozenset(OutcomeGroup[code.upper()] for code in listed(row["outcome_groups"])),
    )


#: In a table of its own, because it is one: tables/moves.csv, a row for each status and verb.
MOVES: tuple[Move, ...] = tuple(_read(row) for row in rows("app.cases", "moves"))

_BY_STATUS_AND_VERB = {(move.source, move.verb): move for move in MOVES}


def moves_from(status: Status) -> tuple[Move, ...]:
    """Every move from here, in the order of the buttons: the main way first."""
    found = (_BY_STATUS_AND_VERB.get((status, verb)) for verb in Verb)
    return tuple(move for move in found if move is not None)


def move(status: Status, verb: Verb) -> Move:
    """The row for this deed; NotAllowed if there is none."""
    found = _BY_STATUS_AND_VERB.get((status, verb))
    if found is None:
        raise NotAllowed(
            N_("„%(verb)s“ geht nicht, solange der Fall „%(status)s“ ist."),
            verb=verb.label,
            status=status.label,
        )
    return found


def possible(status: Status, roles: frozenset[Who], met: frozenset[Guard]) -> list[Option]:
    """What somebody in these roles can do here, as buttons; what a form asks for stands in no way."""
    asked_by_form = FORM_GUARDS | {Guard.ATTEMPTS_EXHAUSTED}
    return [
        Option(found, tuple(missing(found, met | asked_by_form)))
        for found in moves_from(status)
        if found.who & roles
    ]


def ends(move: Move, facts: CaseFacts) -> tuple[Outcome, ...]:
    """What may be chosen from in this very case; where facts leave one only, it is set."""
    offered = outcomes_for(move)
    return fitting(offered, facts) if move.target is Status.CLOSED else offered


#: What a case of violence never enters, nor goes back to.
_TOWARDS_MEDIATION = frozenset({Status.MATCHING, Status.PROPOSED, Status.PREP, Status.MEDIATION})


def barred(move: Move, facts: CaseFacts) -> bool:
    """Whether this move would lead a case towards mediation in which a sign stands that excludes it."""
    return facts.excluded and (move.target or facts.worked_on) in _TOWARDS_MEDIATION


def missing(move: Move, met: frozenset[Guard], outcome: Outcome | None = None) -> list[Guard]:
    """The guards of a move that don't hold, in the order of its row.

    An outcome answers OUTCOME_SET by itself if the move offers it; one that it doesn't offer answers
    nothing. Only NC_UNREACHED has to wait until the attempts are exhausted.
    """
    if outcome is not None:
        offered = outcome in outcomes_for(move)
        met = met | {Guard.OUTCOME_SET} if offered else met - {Guard.OUTCOME_SET, Guard.AGREEMENT_RECORDED}
        met |= {Guard.ATTEMPTS_EXHAUSTED} if outcome is not Outcome.NC_UNREACHED else set()
    return [guard for guard in move.guards if guard not in met]


def outcomes_for(move: Move) -> tuple[Outcome, ...]:
    """What may be chosen from; where it is one only, that one is set (WD_REPORTER)."""
    if move.verb is Verb.RECORD_AGREEMENT:  # noted here, confirmed when the case is closed
        return AGREEMENTS
    outcomes = outcomes_in(move.outcome_groups)
    if move.source is Status.MEDIATION:  # an agreement is recorded and followed up first (decision 43)
        return tuple(outcome for outcome in outcomes if outcome not in AGREEMENTS)
    return outcomes


def target_of(move: Move, paused_from: Status | None = None) -> Status:
    """Where the move leads; a paused case goes back to where it came from."""
    target = move.target or paused_from
    if target is None:
        raise ValueError("a paused case knows the status it was paused from")
    return target


def ticks_for(status: Status, facts: CaseFacts, *, roles: frozenset[Who]) -> list[Guard]:
    """The ticks that somebody in these roles may set now, for the moves that there are from here."""
    asked = dict.fromkeys(guard for move in moves_from(status) for guard in move.guards)
    return [
        guard
        for guard in asked
        if guard in TICK_GUARDS and TICK_GUARDS[guard].who & roles and _would_help(guard, facts)
    ]


def _would_help(guard: Guard, facts: CaseFacts) -> bool:
    ticked = replace(facts, ticks={**facts.ticks, guard: facts.now})
    return guard not in evidence(facts) and guard in evidence(ticked)


def diagram() -> str:
    """The content of docs/status.md: a picture of the way, and every move in words."""
    lines = [
        "# The statuses of a case and its moves",
        "",
        "Written by `app.cases.moves.diagram()` from `app/cases/tables/moves.csv`; a test keeps it in step:",
        "",
        "    python -c 'from app.cases.moves import diagram; print(diagram(), end=\"\")' > docs/status.md",
        "",
        "Not drawn, because they exist wherever a case is worked on: "
        + ", ".join(f"„{verb.label}“" for verb in _everywhere())
        + ". From „Ruhend“, „Fortsetzen“ leads back to the status before.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *_drawn(),
        "```",
        *(line for status in Status if status is not Status.DELETED for line in _told(status)),
        "",
        "## What the guards say",
        "",
        "| guard | sentence |",
        "|---|---|",
        *(f"| {guard.value} | {guard.label} |" for guard in Guard),
    ]
    return "\n".join(lines) + "\n"


def _everywhere() -> list[Verb]:
    worked_on = {status for status in Status if is_open(status)} - {Status.PAUSED}
    return [verb for verb in Verb if all((status, verb) in _BY_STATUS_AND_VERB for status in worked_on)]


def _drawn() -> Iterable[str]:
    yield from (f"    {status.value}: {status.label}" for status in Status)
    yield "    [*] --> NEW"
    for move in MOVES:
        if move.verb not in _everywhere() and move.target is not None:
            # Mermaid ends a label at a second colon
            label = move.verb.label.replace(":", "∶")
            yield f"    {move.source.value} --> {move.target.value}: {label}"


def _told(status: Status) -> Iterable[str]:
    age = f", stuck after {MAX_AGE_WD[status]} WD" if is_open(status) else ""
    yield from ("", f"## {status.label} ({status.value})", "", f"Waits for: {OWNER[status].label}{age}.", "")
    yield from ("| move | to | who | guards | outcomes |", "|---|---|---|---|---|")
    for move in moves_from(status):
        cells = (
            f"{move.verb.label} (`{move.verb.value}`)",
            move.target.label if move.target else "the status before",
            _words(who for who in Who if who in move.who),
            "<br>".join(guard.value for guard in move.guards),
            _words(group for group in OutcomeGroup if group in move.outcome_groups),
        )
        yield f"| {' | '.join(cells)} |"


def _words(members: Iterable[Labelled]) -> str:
    return ", ".join(member.label for member in members)
