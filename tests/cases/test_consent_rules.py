"""What counts of all that a party has said: laws of it, and the same law in the language of the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.cases.models import Case, Consent, Party
from app.cases.queries.consents import agreed_by_all, lacking, refuses, says_yes, words_of_party
from app.cases.rules.consent import (
    FIRST_PART,
    TO_MEDIATE,
    WITHIN,
    Purpose,
    Said,
    Spoken,
    TextVersion,
    Words,
    text_on,
)
from app.cases.rules.evidence import PartyFacts, all_agree
from app.cases.rules.statements import Decision, Withdrawal, lost, meant
from app.database import db
from tests import make

START = datetime(2026, 3, 2, 11, tzinfo=UTC)
NO_ID = Withdrawal(id=make.uuid4())
PURPOSES, SAID = st.sampled_from(Purpose), st.sampled_from(Said)


def moment(hours: int) -> datetime:
    return START + timedelta(hours=hours)


SPOKEN = st.builds(Spoken, PURPOSES, SAID, st.integers(0, 9).map(moment))
HISTORY = st.lists(SPOKEN, max_size=12).map(tuple).map(Words)
ANSWERS = st.dictionaries(PURPOSES.filter(lambda one: one is not Purpose.TAKE_PART), SAID)


def said(words: Words, *more: Spoken) -> Words:
    return Words((*words.spoken, *more))


@given(HISTORY, PURPOSES)
def test_a_withdrawal_wins_until_a_later_yes(words: Words, purpose: Purpose):
    back = said(words, Spoken(purpose, Said.WITHDRAWN, moment(10)))
    again = said(back, *(Spoken(one, Said.YES, moment(11)) for one in (Purpose.TAKE_PART, purpose)))

    assert not back.agrees(purpose)
    assert back.answer(purpose) is Said.WITHDRAWN
    assert again.agrees(purpose)


@given(HISTORY, PURPOSES)
def test_whoever_takes_part_no_more_says_yes_to_nothing(words: Words, purpose: Purpose):
    back = said(words, Spoken(Purpose.TAKE_PART, Said.WITHDRAWN, moment(10)))
    only_to_take_part = said(back, Spoken(Purpose.TAKE_PART, Said.YES, moment(11)))

    assert back.standing == frozenset()
    assert only_to_take_part.standing == {Purpose.TAKE_PART}


@given(HISTORY, PURPOSES)
def test_a_yes_to_one_purpose_never_counts_for_another(words: Words, purpose: Purpose):
    others = Words(tuple(one for one in words.spoken if one.purpose is not purpose))

    assert not others.agrees(purpose)


@given(HISTORY, PURPOSES, st.randoms())
def test_the_order_in_which_it_was_written_down_does_not_matter(words: Words, purpose: Purpose, chance):
    shuffled = list(words.spoken)
    chance.shuffle(shuffled)

    assert Words(tuple(shuffled)).yes_since(purpose) == words.yes_since(purpose)
    assert Words(tuple(shuffled)).answer(purpose) is words.answer(purpose)


@given(HISTORY, PURPOSES)
@example(
    Words((Spoken(Purpose.PHONE, Said.YES, moment(1)), Spoken(Purpose.PHONE, Said.NO, moment(1)))),
    Purpose.PHONE,
)
def test_of_two_words_at_once_the_no_counts(words: Words, purpose: Purpose):
    yes = words.yes_since(purpose)

    assert yes is None or not words.refuses(purpose)
    assert yes is None or all(
        one.at < yes for one in words.spoken if one.purpose is purpose and one.said is not Said.YES
    )


@given(HISTORY, st.sampled_from(sorted(WITHIN)))
def test_nothing_within_counts_for_somebody_who_does_not_take_part(words: Words, purpose: Purpose):
    assert words.agrees(Purpose.TAKE_PART) or not words.agrees(purpose)


@given(st.lists(st.builds(PartyFacts, adult=st.booleans(), words=HISTORY), min_size=1, max_size=4), PURPOSES)
def test_no_party_speaks_for_another(parties: list[PartyFacts], purpose: Purpose):
    silent = PartyFacts()

    assert not all_agree([*parties, silent], purpose, since=None)
    if all_agree(parties, purpose, since=None):
        assert all(party.words.agrees(purpose) for party in parties if party.adult)
        assert not any(party.words.refuses(purpose) for party in parties)


@given(HISTORY, st.frozensets(PURPOSES))
def test_what_is_lost_is_what_stands_and_no_more(words: Words, named: frozenset[Purpose]):
    taken = lost(words, Withdrawal(id=NO_ID.id, purposes=named))
    after = said(words, *(Spoken(one, Said.WITHDRAWN, moment(10)) for one in taken))

    assert taken - words.standing <= {Purpose.TAKE_PART}
    assert not after.agrees(*taken) or not taken
    if named and Purpose.TAKE_PART not in named:
        assert after.standing == words.standing - named
    else:
        assert after.standing == frozenset()


@given(st.sampled_from(Decision), ANSWERS)
def test_a_statement_answers_only_what_was_asked(decision: Decision, given_: dict[Purpose, Said]):
    answers = meant(decision, given_)
    everything = {**given_, **dict.fromkeys(FIRST_PART, Said.YES)}

    assert set(answers) <= set(everything)
    if decision is Decision.OPEN:
        assert answers == given_
    if decision is Decision.DECLINED:
        assert answers[Purpose.TAKE_PART] is Said.NO
        assert not WITHIN & set(answers)


def version(number: int, language: str, *, written: int, approved: int | None = None) -> TextVersion:
    return TextVersion(
        kind="CONSENT",
        language=language,
        version=number,
        written_on=date(2026, 3, written),
        approved_on=date(2026, 3, approved) if approved else None,
        reference=f"consent.{language}.{number}",
    )


TEXTS = (
    version(1, "de", written=1, approved=2),
    version(2, "de", written=10, approved=12),
    version(3, "de", written=15),
    version(1, "ar", written=1),
    version(2, "ar", written=10),
)


@pytest.mark.parametrize(
    ("day", "language", "reference"),
    [
        (5, "de", "consent.de.1"),
        (11, "de", "consent.de.1"),
        (12, "de", "consent.de.2"),
        (20, "de", "consent.de.2"),
        (5, "ar", "consent.ar.1"),
        (20, "ar", "consent.ar.2"),
        (20, "ti", "consent.de.2"),
        (20, None, "consent.de.2"),
    ],
)
def test_the_text_is_the_one_that_counted_on_that_day(day: int, language: str | None, reference: str):
    assert text_on(date(2026, 3, day), TEXTS, kind="CONSENT", language=language) == reference


def test_without_texts_there_is_none():
    assert text_on(date(2026, 3, 2), (), kind="CONSENT", language="de") is None


TIE = Words((Spoken(Purpose.PHONE, Said.YES, moment(1)), Spoken(Purpose.PHONE, Said.NO, moment(1))))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    histories=st.tuples(HISTORY, HISTORY),
    minors=st.tuples(st.booleans(), st.booleans()),
    reopened=st.none() | st.integers(0, 9).map(moment),
)
@example(histories=(TIE, Words()), minors=(False, False), reopened=moment(1))
def test_the_database_says_the_same_as_the_rule(town: make.Town, histories, minors, reopened):
    case = make.case(town, reopened_after=reopened)
    for party, words, minor in zip(case.parties, histories, minors, strict=True):
        party.minor = minor
        for one in words.spoken:
            own = {"case_id": case.id, "party_id": party.id, "statement_id": make.uuid4()}
            told = {"said_at": one.at, "recorded_at": one.at}
            db.session.add(Consent(**own, **told, purpose=one.purpose, said=one.said))
    db.session.commit()

    for purposes in (*((purpose,) for purpose in Purpose), TO_MEDIATE):
        asked = sa.select(Party.id, says_yes(*purposes), refuses(*purposes)).where(Party.case_id == case.id)
        found = {row[0]: (bool(row[1]), bool(row[2])) for row in db.session.execute(asked)}
        for party in case.parties:
            words = words_of_party(party.id)
            expected = (words.agrees(*purposes, since=reopened), words.refuses(*purposes))
            assert found[party.id] == expected, (purposes, words)
        lacks = db.session.scalar(sa.select(lacking(*purposes)).where(Case.id == case.id))
        assert bool(lacks) is not agreed_by_all(case, *purposes), purposes
