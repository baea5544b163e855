"""Every blueprint."""

from flask import Flask

import app.accounts.views as accounts
import app.cases.views as cases
import app.cases.views.timeline as access_log
import app.conferences.views as conferences
import app.crisis.views as crisis
import app.disclosures.views as disclosures
import app.districts.views as districts
import app.feedback.views as feedback
import app.gaps.views as gaps
import app.lending.views as lending
import app.letters.views as letters
import app.mediators.views as mediators
import app.notifications.views as notifications
import app.oversight.views as oversight
import app.planning.views as planning
import app.plans.views as plans
import app.privacy.views as privacy
import app.promises.views as promises
import app.protection.views as protection
import app.referrals.views as referrals
import app.relocations.views as relocations
import app.revisits.views as revisits
import app.transfers.views as transfers
from app import about


def register(app: Flask) -> None:
    for blueprint in (
        about.bp,
        accounts.bp,
        cases.bp,
        access_log.log_bp,
        disclosures.bp,
        districts.bp,
        gaps.bp,
        lending.bp,
        letters.bp,
        conferences.bp,
        crisis.bp,
        feedback.bp,
        mediators.bp,
        notifications.bp,
        notifications.health,
        oversight.bp,
        planning.bp,
        plans.bp,
        privacy.bp,
        promises.bp,
        protection.bp,
        referrals.bp,
        relocations.bp,
        revisits.bp,
        transfers.bp,
    ):
        app.register_blueprint(blueprint)
