"""Turns a letter into a finished mail in the language of whoever gets it."""

from datetime import datetime

from flask_babel import force_locale, gettext

from app.notifications.delivery import Envelope
from app.notifications.invitations import Invitation
from app.notifications.letters import Letter
from app.notifications.messages import Mail, Sentence, mail
from app.notifications.rules import late_since, target


def envelope(letter: Letter, *, link: str, now: datetime, invitation: Invitation | None = None) -> Envelope:
    """The mail to the one who reads it, with what her calendar program is to do."""
    written = mail(
        letter.kind,
        link=link,
        number=letter.case_number,
        answer_by=letter.answer_by,
        late_since=late_since(letter.due, now),
        meets_at=invitation.starts_at if invitation else None,
        gathered=letter.gathered,
    )
    calendar = invitation.calendar if invitation else None
    with force_locale(letter.language.value):
        return Envelope(letter.id, letter.address, _subject(written), _text(written), now, calendar)


def page(letter: Letter) -> str:
    """The path of the page that the letter is about."""
    return target(
        letter.kind,
        letter.role,
        case_id=letter.case_id,
        subject_id=letter.subject_id,
        leads=letter.leads,
        reported=letter.reported,
    )


def _subject(written: Mail) -> str:
    return ", ".join(_said(part) for part in written.subject)


def _text(written: Mail) -> str:
    return "\n\n".join("\n".join(_said(line) for line in lines) for lines in written.paragraphs) + "\n"


def _said(sentence: Sentence) -> str:
    words = str(gettext(sentence.text))
    return words % sentence.values if sentence.values else words
