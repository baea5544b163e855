"""What we write: one neutral sentence, a date, the number, a link that needs a sign-in."""

from dataclasses import dataclass

from app.labels import N_, Labelled


class Kind(Labelled):
    """What a notification is about; the label is all that the inbox and the mail say."""

    INVITATION = "INVITATION", "Ihr Zugang zu Fallbrücke"
    RESET = "RESET", "Ihr Passwort in Fallbrücke"
    PASSWORD_CHANGED = "PASSWORD_CHANGED", "Ihr Passwort wurde geändert"
    REPORT_RECEIVED = "REPORT_RECEIVED", "Ihre Meldung ist eingegangen"
    STATUS_CHANGED = "STATUS_CHANGED", "Der Stand Ihrer Meldung hat sich geändert"
    QUESTION = "QUESTION", "Es gibt eine Rückfrage"
    ANSWERED = "ANSWERED", "Eine Rückfrage ist beantwortet"
    CASE_NEW = "CASE_NEW", "Ein neuer Fall ist eingegangen"
    LEAD_NAMED = "LEAD_NAMED", "Sie sind für einen Fall verantwortlich"
    NAMES_WANTED = "NAMES_WANTED", "Bitte Namen nachtragen"
    OFFER = "OFFER", "Eine Anfrage wartet auf Ihre Antwort"
    OFFER_CHECK = "OFFER_CHECK", "Bitte prüfen Sie Ihre Unbefangenheit"
    OFFER_OVER = "OFFER_OVER", "Eine Anfrage hat sich erledigt"
    OFFER_ANSWERED = "OFFER_ANSWERED", "Eine Anfrage ist beantwortet"
    PERSONS_APPROVED = "PERSONS_APPROVED", "Die Parteien haben zugestimmt"
    NOBODY_LEFT = "NOBODY_LEFT", "Niemand mehr zu fragen"
    WITHDRAWN = "WITHDRAWN", "Eine Einwilligung wurde zurückgenommen"
    REMINDER = "REMINDER", "Erinnerung an eine Frist"
    OVERDUE = "OVERDUE", "Eine Frist ist überschritten"
    STEP_DONE = "STEP_DONE", "Ein Schritt ist erledigt"
    DRAFT_ENDS = "DRAFT_ENDS", "Ein Entwurf wird bald gelöscht"


@dataclass(frozen=True)
class Mail:
    """Subject and sentences as message ids with their values."""

    subject: str
    lines: tuple[str, ...]


SIGN_IN = N_("Bitte melden Sie sich an, um es zu sehen:")
