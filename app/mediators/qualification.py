"""Who may call herself „zertifizierte:r Mediator:in“, and until when (§ 5 (2) MediationsG, § 6 MediationsG).

The regulation is the ZMediatAusbV of 21.08.2016 (BGBl. I S. 1994), in force since 01.09.2017, changed by the
regulation of 11.07.2023 (BGBl. 2023 I Nr. 185) from 01.03.2024 on. Nothing here knows what day it is: the
last day on which the title may be used follows from what is proven, and moves with every further proof.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import count
from uuid import UUID

from app.labels import N_, Labelled
from app.workdays import add_months

IN_FORCE = date(2017, 9, 1)
NEW_FROM = date(2024, 3, 1)
#: § 7 (4): until then whoever began under the old version has five supervised mediations.
TRANSITION_ENDS = date(2028, 2, 29)

#: § 3 (1): so much further training in each period, and how long that is.
FURTHER_MINUTES = 40 * 60
PERIOD_MONTHS = 48
CASES = 5
#: § 4 of the old version: four supervisions in the two years after the certificate.
OLD_MONTHS = 24

#: How many months before the end somebody is reminded.
REMINDED = (12, 6, 3, 1)


class EvidenceKind(Labelled):
    """What somebody proves."""

    FURTHER = "FURTHER", "Fortbildung"
    SUPERVISED = "SUPERVISED", "Supervidierte Mediation"


class EvidenceStatus(Labelled):
    """Where the proof stands; only what is confirmed counts."""

    ENTERED = "ENTERED", "wartet auf Bestätigung"
    CONFIRMED = "CONFIRMED", "bestätigt"
    REFUSED = "REFUSED", "nicht anerkannt"


class RuleVersion(Labelled):
    V2017 = "2017", "ZMediatAusbV in der Fassung von 2017"
    V2024 = "2024", "ZMediatAusbV in der Fassung von 2024"


class TitleState(Labelled):
    UNKNOWN = "UNKNOWN", "nicht festgehalten"
    EARNING = "EARNING", "noch nicht erworben"
    VALID = "VALID", "gültig"
    LAPSED = "LAPSED", "entfallen"


@dataclass(frozen=True)
class Required:
    """What a version asks before somebody may use the title."""

    hours: int
    cases: int


#: § 2 (2) and (4) of each version.
REQUIRED: Mapping[RuleVersion, Required] = {
    RuleVersion.V2017: Required(hours=120, cases=1),
    RuleVersion.V2024: Required(hours=130, cases=CASES),
}
#: § 2 (5) of the new version: how long after the end of the course the last of these mediations may be.
CASE_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class Course:
    """What coordination has seen of somebody's training; None is not known."""

    began_on: date | None = None
    ended_on: date | None = None
    hours: int | None = None
    online_hours: int | None = None
    certificate_on: date | None = None
    """When the training body issued the certificate of § 2 (6)."""

    @property
    def is_unknown(self) -> bool:
        return self == Course(hours=self.hours)


@dataclass(frozen=True, kw_only=True)
class CourseFacts:
    """What coordination has seen of somebody's training."""

    course_began_on: date | None
    course_ended_on: date | None
    training_hours: int | None
    online_hours: int | None
    certificate_on: date | None
    association: str | None
    certified_until: date | None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What somebody says to have done."""

    kind: EvidenceKind
    done_on: date
    minutes: int = 0
    title: str
    issued_by: str
    referral_id: UUID | None = None


@dataclass(frozen=True)
class Proof:
    """A confirmed one."""

    kind: EvidenceKind
    done_on: date
    minutes: int = 0


@dataclass(frozen=True)
class Gap:
    """What is missing, as a German message id with its values."""

    sentence: str
    values: Mapping[str, object]


class Cause(Enum):
    """What makes the title end on its last day."""

    FURTHER = "FURTHER"
    CASES = "CASES"


@dataclass(frozen=True)
class Title:
    """``until`` is the last day of the title, if nothing more is proven; None if it isn't earned."""

    version: RuleVersion
    gaps: tuple[Gap, ...]
    cases: int
    until: date | None = None
    cause: Cause | None = None
    since: date | None = None
    """The first day of the period of further training that is open."""
    minutes: int = 0
    """Of further training in that period."""
    unknown: bool = False

    def state(self, today: date) -> TitleState:
        if self.unknown:
            return TitleState.UNKNOWN
        if self.until is None:
            return TitleState.EARNING
        return TitleState.VALID if today <= self.until else TitleState.LAPSED


def title(course: Course, proofs: Collection[Proof]) -> Title:
    """What somebody may call herself, from all that is proven; in whatever order it comes."""
    version = version_of(course)
    cases = supervised(course, proofs)
    if course.is_unknown:
        return Title(version, (), cases, unknown=True)
    gaps = tuple(_gaps(course, version, cases))
    if gaps or course.certificate_on is None:
        return Title(version, gaps, cases)
    since, until, minutes = _open_period(course.certificate_on, proofs)
    cause = Cause.FURTHER
    if _lacks_old_cases(course, proofs) and until > TRANSITION_ENDS:
        until, cause = TRANSITION_ENDS, Cause.CASES
    return Title(version, (), cases, until, cause, since, minutes)


def version_of(course: Course) -> RuleVersion:
    """§ 7 (4): the old version counts for a course that was begun before 1 March 2024.

    Whoever is certified after the transition is so under the new one.
    """
    if course.certificate_on is not None and course.certificate_on > TRANSITION_ENDS:
        return RuleVersion.V2024
    known = [day for day in (course.began_on, course.ended_on, course.certificate_on) if day is not None]
    return RuleVersion.V2017 if known and min(known) < NEW_FROM else RuleVersion.V2024


def counted_hours(course: Course) -> int | None:
    """§ 2 (4): hours of attendance. In the new version up to forty percent of them may be virtual.

    The old version knew no virtual ones. Of more than that only what goes with the hours in the room counts.
    """
    if course.hours is None:
        return None
    online = min(course.online_hours or 0, course.hours)
    present = course.hours - online
    if version_of(course) is RuleVersion.V2017:
        return present
    return present + min(online, present * 40 // 60)


def supervised(course: Course, proofs: Iterable[Proof]) -> int:
    """§ 2 (5) of the new version: latest three years after the end of the course, not before it began.

    Under the old version they count until the end of the transition; what the training body made of the one
    that § 2 (5) wanted within a year is said by its certificate.
    """
    last = last_day_for_cases(course)
    days = [proof.done_on for proof in proofs if proof.kind is EvidenceKind.SUPERVISED]
    return sum(
        1
        for day in days
        if (course.began_on is None or day >= course.began_on) and (last is None or day <= last)
    )


def last_day_for_cases(course: Course) -> date | None:
    """Until when the supervised mediations must be done; None while the end of the course isn't known."""
    if version_of(course) is RuleVersion.V2017:
        return TRANSITION_ENDS
    return add_months(course.ended_on, CASE_MONTHS) if course.ended_on else None


def _gaps(course: Course, version: RuleVersion, cases: int) -> Iterator[Gap]:
    """§ 2 (1), (4) and (6): hours that are known to be too few, cases and the certificate.

    The certificate may only be issued when the whole training is done (§ 2 (6)): it proves the cases, too.
    """
    asked, hours = REQUIRED[version], counted_hours(course)
    if hours is not None and hours < asked.hours:
        sentence = N_("Der Lehrgang zählt mit %(hours)s Stunden; gebraucht werden %(needed)s (§ 2 Abs. 4).")
        yield Gap(sentence, {"hours": hours, "needed": asked.hours})
    if course.certificate_on is not None:
        return
    if cases < asked.cases:
        sentence = N_(
            "Supervidierte Mediationen: %(cases)s von %(needed)s sind bestätigt (§ 2 Abs. 2 und 5)."
        )
        yield Gap(sentence, {"cases": cases, "needed": asked.cases})
    yield Gap(N_("Die Bescheinigung der Ausbildungseinrichtung fehlt noch (§ 2 Abs. 6)."), {})


def _open_period(certificate_on: date, proofs: Collection[Proof]) -> tuple[date, date, int]:
    """§ 3 (1): forty hours every four years, from the certificate on; whoever misses them loses the title.

    The first period whose hours aren't proven is the open one; its last day is that of the title. That the
    title is lost is law since 1 March 2024: a period that ended before has cost nobody the title.
    """
    day_before = anchor(certificate_on)
    for number in count(1):
        until = add_months(anchor(certificate_on), PERIOD_MONTHS * number)
        minutes = sum(
            proof.minutes
            for proof in proofs
            if proof.kind is EvidenceKind.FURTHER and day_before < proof.done_on <= until
        )
        if until >= NEW_FROM and minutes < FURTHER_MINUTES:
            return day_before + timedelta(days=1), until, minutes
        day_before = until
    raise AssertionError  # the periods don't end, what is proven does


def anchor(certificate_on: date) -> date:
    """The day before the first period (§ 187 (1) BGB: the day of the certificate isn't counted).

    § 7 (3): older titles begin theirs with 1 September 2017, which is counted (§ 187 (2) BGB).
    """
    return max(certificate_on, IN_FORCE - timedelta(days=1))


def owes_old_cases(course: Course) -> bool:
    """§ 7 (4): title after one supervised mediation, and five of them by 29 February 2028.

    It doesn't touch those whose two years of § 4 (old) were over before the new version came.
    """
    if version_of(course) is not RuleVersion.V2017:
        return False
    return course.certificate_on is None or add_months(course.certificate_on, OLD_MONTHS) >= NEW_FROM


def _lacks_old_cases(course: Course, proofs: Iterable[Proof]) -> bool:
    done = [one for one in proofs if one.kind is EvidenceKind.SUPERVISED and one.done_on <= TRANSITION_ENDS]
    return owes_old_cases(course) and len(done) < CASES


def due_reminder(until: date, today: date) -> int | None:
    """How many months ahead the reminder is that is due now; None before the first, and after the end."""
    if today > until:
        return None
    return min((months for months in REMINDED if add_months(until, -months) <= today), default=None)
