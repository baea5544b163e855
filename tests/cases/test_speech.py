"""What a party speaks and reads."""

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.cases.models import Party
from app.cases.rules.speech import Reading, Speaking, Tongue, to_talk_in, tongues, written
from app.cases.rules.status import Status
from app.database import db
from app.languages import LANGUAGES, Level
from tests import make
from tests.cases.reporting import PARTIES, sent

SPOKEN = st.builds(
    Tongue,
    st.sampled_from(list(LANGUAGES)),
    st.none() | st.sampled_from(Speaking),
    st.none() | st.sampled_from(Reading),
)
LITTLE_GERMAN = Tongue("de", Speaking.LITTLE, Reading.NO)
ARABIC = Tongue("ar", Speaking.NATIVE, Reading.LITTLE)


@given(st.lists(SPOKEN).map(tuple))
def test_what_is_written_is_read_again(spoken):
    assert tongues(written(spoken)) == spoken


def test_codes_alone_say_that_the_level_is_not_known():
    assert tongues("de kmr") == (Tongue("de"), Tongue("kmr"))


def test_a_little_is_not_enough_to_talk_unless_there_is_nothing_better():
    assert to_talk_in((LITTLE_GERMAN, ARABIC)) == ("ar",)
    assert to_talk_in((LITTLE_GERMAN,)) == ("de",)
    assert to_talk_in((Tongue("tr"),)) == ("tr",)


def test_three_steps_stand_for_levels_in_rising_order():
    levels = [step.level for step in Speaking]

    assert levels == [Level.A2, Level.B2, Level.NATIVE]


def test_the_report_says_how_well_and_the_lead_reads_it(browser, town):
    more = {
        "parties-1-speaks": "NATIVE",
        "parties-1-reads": "LITTLE",
        "parties-1-second_language": "de",
        "parties-1-second_speaks": "LITTLE",
        "parties-1-second_reads": "NO",
    }

    sent(browser.as_(town.reporter), PARTIES | more)

    second = db.session.scalars(sa.select(Party).where(Party.position == 1)).one()
    assert second.tongues == (ARABIC, LITTLE_GERMAN)
    page = browser.as_(town.coordinator).get(f"/faelle/{second.case_id}/beteiligte")
    assert "spricht sie als Muttersprache, liest sie ein wenig" in page.main


def test_the_lead_changes_what_is_known_of_a_language(browser, town):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    party_id = db.session.scalars(sa.select(Party.id).where(Party.position == 0)).one()
    window = browser.as_(town.lead, sees={"parties", "cases"})
    page = window.get(f"/faelle/{case.id}/beteiligte/{party_id}")

    window.submit(
        page,
        {"contact_agreed": "YES", "email": "", "speaks": "WELL", "reads": "WELL"},
        button="Angaben speichern",
    )

    changed = db.session.get_one(Party, party_id)
    assert changed.tongues == (Tongue("de", Speaking.WELL, Reading.WELL),)
