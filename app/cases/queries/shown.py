"""What each form of a case shows of it before anything is changed, and who changed it last."""

from uuid import UUID

import sqlalchemy as sa

from app.accounts.queries import author_of
from app.audit import queries as audit
from app.cases.models import Case, Party, SafetyCheck
from app.cases.queries.overview import signs_in
from app.cases.rules.consent import Words
from app.cases.rules.intake import LanguageAnswer
from app.cases.rules.screening import RedFlag
from app.cases.rules.speech import Tongue
from app.database import db
from app.versions import NOBODY_KNOWN, Author

Shown = dict[str, object]

_BOXES = (
    ("language", "speaks", "reads"),
    ("second_language", "second_speaks", "second_reads"),
    ("third_language", "third_speaks", "third_reads"),
)


def danger(case: Case) -> Shown:
    """The last danger check: which signs stand."""
    check, shown = _last(case, SafetyCheck.result.is_(None))
    found = signs_in(check.signs if check else None)
    return shown | {
        "red": [sign.value for sign in found if isinstance(sign, RedFlag)],
        "yellow": [sign.value for sign in found if not isinstance(sign, RedFlag)],
    }


def assessment(case: Case) -> Shown:
    _, shown = _last(case, SafetyCheck.result.is_not(None))
    return shown | {
        "category": case.category.value,
        "priority": case.priority.value if case.priority else None,
        "stage": stage(case)["stage"],
        "result": case.screening.value if case.screening else None,
        "conditions": (case.conditions or "").split(),
        "review_on": case.review_on,
    }


def _last(case: Case, kind: sa.ColumnElement[bool]) -> tuple[SafetyCheck | None, Shown]:
    """A check, its note, and how many there were: to find the same once more is no second click."""
    query = sa.select(SafetyCheck, sa.func.count().over()).where(SafetyCheck.case_id == case.id, kind)
    latest = query.order_by(SafetyCheck.at.desc(), SafetyCheck.id).limit(1)
    check, count = db.session.execute(latest).one_or_none() or (None, 0)
    return check, {"checks": count, "note": check.note if check else None}


def facts(case: Case) -> Shown:
    """What the report said, and the priority."""
    return {
        "category": case.category.value,
        "setting": case.setting.value,
        "district": str(case.district_id) if case.district_id else "",
        "since": ".".join(reversed(case.since_month.split("-"))) if case.since_month else None,
        "priority": case.priority.value if case.priority else None,
    }


def stage(case: Case) -> Shown:
    return {"stage": str(case.glasl_stage) if case.glasl_stage else None}


def texts(case: Case) -> Shown:
    return {"internal_note": case.internal_note, "handover_summary": case.handover_summary}


def party(row: Party) -> Shown:
    known = row.language_answer is LanguageAnswer.KNOWN
    return {
        "kind": row.kind.value,
        "minor": row.minor,
        **_languages(row.tongues if known else ()),
        **({} if known else {"language": row.language_answer.value}),
        "needs": (row.needs or "").split(),
        "contact_agreed": row.contact_agreed.value,
        "name": row.name,
        "address": row.address,
        "protected": row.address_protected,
        "phone": row.phone,
        "email": row.email,
        "best_time": row.best_time,
        "channel": row.channel.value if row.channel else "",
    }


def said(words: Words) -> Shown:
    """Changes with whatever is recorded of a party: its words are only ever added to."""
    return {"said": len(words.spoken)}


def author(case_id: UUID, *kinds: str, **about: UUID) -> Author:
    """Whoever last did one of these things, by the timeline; of any kind if none is named."""
    last = audit.last(case_id, kinds, **about)
    return author_of(last.actor_id, last.at) if last else NOBODY_KNOWN


def _languages(spoken: tuple[Tongue, ...]) -> dict[str, object]:
    """Every box, also the empty ones: what isn't there can have been changed, too."""
    found: dict[str, object] = dict.fromkeys((name for boxes in _BOXES for name in boxes), None)
    for one, boxes in zip(spoken, _BOXES, strict=False):
        said = (one.code, one.speaks.value if one.speaks else "", one.reads.value if one.reads else "")
        found |= dict(zip(boxes, said, strict=True))
    return found
