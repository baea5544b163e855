"""Who may do what, on one page. Code asks for a permission, never for a role."""

from enum import StrEnum

from app.labels import Labelled


class Role(Labelled):
    """A hat that a membership gives; what it may do stands in GRANTS."""

    REPORTER = "reporter", "Meldende Stelle"
    COORDINATOR = "coordinator", "Koordinierungsstelle"
    MEDIATOR = "mediator", "Mediator:in"
    MANAGEMENT = "management", "Leitung"
    ADMIN = "admin", "Administration"
    PRIVACY_OFFICER = "privacy_officer", "Datenschutz"
    STATE_POOL = "state_pool", "Landesstelle"


class Permission(StrEnum):
    """``noun:verb``, alphabetical. Which rows a verb reaches is decided by the relation to the case."""

    ABSENCE_PLAN = "absence:plan"
    """Enter the own absence with a deputy, and answer to be one."""
    ACCESS_READ = "access:read"
    """Read the access log: the privacy officer all of it, a lead that of the own case."""
    ADDRESS_MEND = "address:mend"
    """See to whom no mail comes through, and send it once more when the address is right."""
    CALENDAR_KEEP = "calendar:keep"
    """Set closing days and service hours, after seeing which dates that would move."""
    CALENDAR_SUBSCRIBE = "calendar:subscribe"
    """Read the own appointments with a calendar program, through a secret address."""
    CASE_EXAMINE = "case:examine"
    """Examine a new case: danger check, screening, priority, questions, naming lead and deputies."""
    CASE_READ = "case:read"
    """Open a case file; what it shows depends on the relation to the case."""
    CASE_WORK = "case:work"
    """Work on a case as its lead or deputy: contacts, consent, moves."""
    CONFERENCE_READ = "conference:read"
    """See the own office's share of a case conference, and report its measures done."""
    CONTACTS_KEEP = "contacts:keep"
    """Keep the register of contacts of the event plan, and take its sheet along."""
    CRISIS_READ = "crisis:read"
    """See the event plan at work: phase, signals, steps, alarm; the words of the log with the crisis team."""
    CRISIS_WORK = "crisis:work"
    """Log and rate signals, start phase red, do steps, write the log; for management with the crisis team."""
    DISCLOSURE_READ = "disclosure:read"
    """Read what went out of a case: the privacy officer all of it, coordination and a lead in the case."""
    FEEDBACK_READ = "feedback:read"
    """See the figures of the anonymous questionnaires."""
    HOLD_SET = "hold:set"
    """Keep a case from being deleted, with a reason, and let go of it again."""
    INBOX_READ = "inbox:read"
    """Read the own inbox and change the own account."""
    LENDING_AGREE = "lending:agree"
    """Offer, accept and end agreements on lending with other municipalities."""
    LENDING_ANSWER = "lending:answer"
    """See what others ask to be lent, without names, and put forward own people."""
    LENDING_FIGURES = "lending:figures"
    """See rounded figures of lending in the own Land."""
    MEDIATION_WORK = "mediation:work"
    """Work as an accepted mediator: pre-talks, meetings, outcome."""
    OFFER_ANSWER = "offer:answer"
    """See and answer the offers addressed to oneself."""
    OFFER_SEND = "offer:send"
    """Search the pool for a case and ask mediators."""
    OPERATION_READ = "operation:read"
    """See worker, queue and mails (administration)."""
    PEOPLE_MANAGE = "people:manage"
    """Set up offices, invite people, end memberships."""
    PLAN_APPROVE = "plan:approve"
    """Approve a draft of the plan that somebody else has edited, or give it back."""
    PLAN_DRAFT = "plan:draft"
    """Read the draft of the plan: its steps, its gaps, what it would change."""
    PLAN_EDIT = "plan:edit"
    """Begin, edit and hand in a draft of the plan; move open cases to its newest version."""
    PLAN_READ = "plan:read"
    """Read the prevention plan and the deadline explainer."""
    PLAN_WORK = "plan:work"
    """Do, extend or add steps of a case."""
    POOL_MANAGE = "pool:manage"
    """Import, list and invite the people of the pool."""
    PROFILE_EDIT = "profile:edit"
    """Keep the own languages, times and absences."""
    PROTECTION_READ = "protection:read"
    """Enter a protected channel into which one was let in by name."""

    RELOCATION_ANSWER = "relocation:answer"
    """See what another municipality wants to give away, as a card without names, and answer."""
    REPORT_WRITE = "report:write"
    """Report a conflict and follow the own reports."""
    RETENTION_RELEASE = "retention:release"
    """See which cases are due for deletion and what of them would go; hold or release them by name."""
    START_READ = "start:read"
    """See the own start page."""
    TEXT_APPROVE = "text:approve"
    """Approve the texts of letters by name, and say who is responsible and on which legal ground."""
    TEXT_READ = "text:read"
    """Read the texts of letters and how far each has come."""
    TEXT_WRITE = "text:write"
    """Write a new version of a letter's text; it is a draft."""
    TRANSFER_ANSWER = "transfer:answer"
    """See and answer hand-overs offered to oneself or to the own office."""


P = Permission
EVERYBODY = frozenset({P.INBOX_READ, P.START_READ})
OF_A_LEAD = frozenset(
    {
        P.ABSENCE_PLAN,
        P.ACCESS_READ,
        P.CALENDAR_SUBSCRIBE,
        P.CASE_READ,
        P.CASE_WORK,
        P.DISCLOSURE_READ,
        P.PLAN_READ,
        P.PLAN_WORK,
        P.PROTECTION_READ,
        P.TRANSFER_ANSWER,
    }
)

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REPORTER: EVERYBODY | OF_A_LEAD | {P.CONFERENCE_READ, P.REPORT_WRITE},
    Role.COORDINATOR: EVERYBODY
    | OF_A_LEAD
    | {P.CASE_EXAMINE, P.FEEDBACK_READ, P.OFFER_SEND, P.POOL_MANAGE, P.REPORT_WRITE}
    | {P.TEXT_READ, P.TEXT_WRITE, P.HOLD_SET, P.RELOCATION_ANSWER}
    | {P.LENDING_AGREE, P.LENDING_ANSWER, P.CALENDAR_KEEP, P.PLAN_DRAFT, P.PLAN_EDIT}
    | {P.ADDRESS_MEND, P.CONTACTS_KEEP, P.CRISIS_READ, P.CRISIS_WORK},
    Role.MEDIATOR: EVERYBODY
    | {P.CALENDAR_SUBSCRIBE, P.OFFER_ANSWER, P.MEDIATION_WORK, P.PROFILE_EDIT, P.PROTECTION_READ},
    Role.MANAGEMENT: EVERYBODY
    | {P.FEEDBACK_READ, P.PLAN_READ, P.PROTECTION_READ, P.TEXT_READ, P.TEXT_WRITE, P.TEXT_APPROVE}
    | {P.LENDING_AGREE, P.CALENDAR_KEEP, P.PLAN_APPROVE, P.PLAN_DRAFT}
    | {P.CONTACTS_KEEP, P.CRISIS_READ, P.CRISIS_WORK},
    Role.ADMIN: EVERYBODY | {P.ADDRESS_MEND, P.PEOPLE_MANAGE, P.OPERATION_READ},
    Role.PRIVACY_OFFICER: EVERYBODY
    | {P.ACCESS_READ, P.DISCLOSURE_READ, P.PLAN_READ, P.RETENTION_RELEASE, P.TEXT_READ},
    Role.STATE_POOL: EVERYBODY
    | {P.LENDING_ANSWER, P.LENDING_FIGURES, P.POOL_MANAGE}
    | {P.PLAN_APPROVE, P.PLAN_DRAFT, P.PLAN_EDIT, P.PLAN_READ},
}

#: Administration excludes every role that sees the content of cases.
EXCLUDES_ADMIN = frozenset(Role) - {Role.ADMIN}


def allowed(role: Role | None, permission: Permission) -> bool:
    return role is not None and permission in GRANTS[role]
