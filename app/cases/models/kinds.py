"""What the columns of a case hold, who reads them and when they go."""

from app.classification import Erase, Klass, Reader, data

R = Reader
FACT = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD)
SHARED = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.REPORTER)
PROFILE = data(Klass.K1, Erase.WITH_CASE, R.COORDINATION, R.LEAD, R.MEDIATOR_ASKED, R.MEDIATOR)
NAME = data(Klass.K2, Erase.PARTY_DATA, R.LEAD, R.MEDIATOR_CHECKING, R.MEDIATOR)
CONTACT = data(Klass.K2, Erase.PARTY_DATA, R.LEAD, R.MEDIATOR)
FORMER = data(Klass.K2, Erase.PARTY_DATA, R.LEAD)
NEEDS = data(Klass.K2, Erase.PARTY_DATA, R.LEAD, R.COORDINATION, R.MEDIATOR_ASKED, R.MEDIATOR)
LEAD_ALONE = data(Klass.K4, Erase.PARTY_DATA, R.LEAD_ALONE)
SEARCH = data(Klass.K6, Erase.PARTY_DATA, R.PROGRAM)
OWN_TEXT = data(Klass.K3, Erase.PARTY_DATA, R.LEAD, R.REPORTER)
INTERNAL = data(Klass.K3, Erase.PARTY_DATA, R.LEAD)
HANDOVER = data(Klass.K3, Erase.PARTY_DATA, R.LEAD, R.MEDIATOR)
LEFT = data(Klass.K3, Erase.PARTY_DATA, R.SELF)
SAFETY = data(Klass.K4, Erase.SAFETY_NOTES, R.LEAD)
CONSENT = data(Klass.K1, Erase.CONSENT, R.LEAD, R.COORDINATION)
DRAFT = data(Klass.K3, Erase.DRAFT, R.SELF)
DRAFT_FACT = data(Klass.K1, Erase.DRAFT, R.SELF)
NOTE = data(Klass.K3, Erase.NOTE, R.SELF)
NOTE_FACT = data(Klass.K1, Erase.NOTE, R.SELF)
FIGURE = data(Klass.K0, Erase.NEVER, R.COORDINATION)
IMPORT = data(Klass.K1, Erase.REJECTS, R.COORDINATION)
REJECTS = data(Klass.K3, Erase.REJECTS, R.COORDINATION)
SOUGHT = data(Klass.K2, Erase.ON_USE, R.SELF)
SOUGHT_FACT = data(Klass.K1, Erase.ON_USE, R.SELF)
