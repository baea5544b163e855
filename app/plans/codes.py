"""The closed words of the prevention plan: what starts a step, who holds it, how it escalates."""

from enum import Enum
from typing import Self

from app.labels import Labelled


class PlanKind(Labelled):
    """Two plans in one: for a case, and for an event in the municipality."""

    CASE = "CASE", "Fallplan"
    EVENT = "EVENT", "Ereignisplan"


class PlanSource(Labelled):
    """Where a version of the plan comes from."""

    SHIPPED = "SHIPPED", "Vorlage des Programms"
    TEMPLATE = "TEMPLATE", "Vorlage der Landesstelle"
    FILE = "FILE", "Aus einer Datei"
    OWN = "OWN", "Eigene Bearbeitung"


class Per(Enum):
    """What an anchor happens to; a step starts once for each of these."""

    CASE = "CASE"
    PARTY = "PARTY"
    TALK = "TALK"
    REFERRAL = "REFERRAL"
    OFFER = "OFFER"
    MEETING = "MEETING"
    RECOMMENDATION = "RECOMMENDATION"
    MEASURE = "MEASURE"


class Anchor(Labelled):
    """An event of the case that starts a step or that a deadline is counted from.

    ``any_stage``: its steps start whatever the stage of the case, also if it isn't rated:
    danger comes before rating.
    """

    per: Per
    any_stage: bool

    def __new__(cls, value: str, label: str, per: Per, *any_stage: bool) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        member.per = per
        member.any_stage = any(any_stage)
        return member

    REPORT_SUBMITTED = "REPORT_SUBMITTED", "Meldung abgesendet", Per.CASE
    # When the report is sent, and again when the case is reopened.
    CASE_OPENED = "CASE_OPENED", "Fall eröffnet", Per.CASE
    RED_FLAG_RAISED = "RED_FLAG_RAISED", "Warnzeichen gemeldet", Per.CASE, True
    DANGER_CHECK_DONE = "DANGER_CHECK_DONE", "Gefahrencheck erledigt", Per.CASE
    SCREENED_OUT = "SCREENED_OUT", "Nicht geeignet oder nicht zuständig", Per.CASE
    CASE_ACCEPTED = "CASE_ACCEPTED", "Fall angenommen", Per.CASE
    # The acting lead does not count.
    LEAD_ASSIGNED = "LEAD_ASSIGNED", "Fallverantwortung benannt", Per.CASE
    # With the report or added later.
    PARTY_DATA_RECEIVED = "PARTY_DATA_RECEIVED", "Daten einer Partei eingegangen", Per.PARTY
    PARTY_CONTACTED = "PARTY_CONTACTED", "Partei erstmals kontaktiert", Per.PARTY
    # Contact has been tried with every party.
    FIRST_CONTACT_DONE = "FIRST_CONTACT_DONE", "Erstkontakt erledigt", Per.CASE
    FIRST_CONSENT_GIVEN = "FIRST_CONSENT_GIVEN", "Erste Einwilligung liegt vor", Per.CASE
    MODERATED_TALK_AGREED = "MODERATED_TALK_AGREED", "Moderiertes Gespräch vereinbart", Per.CASE
    TALK_HELD = "TALK_HELD", "Gespräch geführt", Per.TALK
    # Recorded or changed.
    STAGE_RATED = "STAGE_RATED", "Eskalationsstufe eingeschätzt", Per.CASE
    # Again at every new search.
    MEDIATION_AGREED = "MEDIATION_AGREED", "Mediation vereinbart", Per.REFERRAL
    # With or without candidates.
    POOL_SEARCHED = "POOL_SEARCHED", "Pool durchsucht", Per.REFERRAL
    OFFER_SENT = "OFFER_SENT", "Anfrage versendet", Per.OFFER
    # A date in the future; the offer sets it, the plan only repeats it.
    OFFER_ANSWER_BY = "OFFER_ANSWER_BY", "Frist der Anfrage", Per.OFFER
    # Every seat has an accepted offer, § 3 declaration included.
    SEATS_ACCEPTED = "SEATS_ACCEPTED", "Alle Plätze zugesagt", Per.REFERRAL
    # § 2(1) MediationsG.
    PARTIES_APPROVED = "PARTIES_APPROVED", "Parteien haben zugestimmt", Per.REFERRAL
    PRETALKS_DONE = "PRETALKS_DONE", "Vorgespräche geführt", Per.REFERRAL
    # A date in the future, once it is known.
    APPOINTMENT_DATE = "APPOINTMENT_DATE", "Tag des nächsten Termins", Per.MEETING
    # The planned end has passed, held or not.
    SESSION_OVER = "SESSION_OVER", "Sitzungstermin vorbei", Per.MEETING
    THREAT_REPORTED = "THREAT_REPORTED", "Drohung oder Ultimatum", Per.CASE, True
    MEDIATION_NOT_REACHED = "MEDIATION_NOT_REACHED", "Mediation abgelehnt oder gescheitert", Per.CASE
    # Violence, damage, a concrete threat, or the screening says: protect.
    PROTECTION_NEEDED = "PROTECTION_NEEDED", "Schutz nötig", Per.CASE, True
    # The date of the agreement, not of its record.
    AGREEMENT_REACHED = "AGREEMENT_REACHED", "Einigung erzielt", Per.CASE
    CASE_CLOSED = "CASE_CLOSED", "Fall abgeschlossen", Per.CASE
    RECOMMENDATION_ACCEPTED = "RECOMMENDATION_ACCEPTED", "Empfehlung angenommen", Per.RECOMMENDATION
    # A date in the future, once it is known.
    NEXT_BODY_MEETING = "NEXT_BODY_MEETING", "Nächste Sitzung des Gremiums", Per.RECOMMENDATION
    # A date in the future.
    RETENTION_END = "RETENTION_END", "Aufbewahrung endet", Per.CASE
    # In a case conference; it starts no step of the plan, only the one that carries it out.
    MEASURE_AGREED = "MEASURE_AGREED", "Maßnahme vereinbart", Per.MEASURE


class Condition(Labelled):
    """What must also be true for a step to start."""

    NO_MATCH = "NO_MATCH", "Keine passende Person im Pool"
    MORE_THAN_TWO_PARTIES = "MORE_THAN_TWO_PARTIES", "Mehr als zwei Parteien, Gruppen oder mehrere Ämter"
    PUBLIC_DYNAMICS = "PUBLIC_DYNAMICS", "Öffentliche Angriffe, Medien oder Lagerbildung"
    LEGAL_CLAIM = "LEGAL_CLAIM", "Rechtlicher Anspruch im Raum"
    STRUCTURAL_CAUSE = "STRUCTURAL_CAUSE", "Strukturelle Ursache"


class StepRole(Labelled):
    """Who holds a step or is told of it."""

    COORDINATION = "COORDINATION", "Koordinierungsstelle"
    # The named lead, else the acting one.
    CASE_LEAD = "CASE_LEAD", "Fallverantwortung"
    # Pool persons with an accepted seat; for an offer the person asked.
    MEDIATOR = "MEDIATOR", "Mediator:innen"
    # The conflict pilot who has been given the step.
    PILOT = "PILOT", "Konfliktlots:in"
    MANAGEMENT = "MANAGEMENT", "Verwaltungsleitung"
    CRISIS_TEAM = "CRISIS_TEAM", "Krisenteam"
    CRISIS_LEAD = "CRISIS_LEAD", "Leitung des Krisenteams"
    PRIVACY = "PRIVACY", "Datenschutzbeauftragte:r"
    # Never gets party data.
    STATE_POOL = "STATE_POOL", "Landesstelle"
    # Is told the coarse status only.
    REPORTER = "REPORTER", "Meldende Stelle"
    # Chosen when the step is done.
    INVITED = "INVITED", "Eingeladene"
    # Done without a person.
    SYSTEM = "SYSTEM", "Programm"


class RegisterFunction(Labelled):
    """A function in the municipality's register of contacts; nobody signs in for it."""

    ASD = "ASD", "Allgemeiner Sozialer Dienst"
    YOUTH_OFFICE = "YOUTH_OFFICE", "Jugendamt"
    CHILD_PROTECTION_EXPERT = "CHILD_PROTECTION_EXPERT", "Insoweit erfahrene Fachkraft im Kinderschutz"
    PUBLIC_ORDER = "PUBLIC_ORDER", "Ordnungsamt"
    POLICE_LIAISON = "POLICE_LIAISON", "Kontaktstelle der Polizei"
    COMPETENT_AUTHORITY = "COMPETENT_AUTHORITY", "Zuständige Behörde"
    RESPONSIBLE_OFFICE = "RESPONSIBLE_OFFICE", "Zuständiges Fachamt"
    DUTY_OFFICER = "DUTY_OFFICER", "Rufbereitschaft"
    KI = "KI", "Kommunales Integrationszentrum oder Koordinierungsstelle Migration und Teilhabe"
    PRESS = "PRESS", "Presse- und Öffentlichkeitsarbeit"
    MAYOR_OFFICE = "MAYOR_OFFICE", "Büro der Verwaltungsleitung"
    HUMAN_RESOURCES = "HUMAN_RESOURCES", "Personalstelle"
    STAFF_REPRESENTATIVE = "STAFF_REPRESENTATIVE", "Personalrat"
    WORKING_GROUP = "WORKING_GROUP", "Fachgruppe oder Arbeitskreis"
    STEERING_BODY = "STEERING_BODY", "Lenkungskreis oder Koordinierungsstab"
    COMPLAINTS_OFFICE = "COMPLAINTS_OFFICE", "Beschwerdestelle"


Addressee = StepRole | RegisterFunction
"""A cell of the plan that names somebody: a role, or (written ``CONTACT:…``) a contact."""


class LadderRole(Labelled):
    """Who stands on the ladder besides the roles of the plan; each depends on the step."""

    # For a contact's step this is COORDINATION.
    HOLDER = "HOLDER", "Zuständige Person"
    DEPUTY = "DEPUTY", "Vertretung"
    # Of the holder's office.
    OFFICE_MANAGEMENT = "OFFICE_MANAGEMENT", "Amtsleitung"


class Rung(Labelled):
    """A rung of the ladder for missed deadlines, with its offset from the due moment."""

    working_days: int
    hours: int
    goes_to: tuple[StepRole | LadderRole, ...]

    def __new__(
        cls, value: str, label: str, offset: tuple[int, int], *goes_to: StepRole | LadderRole
    ) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        member.working_days, member.hours = offset
        member.goes_to = goes_to
        return member

    M1 = "M1", "Aufgabe überfällig", (0, 0), LadderRole.HOLDER, LadderRole.DEPUTY
    M2 = "M2", "Überfällig, bitte neu zuweisen", (1, 1), StepRole.COORDINATION
    M3 = "M3", "Überfällig, an die Amtsleitung", (3, 4), LadderRole.OFFICE_MANAGEMENT
    M4 = "M4", "Überfällig, an die Verwaltungsleitung", (5, 8), StepRole.MANAGEMENT

    @property
    def above(self) -> "Rung | None":
        """The next rung up; above M4 there is none."""
        higher = list(Rung)[list(Rung).index(self) + 1 :]
        return higher[0] if higher else None


class When(Enum):
    """When a follow-up happens."""

    DUE = "DUE"
    LAST_RUNG = "LAST_RUNG"
    NEXT_RUNG = "NEXT_RUNG"
    HARD = "HARD"


class FollowUp(Labelled):
    """What happens besides the ladder."""

    when: When

    def __new__(cls, value: str, label: str, when: When) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        member.when = when
        return member

    # An exhausted list of candidates becomes a task for COORDINATION.
    NEXT_CANDIDATE = "NEXT_CANDIDATE", "Nächste Person anfragen", When.DUE
    # A task for the holder, up to the number of attempts of the step.
    SECOND_ATTEMPT = "SECOND_ATTEMPT", "Weiterer Versuch", When.DUE
    # Put before the case lead and COORDINATION; a person confirms it.
    CLOSE_UNREACHED = "CLOSE_UNREACHED", "Als nicht erreicht abschließen", When.HARD
    NEW_PROPOSAL = "NEW_PROPOSAL", "Anderen Vorschlag machen", When.LAST_RUNG
    # From then on the step can be done or extended only with a reason.
    REASON_REQUIRED = "REASON_REQUIRED", "Nur noch mit Begründung", When.DUE
    BODY_AGENDA = "BODY_AGENDA", "Auf die Tagesordnung des Lenkungskreises", When.DUE
    PRIVACY_OFFICER = "PRIVACY_OFFICER", "Datenschutz benachrichtigen", When.NEXT_RUNG


#: The kind of alarm at which the next round of a repeated step starts.
ROUND = "ROUND"
#: The kinds of alarm that are more than a reminder.
MORE_THAN_A_REMINDER = frozenset({ROUND, *(one.value for one in (*Rung, *FollowUp))})


class HardMode(Labelled):
    """How the second limit of a step goes with the first."""

    # The earlier of two dates; the second anchor alone does not start the step.
    EARLIER = "EARLIER", "Der frühere von zwei Terminen"
    # The same, and each of the two anchors starts the step.
    EITHER = "EITHER", "Der frühere von zwei Terminen, jedes Ereignis beginnt den Schritt"
    # One limit after the other.
    THEN = "THEN", "Zwei Fristen nacheinander"


class Phase(Labelled):
    """A phase of the event plan."""

    GREEN = "green", "Grün"
    YELLOW = "yellow", "Gelb"
    RED = "red", "Rot"
    BLUE = "blue", "Blau"


class Trigger(Labelled):
    """What starts a step of the event plan: a signal, the calendar, a step or decision, a phase."""

    T01 = "T01", "Angriff, Brandstiftung oder Schmiererei an Unterkunft, Gotteshaus oder Geschäft"
    T02 = "T02", "Hassmotivierter Übergriff"
    T03 = "T03", "Todesfall oder schwere Gewalttat, die öffentlich mit Herkunft oder Migration verbunden wird"
    T04 = "T04", "Gerücht oder Video, das sich vor Ort stark verbreitet"
    T05 = "T05", "Ankündigung einer neuen Unterkunft"
    T06 = "T06", "Demonstration oder Gegendemonstration"
    T07 = "T07", "Massenschlägerei oder Streit zwischen Gruppen im öffentlichen Raum"
    T08 = "T08", "Internationales Ereignis mit Folgen vor Ort"
    T09 = "T09", "Häufung: mindestens drei Fälle im selben Ortsteil und derselben Kategorie binnen 30 Tagen"
    T10 = "T10", "Bedrohung von Mandatsträger:innen oder Beschäftigten der Verwaltung"
    CALENDAR = "CALENDAR", "Kalender"
    SITUATION_RELEVANT = "E-Y1_RELEVANT", "Lageeinschätzung: relevant"
    CORE_TEAM_MET = "E-Y2", "Kernteam-Abstimmung erledigt"
    RED_DECIDED = "E-Y4_RED", "Entscheidung: Phase Rot"
    ALARM_DONE = "E-R1", "Alarm erledigt"
    CRISIS_TEAM_MET = "E-R4", "Krisenteam zusammengetreten"
    WORDING_SETTLED = "E-R6", "Interne Sprachregelung erledigt"
    PUBLIC_INFORMED = "E-R7", "Erste öffentliche Information erledigt"
    DEBRIEFED = "E-B2", "Nachbesprechung erledigt"
    RED_ENTRY = "RED_ENTRY", "Beginn der Phase Rot"
    RED_EXIT = "RED_EXIT", "Ende der Phase Rot"
