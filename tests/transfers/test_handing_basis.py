"""On which basis a case may go where, and whose names stay behind."""

import pytest
import sqlalchemy as sa

from app.accounts.permissions import Role
from app.cases.models import Party
from app.cases.rules.basis import Basis
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.intake import Disclosure
from app.cases.rules.status import Flag, Status
from app.database import db
from app.refusals import NotAllowed
from app.transfers.rules import TransferStatus
from tests import make
from tests.browser import Browser
from tests.transfers.handed import led, offered


def silent_party(case):
    party = db.session.scalars(sa.select(Party).where(Party.case_id == case.id, Party.position == 1)).one()
    make.consent(party, Purpose.OFFICE, said=Said.WITHDRAWN)
    return party


def test_on_consent_a_case_goes_only_if_everybody_has_agreed(town: make.Town):
    case = led(town)
    silent_party(case)

    with pytest.raises(NotAllowed, match="Es fehlt die Einwilligung von Partei B"):
        offered(town, case)


def test_on_the_task_of_the_taker_names_without_consent_stay_behind(town: make.Town, browser: Browser):
    case = led(town)
    party = silent_party(case)
    name, transfer = party.name, offered(town, case, basis=Basis.TASK_LAW)
    taker = browser.as_(
        town.reporter, sees={"parties.name", "parties.phone", "parties.email", "parties.address"}
    )

    page = taker.submit(taker.get(f"/uebergaben/{transfer.id}"), button="Fall übernehmen")

    assert "Name und Kontakt von Partei B" in page.main
    assert name not in taker.get(f"/faelle/{case.id}/beteiligte").text
    db.session.refresh(party)
    assert (party.name, party.phone, party.data_received_at) == (None, None, None)


@pytest.mark.parametrize("basis", [Basis.TASK_LAW, Basis.SAME_OFFICE])
def test_what_was_entrusted_goes_on_consent_or_for_a_child_only(town: make.Town, basis: Basis):
    case = led(town, disclosure=Disclosure.ENTRUSTED_8A, flags=[Flag.CHILD_PROTECTION.value])
    mate = make.user(name="Mia Mit", role=Role.REPORTER, office_id=town.offices[next(iter(town.offices))].id)

    with pytest.raises(NotAllowed, match="§ 65 SGB VIII|derselben Dienststelle"):
        offered(town, case, mate, basis=basis)
    assert offered(town, case, basis=Basis.CHILD_8A).status is TransferStatus.OFFERED


def test_to_protect_a_child_there_must_be_one_to_protect(town: make.Town):
    with pytest.raises(NotAllowed, match="Kinderschutz"):
        offered(town, led(town), basis=Basis.CHILD_8A)


def test_within_an_office_it_is_the_same_office(town: make.Town):
    with pytest.raises(NotAllowed, match="nicht derselben Dienststelle"):
        offered(town, led(town), basis=Basis.SAME_OFFICE)


def test_a_case_that_is_still_examined_is_taken_not_handed_over(town: make.Town):
    case = led(town, status=Status.TRIAGE)

    with pytest.raises(NotAllowed, match="sobald er angenommen ist"):
        offered(town, case)


def test_an_office_in_which_nobody_could_take_it_is_refused(town: make.Town):
    empty = town.offices[list(town.offices)[0]]
    case = led(town)
    with pytest.raises(NotAllowed, match="niemand einen Fall übernehmen"):
        offered(town, case, to_office_id=empty.id)
