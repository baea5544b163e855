"""A form that is sent and refused shows why, and keeps what was typed."""

from collections.abc import Callable

from flask_wtf import FlaskForm

from app.database import db
from app.refusals import NotAllowed, Outrun
from app.translation import in_words


def tried(form: FlaskForm, deed: Callable[[], object]) -> bool:
    """Do it and commit; false if the refusal stands on the page now. Who was outrun must look anew."""
    try:
        deed()
    except Outrun:
        raise
    except NotAllowed as refusal:
        db.session.rollback()
        form.form_errors = [in_words(refusal)]
        return False
    db.session.commit()
    return True
