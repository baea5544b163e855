"""How far each conflict of the demo has come."""

from collections.abc import Callable

from app.cases.rules.consent import Purpose, Said
from app.cases.rules.disclosure import Ground
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Flag, Verb, Who
from app.demo import aftercare, consents, interpreters, ladder, meetings, needs, protection
from app.demo.reports import Story
from app.demo.walk import Walk
from app.feedback.rules.checks import CheckResult


def tell(walk: Walk, story: Story, *, turn: int) -> None:
    """Lead the case as far as its story says; cases of one status take their ways in turn."""
    ways = WAYS[story.status]
    ways[turn % len(ways)](walk, story)


def _reported(walk: Walk, story: Story) -> None:
    """Nobody has looked at it yet."""


def _reviewed(walk: Walk, _: Story) -> None:
    walk.review()


def _assessed(walk: Walk, story: Story) -> None:
    walk.review()
    walk.check()
    walk.assess(story.priority, story.stage)


def _questioned(walk: Walk, _: Story) -> None:
    walk.review()
    walk.check()
    walk.ask_back("Wissen die Beteiligten, dass sich jemand bei ihnen meldet?")


def _accepted(walk: Walk, story: Story) -> None:
    _assessed(walk, story)
    walk.accept()


def _contacted(walk: Walk, story: Story) -> None:
    _accepted(walk, story)
    walk.begin_contact()


def _reached(walk: Walk, story: Story) -> None:
    _contacted(walk, story)
    walk.reach()


def _half_agreed(walk: Walk, story: Story) -> None:
    _reached(walk, story)
    walk.agree(consents.ALL)


def _partly_agreed(walk: Walk, story: Story) -> None:
    """One party wants to talk, but not with mediators; the other asks for mails instead of calls."""
    _reached(walk, story)
    walk.agree(consents.TALKS_ONLY, consents.ALL | consents.NO_CALLS)


def _refused_once(walk: Walk, story: Story) -> None:
    _reached(walk, story)
    walk.agree(consents.ALL, {Purpose.TAKE_PART: Said.NO})


def _clarified(walk: Walk, story: Story) -> None:
    _half_agreed(walk, story)
    walk.clarify()


def _conferring(walk: Walk, story: Story) -> None:
    _clarified(walk, story)
    aftercare.call(walk, aftercare.at_ten(walk, days=8), ground=Ground.LAW)


def _searched(walk: Walk, story: Story) -> None:
    _reached(walk, story)
    walk.agree()
    walk.search()


def _searched_with_wishes(walk: Walk, story: Story) -> None:
    _searched(walk, story)
    needs.wish(walk)


def _searched_in_vain(walk: Walk, story: Story) -> None:
    """Nobody suits; the page says what would have to change."""
    _searched(walk, story)
    needs.ask_much(walk)


def _asked_to_be_interpreted(walk: Walk, story: Story) -> None:
    """Who is asked speaks with one party alone: coordination must find an interpreter in time."""
    _searched(walk, story)
    interpreters.ask_pair(walk)


def _asked(walk: Walk, story: Story) -> None:
    _searched(walk, story)
    walk.ask_pair()


def _half_accepted(walk: Walk, story: Story) -> None:
    _asked(walk, story)
    walk.answer(accept=1, decline=True)


def _both_accepted(walk: Walk, story: Story) -> None:
    _asked(walk, story)
    walk.answer()


def _interpreted(walk: Walk, story: Story) -> None:
    _asked_to_be_interpreted(walk, story)
    interpreters.plan(walk)
    walk.answer()


def _taken_back_while_sought(walk: Walk, story: Story) -> None:
    """A party has thought again before anybody was asked."""
    _searched(walk, story)
    consents.take_back(walk)


def _taken_back_at_work(walk: Walk, story: Story) -> None:
    """A party takes part, but its name is no longer for mediators: the case is closed to them."""
    _prepared(walk, story)
    consents.take_back(walk, Purpose.MEDIATORS)


def _taken_back_in_part(walk: Walk, story: Story) -> None:
    """One party doesn't want to be asked afterwards; everything else goes on."""
    _agreed(walk, story)
    consents.take_back(walk, Purpose.FOLLOW_UP)


def _nobody_asked(walk: Walk, story: Story) -> None:
    """Questions were taken back when the case rested; now somebody must be asked again."""
    _asked(walk, story)
    walk.pause("Eine Partei war eine Woche im Krankenhaus.")
    walk.make(Verb.RESUME)


def _answered_aloud(walk: Walk, story: Story) -> None:
    _searched(walk, story)
    ladder.answered_aloud(walk)


def _all_at_once(walk: Walk, story: Story) -> None:
    _searched(walk, story)
    ladder.all_at_once(walk)


def _nobody_left(walk: Walk, story: Story) -> None:
    _searched(walk, story)
    ladder.nobody_left(walk)


def _prepared(walk: Walk, story: Story, both_accepted: "Way" = _both_accepted) -> None:
    both_accepted(walk, story)
    walk.approve()
    walk.prepare()


def _half_talked(walk: Walk, story: Story) -> None:
    _prepared(walk, story)
    walk.pretalks(1)
    meetings.plan_last_pretalk(walk)


def _mediated(walk: Walk, story: Story, both_accepted: "Way" = _both_accepted) -> None:
    _prepared(walk, story, both_accepted)
    walk.pretalks()
    walk.begin_mediation()


def _mediated_soon(walk: Walk, story: Story) -> None:
    """The first session is so near that both are asked whether they come."""
    _mediated(walk, story)
    meetings.plan_soon(walk)


def _handed_back_late(walk: Walk, story: Story) -> None:
    _mediated(walk, story)
    ladder.handed_back_late(walk)


def _conferred(walk: Walk, story: Story) -> None:
    """Offices have agreed on measures; the mediation goes on online."""
    _mediated(walk, story)
    walk.agree(consents.TO_OFFICES, consents.TO_OFFICES)
    aftercare.call(walk, aftercare.at_ten(walk, days=1), ground=Ground.CONSENT)
    walk.wait(days=1)
    aftercare.agree(walk)
    meetings.plan_online(walk)


def _in_session_once_more(walk: Walk, story: Story) -> None:
    """An interpreter comes to the next one (``interpreters``)."""
    _mediated(walk, story, _interpreted)
    walk.hold_session()
    meetings.plan_next(walk)


def _in_session(walk: Walk, story: Story) -> None:
    _mediated(walk, story)
    walk.hold_session()


def _agreed(walk: Walk, story: Story) -> None:
    _in_session(walk, story)
    walk.hold_session()
    walk.agree_at_last()


def _followed_up(walk: Walk, story: Story) -> None:
    _agreed(walk, story)
    aftercare.ask_once(walk, CheckResult.PART_HOLDS)


def _settled(walk: Walk, story: Story) -> None:
    _agreed(walk, story)
    aftercare.ask_once(walk)
    aftercare.ask_no_more(walk)
    walk.close()


def _answered(walk: Walk, story: Story) -> None:
    _settled(walk, story)
    aftercare.hand_out(walk)


def _resting(walk: Walk, story: Story) -> None:
    _reached(walk, story)
    walk.pause("Eine Partei ist bis Ende des Monats verreist.")


def _protected(walk: Walk, _: Story) -> None:
    walk.review()
    walk.check()
    walk.protect()


def _child_protected(walk: Walk, story: Story) -> None:
    _reached(walk, story)
    walk.protect(Flag.CHILD_PROTECTION, Who.CASE_LEAD)
    protection.document(walk)


def _sent_to_advice(walk: Walk, story: Story) -> None:
    _assessed(walk, story)
    walk.refer_on(Outcome.REF_ADVICE, "Familienberatung")


def _sent_to_complaints(walk: Walk, story: Story) -> None:
    _assessed(walk, story)
    walk.refer_on(Outcome.REF_COMPLAINT, "Beschwerdestelle")


def _taken_back(walk: Walk, _: Story) -> None:
    walk.withdraw_report()


def _declined(walk: Walk, _: Story) -> None:
    walk.review()
    walk.decline(Outcome.NA_COMPETENCE)


Way = Callable[[Walk, Story], None]

WAYS: dict[str, tuple[Way, ...]] = {
    "NEW": (_reported,),
    "TRIAGE": (_reviewed, _assessed, _reviewed),
    "INFO": (_questioned,),
    "ACCEPTED": (_accepted,),
    "CONTACT": (_contacted, _reached, _partly_agreed, _refused_once),
    "CLARIFY": (_conferring, _clarified),
    "MATCHING": (_searched_with_wishes, _searched, _taken_back_while_sought, _searched_in_vain),
    "PROPOSED": (
        _asked_to_be_interpreted,
        _half_accepted,
        _both_accepted,
        _nobody_asked,
        _answered_aloud,
        _all_at_once,
        _nobody_left,
    ),
    "PREP": (_prepared, _half_talked, _taken_back_at_work),
    "MEDIATION": (_mediated_soon, _in_session_once_more, _conferred, _handed_back_late),
    "FOLLOWUP": (_taken_back_in_part, _followed_up),
    "PAUSED": (_resting, _protected, _child_protected),
    "CLOSED": (_settled, _answered, _sent_to_advice, _sent_to_complaints, _taken_back, _declined),
}
