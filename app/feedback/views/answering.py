"""The questionnaire itself: for anybody who has a link, in eleven languages, without signing in."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.accounts.gate import public
from app.accounts.sessions import token_hash
from app.database import db
from app.feedback.actions import answering
from app.feedback.actions.answering import Said
from app.feedback.forms import AnswerForm
from app.feedback.queries.results import is_valid
from app.feedback.rules.questionnaire import PAPER_LANGUAGES, PaperLanguage, languages_for, words, written_in
from app.feedback.views.blueprint import bp
from app.municipalities.scope import across_municipalities
from app.refusals import NotFound


@bp.route("/rueckmeldung/<string:language>/<string:secret>", methods=["GET", "POST"])
@public
def answer(language: str, secret: str) -> ResponseReturnValue:
    """Only sending the form answers. A used, an old and an unknown link look the same."""
    paper = _paper(language)
    with across_municipalities():
        audience = is_valid(token_hash(secret), today=clock.today())
        if audience is None or not written_in(language, audience):
            return _gone(paper)
        form = AnswerForm.asking(audience, language)
        wrong = form.fault if form.is_submitted() else None
        if form.is_submitted() and wrong is None:
            return _answered(form, secret, paper)
    sheet = {"paper": paper, "audience": audience, "form": form, "wrong": wrong, "secret": secret}
    others = [one for one in languages_for(audience) if one != paper]
    page = render_template("feedback/answer.html", **sheet, others=others, words=words)
    return page, 422 if wrong else 200


@bp.get("/rueckmeldung/<string:language>")
@public
def thanks(language: str) -> ResponseReturnValue:
    return render_template("feedback/thanks.html", paper=_paper(language), words=words)


def _answered(form: AnswerForm, secret: str, paper: PaperLanguage) -> ResponseReturnValue:
    said = Said(form.choices, (form.remark.data or "").strip() or None)
    if not answering.answer(secret, said, at=clock.now()):
        db.session.rollback()
        return _gone(paper)
    db.session.commit()
    return redirect(url_for("feedback.thanks", language=paper.code), 303)


def _gone(paper: PaperLanguage) -> ResponseReturnValue:
    return render_template("feedback/gone.html", paper=paper, words=words), 404


def _paper(code: str) -> PaperLanguage:
    if code not in PAPER_LANGUAGES:
        raise NotFound
    return PAPER_LANGUAGES[code]
