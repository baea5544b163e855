"""Which step brings about which event: the plan's own idea of how a case goes."""

from collections.abc import Mapping

from app.plans.codes import Anchor, Condition, Trigger

#: The events with which a case begins.
FROM_OUTSIDE = frozenset({Anchor.REPORT_SUBMITTED, Anchor.CASE_OPENED, Anchor.PARTY_DATA_RECEIVED})
#: What happens when this step is done, if all goes its usual way.
BROUGHT_BY: Mapping[Anchor, str] = {
    Anchor.DANGER_CHECK_DONE: "F02",
    Anchor.CASE_ACCEPTED: "F03",
    Anchor.STAGE_RATED: "F03",
    Anchor.LEAD_ASSIGNED: "F05",
    Anchor.PARTY_CONTACTED: "F06",
    Anchor.FIRST_CONTACT_DONE: "F06",
    Anchor.FIRST_CONSENT_GIVEN: "F08",
    Anchor.MODERATED_TALK_AGREED: "F11",
    Anchor.TALK_HELD: "F11",
    Anchor.MEDIATION_AGREED: "F08",
    Anchor.POOL_SEARCHED: "F20",
    Anchor.OFFER_SENT: "F20",
    Anchor.SEATS_ACCEPTED: "F21",
    Anchor.PARTIES_APPROVED: "F22",
    Anchor.PRETALKS_DONE: "F23",
    Anchor.SESSION_OVER: "F25",
    Anchor.AGREEMENT_REACHED: "F25",
    Anchor.CASE_CLOSED: "F52",
}
#: Events that the program notices by itself; all others are said by a person who adds the step by hand.
NOTICED = (
    frozenset(BROUGHT_BY)
    - {
        Anchor.MODERATED_TALK_AGREED,
        Anchor.TALK_HELD,
    }
    | FROM_OUTSIDE
    | {
        Anchor.APPOINTMENT_DATE,
        Anchor.OFFER_ANSWER_BY,
        Anchor.PROTECTION_NEEDED,
        Anchor.RED_FLAG_RAISED,
        Anchor.THREAT_REPORTED,
    }
)
#: Conditions that the program judges by itself, each with its event.
JUDGED = frozenset({(Anchor.POOL_SEARCHED, Condition.NO_MATCH)})
#: The same in an event plan; signals, the calendar and decisions come from outside of it.
TRIGGERED_BY: Mapping[Trigger, str] = {
    Trigger.SITUATION_RELEVANT: "E-Y1",
    Trigger.CORE_TEAM_MET: "E-Y2",
    Trigger.RED_DECIDED: "E-Y4",
    Trigger.ALARM_DONE: "E-R1",
    Trigger.RED_ENTRY: "E-R1",
    Trigger.CRISIS_TEAM_MET: "E-R4",
    Trigger.WORDING_SETTLED: "E-R6",
    Trigger.PUBLIC_INFORMED: "E-R7",
    Trigger.RED_EXIT: "E-R13",
    Trigger.DEBRIEFED: "E-B2",
}
