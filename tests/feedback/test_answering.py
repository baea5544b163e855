"""Somebody answers with a link: once, in time, and without leaving a trace."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import AccessEntry, TimelineEntry
from app.database import Base, db
from app.feedback.actions import answering
from app.feedback.actions.answering import Said
from app.feedback.models import FeedbackAnswer, FeedbackInvitation, FeedbackRemark
from app.feedback.rules.questionnaire import (
    PAPER_LANGUAGES,
    QUESTIONS,
    Audience,
    languages_for,
    words,
)
from tests import make
from tests.browser import Browser
from tests.feedback import after

UNKNOWN = "x" * 43


@pytest.fixture
def secret(town: make.Town) -> str:
    return after.link(town, after.closed(town))


def form_of(page):
    """The only form there is; its button has the words of its language."""
    return page.forms()[0]


def test_an_answer_arrives_and_the_link_is_gone(town: make.Town, browser: Browser, secret: str) -> None:
    path = f"/rueckmeldung/de/{secret}"
    page = browser.get(path)

    thanks = browser.submit(page, {"q_fair": "5", "q_now": "2", "remark": make.canary("remark")})

    assert thanks.heading == "Vielen Dank"
    (answer,) = after.answers()
    assert answer.choices == {"fair": 5, "now": 2}
    assert (answer.audience, answer.period) == (Audience.PARTY, "2026-H1")
    assert after.tickets() == 0
    assert browser.get(path).status_code == 404


def test_looking_answers_nothing(town: make.Town, browser: Browser, secret: str) -> None:
    for _ in range(3):
        browser.get(f"/rueckmeldung/de/{secret}")

    assert (after.tickets(), after.answers()) == (1, [])


def test_used_old_and_unknown_links_look_the_same(town: make.Town, browser: Browser, secret: str) -> None:
    used, old = secret, after.link(town, after.closed(town))
    browser.submit(browser.get(f"/rueckmeldung/tr/{used}"), {"q_fair": "3"})

    with clock.stopped(make.later(days=61)):
        pages = [browser.get(f"/rueckmeldung/tr/{one}") for one in (used, old, UNKNOWN)]
        sent = browser.post(f"/rueckmeldung/tr/{old}", {"q_fair": "3"})

    assert {page.status_code for page in [*pages, sent]} == {404}
    assert len({page.response.text for page in [*pages, sent]}) == 1
    assert len(after.answers()) == 1


def test_the_answer_itself_asks_for_the_day_once_more(town: make.Town, secret: str) -> None:
    said = Said({"fair": 5})

    assert not answering.answer(secret, said, at=make.later(days=61))
    assert answering.answer(secret, said, at=make.later(days=60))


def test_a_link_works_on_its_last_day(town: make.Town, browser: Browser, secret: str) -> None:
    with clock.stopped(make.later(days=60)):
        assert browser.get(f"/rueckmeldung/de/{secret}").status_code == 200


def test_of_many_answers_at_once_one_wins(town: make.Town, browser: Browser, secret: str) -> None:
    people, path = 12, f"/rueckmeldung/de/{secret}"
    windows = [Browser(browser.app) for _ in range(people)]
    tokens = [window.csrf_token() for window in windows]
    start = Barrier(people)

    def answer(window: Browser, token: str) -> int:
        start.wait()
        response = window.client.post(path, data={"csrf_token": token, "q_fair": "4"})
        return response.status_code

    with ThreadPoolExecutor(people) as pool:
        statuses = list(pool.map(answer, windows, tokens))

    assert sorted(statuses) == [303] + [404] * (people - 1)
    assert len(after.answers()) == 1


@pytest.mark.parametrize("code", PAPER_LANGUAGES)
def test_the_questionnaire_is_there_in_every_language(
    town: make.Town, browser: Browser, secret: str, code: str
) -> None:
    paper = PAPER_LANGUAGES[code]

    page = browser.get(f"/rueckmeldung/{code}/{secret}")
    empty = browser.submit(page, {})
    gone = browser.get(f"/rueckmeldung/{code}/{UNKNOWN}")

    for shown in (page, empty, gone):
        assert f'<html lang="{code}" dir="{paper.direction}">' in shown.response.text
    assert page.heading == words("title", code)
    assert (empty.status_code, words("empty", code) in empty.main) == (422, True)


def test_no_language_lacks_a_word_and_nobody_is_asked_too_much() -> None:
    assert [one.code for one in languages_for(Audience.PARTY)] == list(PAPER_LANGUAGES)
    assert all(len(asked) <= 8 for asked in QUESTIONS.values())


def test_what_was_ticked_and_typed_is_kept_when_something_is_wrong(
    town: make.Town, browser: Browser, secret: str
) -> None:
    page = browser.get(f"/rueckmeldung/de/{secret}")

    again = browser.submit(page, {"q_fair": "5", "remark": "ä" * 1001})

    values = again.values(form_of(again))
    assert again.status_code == 422
    assert (values["q_fair"], len(values["remark"])) == ("5", 1001)
    assert after.answers() == []


def test_what_is_no_answer_counts_as_none(town: make.Town, browser: Browser, secret: str) -> None:
    page = browser.get(f"/rueckmeldung/de/{secret}")

    browser.submit(page, {"q_fair": "5", "q_heard": "9", "q_again": "", "q_case_id": "1"})

    assert [answer.choices for answer in after.answers()] == [{"fair": 5}]


def test_an_unknown_language_is_not_there(town: make.Town, browser: Browser, secret: str) -> None:
    assert browser.get(f"/rueckmeldung/xx/{secret}").status_code == 404


def test_answering_leaves_no_trace_anywhere_else(town: make.Town, browser: Browser, secret: str) -> None:
    path = f"/rueckmeldung/de/{secret}"
    before = _everything()

    browser.submit(browser.get(path), {"q_fair": "1", "remark": "Danke"})

    changed = {name for name, rows in _everything().items() if rows != before[name]}
    assert changed == {"feedback_tickets", "feedback_answers", "feedback_remarks"}
    assert {AccessEntry.__tablename__, TimelineEntry.__tablename__, "feedback_invitations"} <= set(before)


def test_an_answer_has_nothing_that_leads_to_a_case_a_person_or_a_moment() -> None:
    known = {"id", "municipality_id", "audience", "period"}

    assert _columns(FeedbackAnswer) == known | {"version", "choices"}
    assert _columns(FeedbackRemark) == known | {"text_sealed"}
    keys = {key.column.table.name for model in (FeedbackAnswer, FeedbackRemark) for key in _keys(model)}
    assert keys == {"municipalities"}


def test_an_invitation_is_never_changed_by_an_answer(town: make.Town, browser: Browser, secret: str) -> None:
    asked = db.session.scalars(sa.select(FeedbackInvitation)).one()
    before = (asked.at, asked.party_id, asked.case_id)

    browser.submit(browser.get(f"/rueckmeldung/de/{secret}"), {"q_fair": "1"})

    db.session.expire_all()
    assert (asked.at, asked.party_id, asked.case_id) == before


def _everything() -> dict[str, list[str]]:
    db.session.expire_all()
    return {
        table.name: sorted(str(tuple(row)) for row in db.session.execute(sa.select(table)))
        for table in Base.metadata.sorted_tables
        if table.name not in {"web_sessions"}
    }


def _columns(model: type[Base]) -> set[str]:
    return {column.name for column in model.__table__.columns}


def _keys(model: type[Base]) -> set:
    return {key for column in model.__table__.columns for key in column.foreign_keys}
