"""Turns a letter into a finished mail in the language of whoever gets it."""

from datetime import datetime
from functools import cache

from flask_babel import force_locale, gettext

from app.notifications.delivery import Envelope
from app.notifications.invitations import Invitation
from app.notifications.letters import Letter
from app.notifications.messages import Mail, Sentence, mail
from app.notifications.rules import late_since, target
from app.translation import ScreenLanguage


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
    subject, text = _subject(written, letter.language), _text(written, letter.language)
    return Envelope(letter.id, letter.address, subject, text, now, calendar)


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


def _subject(written: Mail, language: ScreenLanguage) -> str:
    return ", ".join(_said(part, language) for part in written.subject)


def _text(written: Mail, language: ScreenLanguage) -> str:
    parts = ("\n".join(_said(line, language) for line in lines) for lines in written.paragraphs)
    return "\n\n".join(parts) + "\n"


def _said(sentence: Sentence, language: ScreenLanguage) -> str:
    words = _words(sentence.text, language)
    return words % sentence.values if sentence.values else words


@cache
def _words(text: str, language: ScreenLanguage) -> str:
    """Of the few sentences there are, each is looked up once."""
    with force_locale(language.value):
        return str(gettext(text))
