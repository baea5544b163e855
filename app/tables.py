"""Every models module: importing this makes the metadata complete."""

import app.accounts.models
import app.audit.models
import app.cases.models
import app.conferences.models
import app.crisis.models
import app.disclosures.models
import app.feedback.models
import app.gaps.models
import app.installation.models
import app.lending.models
import app.letters.models
import app.mediators.models
import app.municipalities.models
import app.notifications.models
import app.planning.models
import app.plans.models
import app.privacy.models
import app.promises.models
import app.protection.models
import app.referrals.models
import app.relocations.models
import app.revisits.models
import app.transfers.models

__all__ = ["app"]
