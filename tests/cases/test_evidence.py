"""Which guards a case meets by what is recorded of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.cases.moves import ticks_for
from app.cases.rules.consent import TO_MEDIATE, Purpose, Said, Spoken, Words
from app.cases.rules.evidence import CaseFacts, PartyFacts, evidence
from app.cases.rules.guards import ASKED_ELSEWHERE, FORM_GUARDS, TICK_GUARDS, Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Flag, Status, Who

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
EARLIER, LATER = NOON - DAY, NOON + DAY


def words(*said: tuple[Said, datetime], to: tuple[Purpose, ...] = TO_MEDIATE) -> Words:
    return Words(tuple(Spoken(purpose, one, at) for one, at in said for purpose in to))


def saying(*said: tuple[Said, datetime], **known) -> PartyFacts:
    return PartyFacts(words=words(*said), contacted=True, **known)


YES = saying((Said.YES, EARLIER))
NO = PartyFacts(words=words((Said.NO, EARLIER), to=(Purpose.TAKE_PART,)), contacted=True)
ASKED = PartyFacts(contacted=True)
TOOK_BACK = saying((Said.YES, EARLIER), (Said.WITHDRAWN, NOON))
SAID_YES_AGAIN = saying((Said.WITHDRAWN, EARLIER), (Said.YES, NOON))
ONLY_TALKS = PartyFacts(words=words((Said.YES, EARLIER), to=(Purpose.TAKE_PART,)), contacted=True)
NAMELESS_AGAIN = PartyFacts(
    words=Words((*YES.words.spoken, Spoken(Purpose.MEDIATORS, Said.WITHDRAWN, NOON))), contacted=True
)
CHILD = PartyFacts(adult=False)
SILENT = PartyFacts(attempts=2)


def facts(**known):
    plain = {
        "now": NOON,
        "status_since": EARLIER,
        "parties": (),
        "red_flag_since": None,
        "excluded": False,
        "protection_since": None,
        "channel_open": False,
        "flags": frozenset(),
    }
    return CaseFacts(**plain | known)


def ticked(guard, at=NOON, **known):
    return facts(ticks={guard: at}, **known)


OPENS = {
    Guard.ANSWERED_OR_OVERDUE: [
        facts(answered=True, answer_due=LATER),
        facts(answer_due=NOON - MINUTE),
    ],
    Guard.SCREENING_FIT: [facts(screening=Screening.FIT), facts(screening=Screening.FIT_COND)],
    Guard.PRIORITY_SET: [facts(priority=Priority.C)],
    Guard.LEAD_ASSIGNED: [facts(lead_since=EARLIER)],
    Guard.LEAD_IMPARTIAL: [ticked(Guard.LEAD_IMPARTIAL, lead_since=EARLIER)],
    Guard.ONE_PARTY_CONSENTS: [facts(parties=(YES, ASKED)), facts(parties=(SAID_YES_AGAIN, NO))],
    Guard.ALL_PARTIES_CONSENT: [
        facts(parties=(YES, YES)),
        facts(parties=(YES, SAID_YES_AGAIN, YES)),
        facts(parties=(YES, CHILD)),
        facts(parties=(replace(YES, adult=False), replace(YES, adult=False))),
        facts(parties=(YES, YES), stage=7, stage_since=EARLIER),
    ],
    Guard.STAGE_ALLOWS_MEDIATION: [
        facts(stage=1),
        facts(stage=6),
        ticked(Guard.STAGE_ALLOWS_MEDIATION, stage=7, stage_since=EARLIER),
    ],
    Guard.NO_RED_FLAG: [facts(), ticked(Guard.NO_RED_FLAG, red_flag_since=EARLIER)],
    Guard.ATTEMPTS_EXHAUSTED: [
        facts(parties=(YES, replace(SILENT, attempts=3))),
        facts(parties=(YES, SILENT), unreached_due=NOON - MINUTE),
    ],
    Guard.SAFETY_RECHECKED: [
        ticked(Guard.SAFETY_RECHECKED),
        ticked(Guard.SAFETY_RECHECKED, red_flag_since=EARLIER, protection_since=EARLIER),
    ],
    Guard.AGREEMENT_TO_MEDIATE: [ticked(Guard.AGREEMENT_TO_MEDIATE)],
    Guard.PARTIES_AGREE_TO_CHANGE: [ticked(Guard.PARTIES_AGREE_TO_CHANGE)],
    Guard.FOLLOWUP_DONE_OR_WAIVED: [ticked(Guard.FOLLOWUP_DONE_OR_WAIVED)],
    Guard.AGREEMENT_BROKEN: [ticked(Guard.AGREEMENT_BROKEN)],
    Guard.PARTIES_WANT: [ticked(Guard.PARTIES_WANT)],
    Guard.PROTECTION_ENDED: [facts(), ticked(Guard.PROTECTION_ENDED, protection_since=EARLIER)],
    Guard.CONSENT_WITHDRAWN: [
        facts(parties=(YES, TOOK_BACK)),
        facts(parties=(saying((Said.WITHDRAWN, NOON)),)),
        facts(parties=(YES, NAMELESS_AGAIN)),
    ],
    Guard.REOPEN_IN_TIME: [
        facts(closed_at=datetime(2026, 5, 22, 22, 30, tzinfo=UTC), outcome=Outcome.MED_NONE),
        facts(closed_at=datetime(2026, 8, 23, 6, tzinfo=UTC), outcome=Outcome.NA_UNFIT),
    ],
    Guard.NEW_CONSENT: [facts(closed_at=EARLIER - DAY, parties=(YES,))],
    Guard.RETENTION_OVER: [
        facts(closed_at=datetime(2025, 11, 21, 23, 30, tzinfo=UTC), outcome=Outcome.MED_NONE),
        facts(closed_at=datetime(2026, 5, 22, 12, tzinfo=UTC), outcome=Outcome.NC_MOVED),
        facts(closed_at=datetime(2026, 8, 22, 12, tzinfo=UTC), outcome=Outcome.WD_REPORTER),
        facts(closed_at=datetime(2025, 11, 22, 12, tzinfo=UTC)),
    ],
    Guard.NO_LEGAL_HOLD: [facts(flags=frozenset({Flag.CRISIS}))],
    Guard.PRIVACY_RELEASED: [ticked(Guard.PRIVACY_RELEASED)],
}

BLOCKS = {
    Guard.ANSWERED_OR_OVERDUE: [facts(), facts(answer_due=NOON), facts(answer_due=LATER)],
    Guard.SCREENING_FIT: [
        facts(screening=Screening.FIT, excluded=True),
        facts(),
        facts(screening=Screening.NOTYET),
        facts(screening=Screening.UNFIT_REF),
        facts(screening=Screening.PROTECT),
    ],
    Guard.PRIORITY_SET: [facts()],
    Guard.LEAD_ASSIGNED: [facts()],
    Guard.LEAD_IMPARTIAL: [
        facts(lead_since=EARLIER),
        ticked(Guard.LEAD_IMPARTIAL),
        ticked(Guard.LEAD_IMPARTIAL, EARLIER, lead_since=NOON),
    ],
    Guard.ONE_PARTY_CONSENTS: [
        facts(),
        facts(parties=(ASKED, TOOK_BACK, NO)),
        facts(parties=(saying((Said.YES, EARLIER), (Said.NO, EARLIER)),)),
        facts(parties=(PartyFacts(words=words((Said.YES, EARLIER), to=(Purpose.MEDIATORS,))),)),
    ],
    Guard.ALL_PARTIES_CONSENT: [
        facts(),
        facts(parties=(YES,)),
        facts(parties=(YES, ASKED)),
        facts(parties=(YES, NO)),
        facts(parties=(YES, YES, TOOK_BACK)),
        facts(parties=(YES, ONLY_TALKS)),
        facts(parties=(YES, NAMELESS_AGAIN)),
        facts(parties=(YES, replace(CHILD, words=NO.words))),
        facts(parties=(YES, replace(CHILD, words=TOOK_BACK.words))),
        facts(parties=(CHILD, CHILD)),
        facts(parties=(YES, SAID_YES_AGAIN), stage=7, stage_since=NOON),
    ],
    Guard.STAGE_ALLOWS_MEDIATION: [
        facts(),
        facts(stage=7, stage_since=EARLIER),
        ticked(Guard.STAGE_ALLOWS_MEDIATION, EARLIER, stage=7, stage_since=NOON),
        ticked(Guard.STAGE_ALLOWS_MEDIATION, stage=7),
        ticked(Guard.STAGE_ALLOWS_MEDIATION, stage=8, stage_since=EARLIER),
        facts(stage=9),
    ],
    Guard.NO_RED_FLAG: [
        ticked(Guard.NO_RED_FLAG, excluded=True),
        facts(red_flag_since=EARLIER),
        ticked(Guard.NO_RED_FLAG, EARLIER, red_flag_since=NOON),
    ],
    Guard.ATTEMPTS_EXHAUSTED: [
        facts(),
        facts(parties=(SILENT,)),
        facts(parties=(SILENT,), unreached_due=NOON),
        facts(parties=(YES, replace(NO, attempts=3)), unreached_due=EARLIER),
        facts(parties=(replace(ASKED, attempts=5),), unreached_due=EARLIER),
    ],
    Guard.SAFETY_RECHECKED: [
        facts(),
        ticked(Guard.SAFETY_RECHECKED, EARLIER, status_since=NOON),
        ticked(Guard.SAFETY_RECHECKED, EARLIER, red_flag_since=NOON),
        ticked(Guard.SAFETY_RECHECKED, EARLIER, protection_since=NOON),
    ],
    Guard.AGREEMENT_TO_MEDIATE: [facts(), ticked(Guard.AGREEMENT_TO_MEDIATE, EARLIER, status_since=NOON)],
    Guard.PARTIES_AGREE_TO_CHANGE: [
        facts(),
        ticked(Guard.PARTIES_AGREE_TO_CHANGE, EARLIER, status_since=NOON),
    ],
    Guard.FOLLOWUP_DONE_OR_WAIVED: [
        facts(),
        ticked(Guard.FOLLOWUP_DONE_OR_WAIVED, EARLIER, status_since=NOON),
    ],
    Guard.AGREEMENT_BROKEN: [facts()],
    Guard.PARTIES_WANT: [facts()],
    Guard.PROTECTION_ENDED: [
        facts(protection_since=EARLIER),
        ticked(Guard.PROTECTION_ENDED, EARLIER, protection_since=NOON),
        ticked(Guard.PROTECTION_ENDED, protection_since=EARLIER, channel_open=True),
    ],
    Guard.CONSENT_WITHDRAWN: [facts(), facts(parties=(YES, NO)), facts(parties=(SAID_YES_AGAIN,))],
    Guard.REOPEN_IN_TIME: [
        facts(),
        facts(closed_at=datetime(2026, 5, 22, 12, tzinfo=UTC), outcome=Outcome.MED_NONE),
        facts(closed_at=datetime(2026, 8, 22, 12, tzinfo=UTC), outcome=Outcome.WD_REPORTER),
        facts(closed_at=datetime(2026, 8, 22, 12, tzinfo=UTC), outcome=Outcome.REF_ASD),
    ],
    Guard.NEW_CONSENT: [facts(parties=(YES,)), facts(closed_at=NOON, parties=(YES,))],
    Guard.RETENTION_OVER: [
        facts(),
        facts(closed_at=datetime(2025, 11, 22, 23, 30, tzinfo=UTC), outcome=Outcome.MED_NONE),
        facts(closed_at=datetime(2026, 5, 23, 6, tzinfo=UTC), outcome=Outcome.NM_SELF),
        facts(closed_at=datetime(2026, 8, 23, 6, tzinfo=UTC), outcome=Outcome.REF_ASD),
        facts(closed_at=datetime(2026, 8, 22, 12, tzinfo=UTC)),
    ],
    Guard.NO_LEGAL_HOLD: [facts(flags=frozenset({Flag.LEGAL_HOLD}))],
    Guard.PRIVACY_RELEASED: [facts()],
}


def each(table):
    return [
        pytest.param(guard, known, id=f"{guard.value}-{n}")
        for guard, all_known in table.items()
        for n, known in enumerate(all_known)
    ]


def test_every_guard_that_the_case_answers_has_a_way_to_open_and_a_way_to_block():
    answered = set(Guard) - FORM_GUARDS - ASKED_ELSEWHERE

    assert set(OPENS) == set(BLOCKS) == answered


@pytest.mark.parametrize(("guard", "known"), each(OPENS))
def test_the_guard_opens(guard, known):
    assert guard in evidence(known)


@pytest.mark.parametrize(("guard", "known"), each(BLOCKS))
def test_the_guard_blocks(guard, known):
    assert guard not in evidence(known)


def test_what_a_form_asks_or_the_referral_knows_the_case_never_claims():
    everything = [known for table in (OPENS, BLOCKS) for all_known in table.values() for known in all_known]

    assert not any(evidence(known) & (FORM_GUARDS | ASKED_ELSEWHERE) for known in everything)


# Ticks on the case page


def test_the_lead_is_asked_whether_she_is_impartial():
    known = facts(lead_since=EARLIER)

    assert ticks_for(Status.ACCEPTED, known, roles=frozenset({Who.CASE_LEAD})) == [Guard.LEAD_IMPARTIAL]
    assert ticks_for(Status.ACCEPTED, known, roles=frozenset({Who.COORDINATION})) == []


def test_nobody_is_impartial_before_a_lead_is_named():
    assert ticks_for(Status.ACCEPTED, facts(), roles=frozenset({Who.CASE_LEAD})) == []


def test_what_is_ticked_already_is_not_asked_again():
    known = ticked(Guard.LEAD_IMPARTIAL, lead_since=EARLIER)

    assert ticks_for(Status.ACCEPTED, known, roles=frozenset({Who.CASE_LEAD})) == []


@pytest.mark.parametrize(
    ("stage", "asked"), [(6, []), (7, [Guard.STAGE_ALLOWS_MEDIATION]), (8, [])], ids=["6", "7", "8"]
)
def test_safety_can_be_cleared_at_stage_seven_only(stage, asked):
    known = facts(stage=stage, stage_since=EARLIER)

    assert ticks_for(Status.CONTACT, known, roles=frozenset({Who.COORDINATION})) == asked


def test_coordination_ends_the_protective_measures():
    known = facts(protection_since=EARLIER)

    assert ticks_for(Status.PAUSED, known, roles=frozenset({Who.COORDINATION})) == [Guard.PROTECTION_ENDED]


def test_mediators_recheck_safety_and_note_the_agreement_to_mediate():
    asked = ticks_for(Status.PREP, facts(), roles=frozenset({Who.MEDIATOR}))

    assert asked == [Guard.SAFETY_RECHECKED, Guard.AGREEMENT_TO_MEDIATE]


def test_a_follow_up_is_held_or_waived_or_the_agreement_is_broken():
    asked = ticks_for(Status.FOLLOWUP, facts(), roles=frozenset(Who))

    assert asked == [Guard.FOLLOWUP_DONE_OR_WAIVED, Guard.AGREEMENT_BROKEN, Guard.PARTIES_WANT]


def test_the_word_of_the_privacy_officer_is_asked_of_nobody_else():
    asked = {who: ticks_for(Status.CLOSED, facts(), roles=frozenset({who})) for who in Who}

    assert asked == {who: [Guard.PRIVACY_RELEASED] if who is Who.PRIVACY else [] for who in Who}
    assert Guard.PRIVACY_RELEASED in TICK_GUARDS
