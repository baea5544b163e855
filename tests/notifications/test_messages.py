"""What mails say, read as on a lock screen; any change here is to be read by a person."""

from datetime import UTC, datetime

from app.notifications.messages import Kind, mail
from tests.make import NOON

SUBJECTS = {
    Kind.INVITATION: "Ihr Zugang zu Fallbrücke",
    Kind.ROLE_GIVEN: "Eine weitere Rolle in Fallbrücke",
    Kind.RESET: "Ihr Passwort in Fallbrücke",
    Kind.PASSWORD_CHANGED: "Ihr Passwort wurde geändert",
    Kind.ADDRESS_WANTED: "Eine andere E-Mail-Adresse für Ihren Zugang",
    Kind.ADDRESS_CONFIRM: "Bitte bestätigen Sie Ihre neue E-Mail-Adresse",
    Kind.ADDRESS_CHANGED: "Ihre E-Mail-Adresse wurde geändert",
    Kind.ADDRESS_LEFT: "Diese E-Mail-Adresse gilt nicht mehr",
    Kind.REPORT_RECEIVED: "Ihre Meldung ist eingegangen",
    Kind.STATUS_CHANGED: "Der Stand Ihrer Meldung hat sich geändert",
    Kind.QUESTION: "Es gibt eine Rückfrage",
    Kind.ANSWERED: "Eine Rückfrage ist beantwortet",
    Kind.EXTENDED: "Eine Meldung wurde ergänzt",
    Kind.CASE_NEW: "Ein neuer Fall ist eingegangen",
    Kind.REPORT_WITHDRAWN: "Eine Meldung wurde zurückgezogen",
    Kind.LEAD_NAMED: "Sie sind für einen Fall verantwortlich",
    Kind.NAMES_WANTED: "Bitte Namen nachtragen",
    Kind.OFFER: "Eine Anfrage wartet auf Ihre Antwort",
    Kind.OFFER_CHECK: "Bitte prüfen Sie Ihre Unbefangenheit",
    Kind.OFFER_OVER: "Eine Anfrage hat sich erledigt",
    Kind.OFFER_ANSWERED: "Eine Anfrage ist beantwortet",
    Kind.SEAT_FREE: "Es gibt Neues zu einem Fall",
    Kind.RESERVE_LOST: "Es gibt Neues zu einem Fall",
    Kind.SEAT_FREE_SOON: "Ein Fall braucht Sie sofort",
    Kind.PERSONS_APPROVED: "Es gibt Neues zu einem Fall",
    Kind.WAIVER_WANTED: "Es gibt Neues zu einem Fall",
    Kind.NOBODY_LEFT: "Es gibt Neues zu einem Fall",
    Kind.WITHDRAWN: "Es gibt Neues zu einem Fall",
    Kind.PROTECTION: "Ein Fall braucht Sie sofort",
    Kind.REMINDER: "Erinnerung an eine Frist",
    Kind.OVERDUE: "Eine Frist ist überschritten",
    Kind.ESCALATED: "Ein Fall braucht Sie sofort",
    Kind.STAGE_RISEN: "Es gibt Neues zu einem Fall",
    Kind.STEP_DONE: "Ein Schritt ist erledigt",
    Kind.MEETING_PLANNED: "Ein Termin ist eingetragen",
    Kind.MEETING_CHANGED: "Ein Termin hat sich geändert",
    Kind.MEETING_CANCELLED: "Ein Termin ist abgesagt",
    Kind.MEETING_LEFT: "Ein Termin ist für Sie abgesagt",
    Kind.MEETING_NEAR: "Erinnerung an einen Termin",
    Kind.MEETING_CONFIRM: "Bitte bestätigen Sie einen Termin",
    Kind.MEETING_UNCONFIRMED: "Ein Termin ist nicht bestätigt",
    Kind.MEETING_CHECK: "Bitte prüfen Sie einen Termin",
    Kind.TRANSFER_OFFERED: "Eine Übergabe wartet auf Ihre Antwort",
    Kind.TRANSFER_WAITS: "Auf eine Übergabe hat noch niemand geantwortet",
    Kind.TRANSFER_ACCEPTED: "Eine Übergabe ist angenommen",
    Kind.TRANSFER_REFUSED: "Eine Übergabe ist nicht angenommen",
    Kind.RELOCATION_PROPOSED: "Eine Abgabe wartet auf Ihre Antwort",
    Kind.RELOCATION_OVER: "Eine Abgabe hat sich erledigt",
    Kind.RELOCATION_ANSWERED: "Auf eine Abgabe wurde geantwortet",
    Kind.RELOCATION_WAITS: "Auf eine Abgabe hat noch niemand geantwortet",
    Kind.LENDING_CAME: "Eine Leihanfrage wartet auf Ihre Antwort",
    Kind.LENDING_OVER: "Eine Leihanfrage hat sich erledigt",
    Kind.LENDING_ANSWERED: "Es gibt Neues zu einem Fall",
    Kind.LENDING_PERSON: "Jemand aus Ihrem Pool hat auf eine Leihanfrage geantwortet",
    Kind.LENDING_NOBODY: "Es gibt Neues zu einem Fall",
    Kind.LENDING_AGREEMENT: "Es gibt Neues zu einer Leihvereinbarung",
    Kind.LOAN_ASKED: "Eine Anfrage wartet auf Ihre Antwort",
    Kind.LOAN_CONSENT: "Bitte entscheiden Sie über eine Anfrage",
    Kind.LOAN_OVER: "Eine Anfrage hat sich erledigt",
    Kind.DEPUTY_ASKED: "Sie sind als Vertretung eingetragen",
    Kind.DEPUTY_ENTERED: "Für Sie ist eine Vertretung eingetragen",
    Kind.DEPUTY_DECLINED: "Eine Vertretung ist abgesagt",
    Kind.SHEET_READY: "Ein Übergabeblatt liegt für Sie bereit",
    Kind.PROMISE_DUE: "Etwas Versprochenes ist heute fällig",
    Kind.DELETION_DUE: "Fälle warten auf Ihre Freigabe zum Löschen",
    Kind.DRAFT_ENDS: "Ein Entwurf wird bald gelöscht",
    Kind.CHANNEL: "Ein Fall braucht Ihren Blick",
    Kind.CONFERENCE: "Ihre Dienststelle ist zu einem Termin eingeladen",
    Kind.MEASURE: "Mit Ihrer Dienststelle ist etwas vereinbart",
    Kind.PROFILE_UNCONFIRMED: "Bitte bestätigen Sie Ihre Angaben im Pool",
    Kind.TITLE_ENDS: "Bitte sehen Sie Ihre Qualifikation durch",
    Kind.EVIDENCE_DECIDED: "Ein Nachweis von Ihnen ist geprüft",
    Kind.PLAN_SUBMITTED: "Ein Entwurf des Plans wartet auf Ihre Freigabe",
    Kind.PLAN_ANSWERED: "Auf Ihren Entwurf des Plans wurde geantwortet",
    Kind.CRISIS_ALARM: "Bitte melden Sie sich sofort in Fallbrücke an",
    Kind.CRISIS_TASK: "In Fallbrücke wartet etwas auf Sie",
    Kind.CRISIS_OVERDUE: "In Fallbrücke wartet etwas auf Sie",
    Kind.CRISIS_SIGNAL: "In Fallbrücke wartet etwas auf Sie",
    Kind.CRISIS_NEWS: "In Fallbrücke wartet etwas auf Sie",
    Kind.CONTACT_SHEET: "In Fallbrücke wartet etwas auf Sie",
    Kind.EXERCISE_ALARM: "Übung: Bitte melden Sie sich sofort in Fallbrücke an",
    Kind.EXERCISE_TASK: "Übung: In Fallbrücke wartet etwas auf Sie",
    Kind.EXERCISE_OVERDUE: "Übung: In Fallbrücke wartet etwas auf Sie",
    Kind.DIGEST: "Ihre gesammelten Nachrichten",
    Kind.REVISIT_DUE: "Heute zur Wiedervorlage",
    Kind.EXERCISE_NEWS: "Übung: In Fallbrücke wartet etwas auf Sie",
}
NUMBER = "2026-K7M2P"
LINK = "https://fallbruecke.example/anfragen/1"


def text(kind, **values):
    facts = {"link": LINK, "number": NUMBER, "answer_by": None, "late_since": None}
    written = mail(kind, **(facts | values))
    return "\n\n".join("\n".join(s.text % s.values for s in lines) for lines in written.paragraphs)


def test_every_kind_has_a_subject_that_was_read_by_a_person():
    found = {k: mail(k, link=LINK, number=None, answer_by=None, late_since=None).subject for k in Kind}

    assert {k: ", ".join(s.text for s in subject) for k, subject in found.items()} == SUBJECTS


def test_a_mail_says_what_the_number_the_date_and_the_link_and_nothing_else():
    assert text(Kind.OFFER, answer_by=NOON).split("\n\n") == [
        "Guten Tag,",
        "Eine Anfrage wartet auf Ihre Antwort",
        "Fall: 2026-K7M2P\nFrist: 02.03.2026, 12:00 Uhr",
        f"Bitte melden Sie sich an, um es zu sehen:\n{LINK}",
        "Diese E-Mail kommt vom Programm Fallbrücke. Einzelheiten stehen aus Gründen des Datenschutzes "
        "nur dort. Bitte antworten Sie nicht auf diese E-Mail.",
    ]


def test_a_deadline_at_the_end_of_a_day_is_said_as_a_day():
    end_of_day = datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC)

    assert "Frist: 02.03.2026\n" in text(Kind.REMINDER, answer_by=end_of_day)


def test_the_subject_names_number_and_day():
    subject = mail(Kind.OFFER, link=LINK, number=NUMBER, answer_by=NOON, late_since=None).subject

    assert [s.text % s.values for s in subject[1:]] == [NUMBER, "bis 02.03.2026"]


def test_a_late_mail_says_that_it_is_late():
    assert "ist vom 02.03.2026 und kommt verspätet" in text(Kind.REMINDER, late_since=NOON)


def test_how_a_mediation_goes_is_for_those_who_have_signed_in():
    for kind in (Kind.PERSONS_APPROVED, Kind.NOBODY_LEFT, Kind.WITHDRAWN):
        assert kind.label not in text(kind)


def test_mails_about_the_account_say_how_long_their_link_works():
    assert "7 Tage und nur einmal" in text(Kind.INVITATION)
    assert "30 Minuten und nur einmal" in text(Kind.RESET)
