"""No form overwrites what somebody else has saved: every address that is written to, from the URL map.

A form that changes what is there carries the version that its page had shown. What is named below makes
something new, or is a deed that is either possible now or refused; it can overwrite nothing.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from werkzeug.routing import Rule

from app.cases.rules.addresses import slug
from app.cases.rules.report import Section
from app.cases.rules.status import Verb
from tests.browser import HTML, Page, _tree
from tests.house import policy
from tests.house.people import Actor
from tests.house.streets import Streets
from tests.house.test_matrix import DONE, PROGRAM, READ
from tests.house.test_nonsense import _ways
from tests.watch import CANARY

OPEN, REFUSED = 200, {403, 404, 409, 422}
#: What no seal is, and no number of a version either.
NOT_A_VERSION = "of-another-page"

#: Something comes into being; whatever is there stays as it is.
MAKES = {
    "accounts.address_of", "accounts.invite", "accounts.new_office", "cases.case_import", "cases.clear_stage",
    "cases.extend_report", "cases.name_deputy", "cases.new_note", "cases.report_note", "cases.search",
    "cases.try_contact", "conferences.agree", "conferences.call", "conferences.invite", "crisis.add_step",
    "crisis.debrief", "crisis.entry", "crisis.exercise", "crisis.new_contact", "crisis.new_signal",
    "crisis.recommend", "crisis.red", "districts.new_district", "feedback.answer", "feedback.hand_out",
    "feedback.record_check",
    "gaps.report", "lending.agreements", "lending.inquiry", "lending.loan", "letters.letter_file",
    "letters.make_letter", "mediators.add_absence", "mediators.add_times", "mediators.new_pool_person",
    "mediators.own_days", "mediators.own_exclusions", "mediators.pool_address", "mediators.own_qualification",
    "mediators.pool_import", "planning.begin_draft", "planning.import_plan", "planning.new_rule",
    "planning.restore_rule", "planning.take_template", "plans.add_step", "plans.wait", "privacy.case_hold",
    "privacy.hold", "promises.promises", "protection.channel", "protection.let_in", "protection.step",
    "referrals.add_guest", "referrals.allocations", "referrals.ask_language", "referrals.calendar",
    "referrals.choose", "referrals.conflict", "referrals.plan_meeting", "referrals.proposal",
    "referrals.record_answer", "referrals.supervision", "referrals.waive", "relocations.relocation",
    "revisits.of_case", "transfers.absences", "transfers.for_others", "transfers.hand_over",
}  # fmt: skip
#: One button, or a page that asks why: done or refused, and done twice the same as once.
DOES = {
    "accounts.close_office", "accounts.invite_again", "accounts.keep_address", "accounts.lock",
    "accounts.take_address", "accounts.take_address_back", "accounts.unlock",
    "cases.agree_to_contact", "cases.confirm", "cases.discard_note", "cases.end_deputy",
    "cases.report_discard", "cases.report_send", "cases.reveal", "cases.take", "cases.withdraw",
    "cases.withdraw_report", "conferences.cancel", "conferences.report_done", "conferences.uninvite",
    "crisis.call", "crisis.confirm_contact", "crisis.contact_sheet", "crisis.no_step", "crisis.phase",
    "crisis.remove_contact", "crisis.signal", "crisis.step", "crisis.why", "districts.offer_again",
    "districts.retire", "feedback.waive_checks",
    "lending.accept_agreement", "lending.agree", "lending.choose", "lending.decline",
    "lending.end_agreement", "lending.give_back", "lending.refuse", "lending.refuse_agreement",
    "lending.refuse_question", "lending.take_back", "lending.take_note", "lending.widen",
    "lending.withdraw", "letters.approve", "mediators.cancel_upload", "mediators.confirm_evidence",
    "mediators.confirm_profile", "mediators.discard_upload", "mediators.drop_calendar",
    "mediators.end_pool_person", "mediators.end_rest", "mediators.invite_pool",
    "mediators.invite_pool_person", "mediators.invite_pool_person_again", "mediators.refuse_evidence",
    "mediators.remove_absence", "mediators.remove_day", "mediators.remove_evidence",
    "mediators.remove_exclusion", "mediators.remove_language", "mediators.remove_time", "mediators.rest",
    "mediators.resume_pool_person", "mediators.take_upload", "mediators.upload_columns",
    "notifications.drop_held", "notifications.keep_silent", "notifications.make_original",
    "notifications.mark_all_read", "notifications.mark_read", "notifications.resend",
    "notifications.send_again", "notifications.send_held", "oversight.do_overdue", "planning.approve_draft",
    "planning.discard_draft", "planning.move_one", "planning.move_shown", "planning.place_rule",
    "planning.remove_rule",
    "planning.return_draft", "planning.submit_draft", "planning.take_back_draft", "plans.apply_change",
    "plans.correct_event", "plans.drop_step", "plans.end_wait", "plans.escalate_case",
    "plans.escalate_step", "plans.finish_step", "privacy.case_lift", "privacy.check", "privacy.lift",
    "privacy.take_back", "promises.keep", "promises.release", "protection.end_access", "referrals.approve",
    "referrals.ask_next", "referrals.cancel_allocation", "referrals.cancel_meeting", "referrals.confirm",
    "referrals.confirm_answer", "referrals.confirm_meeting", "referrals.correct_answer",
    "referrals.declare", "referrals.decline", "referrals.drop_interpreter", "referrals.end_calendar",
    "referrals.end_conflict", "referrals.give_back", "referrals.hold_pretalk", "referrals.plan_interpreter",
    "referrals.release_reserve", "referrals.remove_guest", "referrals.report_meeting",
    "referrals.say_of_guest", "referrals.search_again", "referrals.show_interest", "referrals.stand_by",
    "referrals.step_back", "referrals.unmark_solo", "referrals.withdraw", "relocations.accept",
    "relocations.refuse", "relocations.withdraw", "revisits.put_away", "transfers.accept",
    "transfers.agree", "transfers.be_back", "transfers.decline", "transfers.keep", "transfers.refuse",
    "transfers.take_back", "transfers.withdraw",
}  # fmt: skip
#: The own account or the own page, which nobody else writes to; the last word counts.
OWN = {
    "accounts.change_password", "accounts.choose_language", "accounts.forgotten", "accounts.own_address",
    "accounts.set_password",
    "accounts.sign_in", "accounts.sign_out", "accounts.switch", "mediators.own_calendar",
    "mediators.own_details", "mediators.own_travel", "mediators.set_language", "notifications.choices",
    "revisits.move",
}  # fmt: skip
#: Their form stands on the page of another address.
SHOWN_AT = {"cases.answer_question": "cases.own_report", "mediators.set_capacity": "mediators.own_profile"}
#: The first page of a report opens a draft, which is new; from then on it is a section.
BEGINS = {"cases.report"}
#: No scene has such a page: see test_collisions.py of the cases and test_pages_appointments.py.
BY_HAND = {"cases.add_names", "referrals.move_meeting"}

WORDS = "Neu und nirgends sonst zu lesen"


def _longer(text: str) -> str:
    return f"{text}\n{WORDS}\n"


#: What is typed into each of these forms, so that it says something else than what is saved.
TYPED: dict[str, dict[str, str | Callable[[str], str]]] = {
    "cases.answer_question": {"answer": WORDS},
    "cases.assess": {"priority": "A", "stage": "4", "result": "FIT", "note": WORDS},
    "cases.change_facts": {"setting": "ONLINE", "change_reason": WORDS, "cause": "MISTAKE"},
    "cases.danger": {"red": "WEAPONS_THREATS", "note": WORDS},
    "cases.decide": {"participation": "DECLINED"},
    "cases.move": {"reason": WORDS, "question": WORDS},
    "cases.name_lead": {},
    "cases.party": {"best_time": WORDS, "email": "neu@example.org"},
    "cases.report_section": {
        "description": WORDS, "location": WORDS, "parties-0-kind": "GROUP", "proceedings": "y",
        "disclosure": "CONSENT",
    },
    "cases.stage": {"stage": "9", "reason": WORDS},
    "cases.texts": {"internal_note": WORDS},
    "crisis.contact": {"name": WORDS},
    "crisis.hand_on_step": {"holder": "MANAGEMENT", "reason": WORDS},
    "crisis.put_off_step": {"day": "2026-03-30", "reason": WORDS},
    "districts.district": {"name": WORDS},
    "letters.head": {"contact": WORDS, "privacy_officer": WORDS},
    "letters.new_version": {"body": _longer},
    "mediators.change_pool_person": {"capacity": "7"},
    "mediators.pool_qualification": {"association": WORDS, "training_hours": "131"},
    "mediators.own_acquaintance": {
        "employer": WORDS, "address": "Neue Gasse 7", "household": "Nora Neu", "other_names": "Nele Neu",
    },
    "mediators.set_capacity": {"capacity": "7"},
    "planning.edit_rule": {"label_de": WORDS, "task_de": WORDS},
    "plans.extend_step": {"day": "2026-03-30", "reason": WORDS},
    "referrals.mark_solo": {"reason": WORDS},
    "referrals.move": {"reason": WORDS},
    "referrals.need": {"place": "MUST", "reason": WORDS},
}  # fmt: skip

EDITED = [rule for rule in DONE if rule.endpoint not in MAKES | DOES | OWN | BEGINS | BY_HAND]
PAGES = {rule.endpoint: rule for rule in READ}


def test_every_address_that_is_written_to_is_known_here() -> None:
    named = [MAKES, DOES, OWN, BEGINS, BY_HAND, set(TYPED)]

    assert {rule.endpoint for rule in DONE} == set().union(*named)
    assert sum(map(len, named)) == len(set().union(*named))


@pytest.mark.parametrize("rule", EDITED, ids=lambda rule: rule.endpoint)
def test_a_page_that_is_out_of_date_writes_nothing_and_keeps_what_was_typed(
    streets: Streets, rule: Rule
) -> None:
    met: set[str] = set()
    broken = []

    with streets.unchanged():
        for actor, values in _open_to(streets, _page_of(rule)):
            part = str(values["section"]) if "section" in rule.arguments else ""
            sent = {} if part in met else _filled(streets, rule, actor, values)
            if sent:
                answer = streets.send(actor, "POST", streets.path(rule, values), data=sent)
                body = answer.response.get_data(as_text=True)
                met |= {part} if 'class="collision"' in body else set()
                broken += _faults(f"{rule.endpoint} as {actor.name}", answer.status, body, sent)

    wanted = {section.value for section in Section} if "section" in rule.arguments else {""}
    assert broken == []
    assert met == wanted, "no page of this form has shown both sides"


@pytest.mark.parametrize(
    "rule", [rule for rule in READ if rule.endpoint in MAKES | DOES], ids=lambda rule: rule.endpoint
)
def test_what_is_said_to_overwrite_nothing_shows_nothing_that_is_saved(streets: Streets, rule: Rule) -> None:
    """A form with stored words in its boxes is one that changes them."""
    shown = [
        f"{actor.name}: {box.get('name')}"
        for actor, values in _ways(streets, rule)
        for form in _forms(streets, actor, streets.path(rule, values))
        for box in _boxes(form)
        if box.get("type") != "hidden" and CANARY in _value(box)
    ]

    assert shown == []


def _page_of(rule: Rule) -> Rule:
    """Where the form stands that is sent to this address."""
    return PAGES[SHOWN_AT.get(rule.endpoint, rule.endpoint)]


def _open_to(streets: Streets, rule: Rule) -> Iterator[tuple[Actor, dict[str, Any]]]:
    """Everybody who may look, at each of the own things, in each section or move."""
    home, permission = streets.home, PROGRAM.view_functions[rule.endpoint].permission  # type: ignore[attr-defined]
    let_in = [actor for actor in home.actors.values() if policy.opens(actor, permission)]
    for scene, actor in itertools.product(home.scenes.values(), let_in):
        if policy.visible(actor, permission, set(rule.arguments), scene):
            yield from ((actor, home.values(scene, actor.name) | more) for more in _varied(rule))


def _varied(rule: Rule) -> list[dict[str, Any]]:
    if "section" in rule.arguments:
        return [{"section": section.value} for section in Section]
    return [{"words": slug(verb)} for verb in Verb] if "words" in rule.arguments else [{}]


def _filled(streets: Streets, rule: Rule, actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """What the form of this page would send from an older one; nothing if the page has no such form."""
    path, asked = streets.path(rule, values), TYPED[rule.endpoint]
    for form in _forms(streets, actor, streets.path(_page_of(rule), values)):
        names = {box.get("name", "") for box in _boxes(form)}
        if "version" in names and (form.get("action") or path) in {path, ""}:
            sent = _answered(form)
            sent |= {n: v if isinstance(v, str) else v(sent[n]) for n, v in asked.items() if n in names}
            return sent | {"version": NOT_A_VERSION, "csrf_token": streets.window(actor).csrf_token()}
    return {}


def _answered(form: Element) -> dict[str, Any]:
    """As the page shows it; what must be chosen is chosen."""
    found = Page.values(Page.__new__(Page), form)
    for box in _boxes(form):
        name = box.get("name", "")
        if box.get("type") == "radio" and name not in found:
            found[name] = box.get("value")
        elif box.tag == f"{HTML}select" and box.get("required") is not None and not found.get(name):
            found[name] = [option.get("value") for option in box.iter(f"{HTML}option")][-1]
        elif box.get("type") == "date" and box.get("required") is not None and not found.get(name):
            found[name] = "2026-03-02"
    return found


def _faults(where: str, status: int, body: str, sent: dict[str, Any]) -> list[str]:
    """Done, it must not be; refused for another reason it may be, with what was typed still there."""
    if status not in REFUSED:
        return [f"{where}: {status}"]
    lost = [name for name, value in sent.items() if WORDS in str(value) and WORDS not in body]
    return [f"{where}: lost {lost}"] if lost and "<form" in body.partition("<main")[2] else []


def _forms(streets: Streets, actor: Actor, path: str) -> list[Element]:
    answer = streets.send(actor, "GET", path)
    tree = _tree(answer.response) if answer.status == OPEN else None
    return Page(answer.response, tree).forms(within="main") if tree is not None else []


def _boxes(form: Element) -> list[Element]:
    kinds = {f"{HTML}input", f"{HTML}select", f"{HTML}textarea"}
    return [box for box in form.iter() if box.tag in kinds and box.get("name")]


def _value(box: Element) -> str:
    return "".join(box.itertext()) if box.tag == f"{HTML}textarea" else box.get("value", "")
