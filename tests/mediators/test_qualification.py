"""Who may be called a certified mediator, and until when: both versions of the ZMediatAusbV."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mediators.qualification import (
    IN_FORCE,
    NEW_FROM,
    REMINDED,
    TRANSITION_ENDS,
    Cause,
    Course,
    EvidenceKind,
    Proof,
    RuleVersion,
    TitleState,
    anchor,
    counted_hours,
    due_reminder,
    supervised,
    title,
    version_of,
)
from app.workdays import add_months

FURTHER, SUPERVISED = EvidenceKind.FURTHER, EvidenceKind.SUPERVISED
NEW = Course(
    began_on=date(2024, 4, 8), ended_on=date(2025, 6, 30), hours=140, certificate_on=date(2026, 1, 15)
)
OLD = Course(
    began_on=date(2023, 9, 1), ended_on=date(2024, 9, 1), hours=120, certificate_on=date(2024, 11, 4)
)


def further(day: date, hours: float = 40) -> Proof:
    return Proof(FURTHER, day, round(hours * 60))


def cases(*days: date) -> list[Proof]:
    return [Proof(SUPERVISED, day) for day in days]


def sentences(course: Course, *proofs: Proof) -> list[str]:
    return [gap.sentence % gap.values for gap in title(course, proofs).gaps]


@pytest.mark.parametrize(
    ("course", "version"),
    [
        (Course(began_on=date(2024, 2, 29)), RuleVersion.V2017),
        (Course(began_on=date(2024, 3, 1)), RuleVersion.V2024),
        (Course(certificate_on=date(2019, 5, 2)), RuleVersion.V2017),
        (Course(began_on=date(2024, 2, 29), certificate_on=date(2026, 5, 2)), RuleVersion.V2017),
        (Course(began_on=date(2024, 2, 29), certificate_on=date(2028, 3, 1)), RuleVersion.V2024),
        (Course(), RuleVersion.V2024),
    ],
)
def test_the_day_on_which_the_course_began_decides_which_version_counts(
    course: Course, version: RuleVersion
) -> None:
    assert version_of(course) is version


@pytest.mark.parametrize(
    ("hours", "online", "began", "counted"),
    [
        (130, None, date(2024, 3, 1), 130),
        (130, 52, date(2024, 3, 1), 130),
        (130, 53, date(2024, 3, 1), 77 + 51),
        (150, 100, date(2024, 3, 1), 50 + 33),
        (130, 20, date(2024, 2, 29), 110),
        (None, 20, date(2024, 3, 1), None),
    ],
)
def test_forty_percent_of_the_hours_may_be_virtual_in_the_new_version_alone(
    hours: int | None, online: int | None, began: date, counted: int | None
) -> None:
    assert counted_hours(Course(began_on=began, hours=hours, online_hours=online)) == counted


def test_nothing_known_is_not_a_verdict() -> None:
    assert title(Course(hours=200), ()).state(date(2026, 3, 2)) is TitleState.UNKNOWN


def test_without_the_certificate_nobody_bears_the_title() -> None:
    learning = Course(began_on=date(2024, 4, 8), ended_on=date(2025, 6, 30), hours=130)

    assert title(learning, cases(*[date(2025, 9, 1)] * 5)).state(date(2026, 3, 2)) is TitleState.EARNING
    assert sentences(learning, *cases(date(2025, 9, 1), date(2025, 10, 1))) == [
        "Supervidierte Mediationen: 2 von 5 sind bestätigt (§ 2 Abs. 2 und 5).",
        "Die Bescheinigung der Ausbildungseinrichtung fehlt noch (§ 2 Abs. 6).",
    ]


def test_too_few_hours_are_a_gap_even_with_a_certificate() -> None:
    short = Course(began_on=date(2024, 4, 8), hours=129, certificate_on=date(2026, 1, 15))

    assert sentences(short) == ["Der Lehrgang zählt mit 129 Stunden; gebraucht werden 130 (§ 2 Abs. 4)."]
    assert title(short, ()).until is None


def test_supervised_mediations_count_until_three_years_after_the_course() -> None:
    course = Course(began_on=date(2024, 4, 8), ended_on=date(2025, 2, 28))
    days = (date(2024, 4, 7), date(2024, 4, 8), date(2028, 2, 28), date(2028, 2, 29))

    assert supervised(course, cases(*days)) == 2


@pytest.mark.parametrize(
    ("certificate", "ends"),
    [
        (date(2026, 1, 15), date(2030, 1, 15)),
        (date(2024, 2, 29), date(2028, 2, 29)),
        (date(2025, 3, 31), date(2029, 3, 31)),
    ],
)
def test_the_first_period_ends_on_the_day_of_the_certificate_four_years_later(
    certificate: date, ends: date
) -> None:
    assert title(Course(began_on=date(2024, 3, 1), certificate_on=certificate), ()).until == ends


def test_forty_hours_carry_the_title_through_the_next_period() -> None:
    assert title(NEW, [further(date(2028, 5, 1), 39.5)]).until == date(2030, 1, 15)
    assert title(NEW, [further(date(2028, 5, 1), 39.5)]).minutes == 2370
    assert title(NEW, [further(date(2030, 1, 15))]).until == date(2034, 1, 15)
    assert title(NEW, [further(date(2030, 1, 15)), further(date(2034, 1, 15))]).until == date(2038, 1, 15)


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2030, 1, 16)])
def test_hours_outside_of_the_period_are_of_no_use_to_it(day: date) -> None:
    assert title(NEW, [further(day)]).until == date(2030, 1, 15)


def test_the_title_is_lost_on_the_day_after_its_last() -> None:
    found = title(NEW, ())

    assert found.state(date(2030, 1, 15)) is TitleState.VALID
    assert found.state(date(2030, 1, 16)) is TitleState.LAPSED


def test_a_period_that_ended_before_the_new_version_has_cost_nobody_the_title() -> None:
    veteran = Course(certificate_on=date(2018, 6, 1))

    assert title(veteran, ()).until == date(2026, 6, 1)


def test_titles_older_than_the_regulation_begin_their_period_with_it() -> None:
    oldest = Course(certificate_on=date(2010, 5, 5))

    assert anchor(date(2010, 5, 5)) == date(2017, 8, 31)
    assert title(oldest, ()).until == date(2025, 8, 31)
    assert title(oldest, [further(date(2021, 9, 1))]).until == date(2029, 8, 31)


def test_whoever_began_under_the_old_version_needs_five_cases_by_the_end_of_the_transition() -> None:
    five = [date(2025, 1, day) for day in range(1, 6)]

    few = title(OLD, cases(*five[:4]))
    assert (few.until, few.cause) == (TRANSITION_ENDS, Cause.CASES)
    assert title(OLD, cases(*five)).until == date(2028, 11, 4)
    assert title(OLD, cases(*five[:4], TRANSITION_ENDS + timedelta(days=1))).until == TRANSITION_ENDS


def test_the_transition_does_not_touch_titles_whose_two_years_were_over() -> None:
    early = Course(began_on=date(2020, 1, 1), certificate_on=date(2022, 2, 28))
    late = Course(began_on=date(2020, 1, 1), certificate_on=date(2022, 3, 1))

    assert title(early, [further(date(2025, 1, 1))]).until == date(2030, 2, 28)
    assert title(late, [further(date(2025, 1, 1))]).until == TRANSITION_ENDS


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2029, 1, 14), None),
        (date(2029, 1, 15), 12),
        (date(2029, 7, 14), 12),
        (date(2029, 7, 15), 6),
        (date(2029, 10, 15), 3),
        (date(2029, 12, 15), 1),
        (date(2030, 1, 15), 1),
        (date(2030, 1, 16), None),
    ],
)
def test_reminders_come_twelve_six_three_months_and_one_month_ahead(today: date, months: int | None) -> None:
    assert due_reminder(date(2030, 1, 15), today) == months


DAYS = st.dates(date(2012, 1, 1), date(2050, 12, 31))
PROOFS = st.lists(st.builds(Proof, st.sampled_from(EvidenceKind), DAYS, st.integers(0, 3000)), max_size=12)
CERTIFIED = st.builds(Course, began_on=st.none() | DAYS, certificate_on=DAYS)


@given(CERTIFIED, PROOFS)
def test_the_last_day_is_that_of_a_period_or_of_the_transition(course: Course, proofs: list[Proof]) -> None:
    until = title(course, proofs).until

    assert until is not None
    assert course.certificate_on is not None
    begin = anchor(course.certificate_on)
    ends = {add_months(begin, 48 * number) for number in range(1, 40)}
    assert until in ends | {TRANSITION_ENDS}
    assert until > begin
    assert until >= NEW_FROM > IN_FORCE


@given(CERTIFIED, PROOFS, st.builds(Proof, st.sampled_from(EvidenceKind), DAYS, st.integers(0, 3000)))
def test_one_proof_more_never_shortens_the_title(course: Course, proofs: list[Proof], more: Proof) -> None:
    before, after = title(course, proofs).until, title(course, [*proofs, more]).until

    assert before is not None
    assert after is not None
    assert after >= before


@given(CERTIFIED, PROOFS, st.randoms())
def test_the_order_of_proofs_is_of_no_importance(course: Course, proofs: list[Proof], chance: object) -> None:
    mixed = list(proofs)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert title(course, mixed) == title(course, proofs)


@given(CERTIFIED, PROOFS)
def test_whoever_bears_the_title_in_a_period_has_proven_all_that_went_before(
    course: Course, proofs: list[Proof]
) -> None:
    found = title(course, proofs)
    assert course.certificate_on is not None
    assert found.until is not None
    begin, number = anchor(course.certificate_on), 1
    while (end := add_months(begin, 48 * number)) < found.until:
        start = add_months(begin, 48 * (number - 1))
        done = sum(p.minutes for p in proofs if p.kind is FURTHER and start < p.done_on <= end)
        assert done >= 40 * 60 or end < NEW_FROM
        number += 1


@given(st.dates(date(2025, 1, 1), date(2050, 12, 31)))
def test_each_reminder_has_its_stretch_of_days_and_they_come_in_order(until: date) -> None:
    first = add_months(until, -13)
    walked = [due_reminder(until, first + timedelta(days=n)) for n in range((until - first).days + 2)]

    met = [months for months in walked if months is not None]
    assert list(dict.fromkeys(met)) == list(REMINDED)
    assert met == sorted(met, reverse=True)
    assert walked[-1] is None
