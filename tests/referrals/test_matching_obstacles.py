"""Who must not be asked, in the words that coordination reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.referrals.matching import Candidate, Exclusion, Need, PartyNeed, Search, Settings, Why, obstacle
from app.referrals.matching.obstacles import obstacles
from tests.referrals.matching_people import DAY, FREE, SETTINGS, TODAY, Gender, need, person

NOORI = person("Noori", "de C1, ar NATIVE")


def first(asked: Need, candidate: Candidate, settings: Settings = SETTINGS) -> str | None:
    found = obstacle(Search(asked, settings, TODAY), candidate)
    return str(found.said) if found else None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"active": False}, "Nicht mehr im Pool aktiv"),
        ({"paused": True}, "Nimmt zurzeit keine Anfragen an"),
        ({"absent_until": date(2027, 3, 14)}, "Abwesend bis 14.03.2027"),
        ({"absent_until": TODAY}, "Abwesend bis 01.03.2027"),
        ({"open_referrals": 2}, "Zurzeit ausgelastet (2 von 2)"),
        ({"capacity": 0}, "Zurzeit ausgelastet (0 von 0)"),
        ({"open_offers": 3}, "Hat schon 3 offene Anfragen"),
        ({"certified_until": date(2027, 2, 28)}, "Zertifikat abgelaufen am 28.02.2027"),
        ({"training_hours": 39}, "Erst 39 Ausbildungsstunden; gebraucht werden 40"),
        ({"obligated": False}, "Nicht förmlich verpflichtet"),
        ({"on_site": False, "remote": True}, "Arbeitet nur online, und die Gespräche finden vor Ort statt"),
        ({"free": 0}, "Keine freie Zeit in den nächsten 15 Arbeitstagen"),
    ],
)
def test_a_known_lapse_keeps_somebody_out(facts, sentence):
    assert first(need("de", "ar"), replace(NOORI, **facts)) == sentence


@pytest.mark.parametrize(
    "facts",
    [
        {"absent_until": TODAY - timedelta(days=1)},
        {"open_referrals": 1},
        {"open_offers": 2},
        {"certified_until": TODAY},
        {"training_hours": 40},
        {"training_hours": None},
        {"training_hours": 10, "certified_until": TODAY},
        {"obligated": None},
        {"certificate_seen": False},
        {"gender": None, "mediations": 0, "home": None, "office": None},
    ],
)
def test_what_is_over_or_not_known_or_not_asked_for_keeps_nobody_out(facts):
    assert first(need("de", "ar"), replace(NOORI, **facts)) is None


@pytest.mark.parametrize(
    ("spoken", "wanted", "sentence"),
    [
        ("tr C2", ("de", "ar"), "Spricht keine der gebrauchten Sprachen"),
        ("ar C2", ("de", "apc"), "Spricht keine der gebrauchten Sprachen"),
        ("pes NATIVE", ("prs", "ar"), "Spricht keine der gebrauchten Sprachen"),
        ("de B1, tr C2", ("de", "ar"), "Spricht Deutsch nur auf B1; gebraucht wird B2"),
        ("de A2, ar B1", ("de", "ar"), "Spricht Arabisch nur auf B1; gebraucht wird B2"),
        ("de B2", ("de", "ar"), None),
        ("fr C1, de C1", ("de", "ar fr"), None),
        ("tr C2", ("de", "?"), None),
        ("tr C2", ("?", "?"), None),
    ],
)
def test_a_person_of_a_pair_speaks_with_one_party_at_least(spoken, wanted, sentence):
    assert first(need(*wanted), person("Demir", spoken)) == sentence


@pytest.mark.parametrize(
    ("spoken", "sentence"),
    [
        ("de C1", "Spricht nicht die Sprache von Partei B und wäre allein"),
        ("de C1, ar B1", "Spricht Arabisch nur auf B1; gebraucht wird B2"),
        ("de C1, ar B2", None),
    ],
)
def test_somebody_alone_speaks_with_everybody(spoken, sentence):
    assert first(need("de", "ar", seats=1), person("Demir", spoken)) == sentence


def test_somebody_alone_has_the_training_to_lead():
    assert first(need("de", seats=1), person("Demir", training_hours=80)) == (
        "Erst 80 Ausbildungsstunden; gebraucht werden 120"
    )


@pytest.mark.parametrize(
    ("reason", "code", "sentence"),
    [
        (Exclusion.REPORTER, Why.CONFLICT, "Hat den Konflikt gemeldet"),
        (Exclusion.LEAD, Why.CONFLICT, "Ist für den Fall verantwortlich"),
        (Exclusion.ACTED_FOR_PARTY, Why.CONFLICT, "War in dieser Sache schon für eine Partei tätig"),
        (Exclusion.SAME_PRACTICE, Why.CONFLICT, "Büro oder Praxis war in dieser Sache für eine Partei tätig"),
        (Exclusion.POSSIBLE_CONFLICT, Why.CONFLICT, "Möglicher Konflikt"),
        (Exclusion.NOT_COMPARED, Why.CONFLICT, "Noch nicht geprüft; das geschieht in den nächsten Minuten"),
        (Exclusion.SAID_CONFLICT, Why.CONFLICT, "Hat wegen eines Interessenkonflikts abgesagt"),
        (Exclusion.REJECTED, Why.CONFLICT, "Von einer Partei abgelehnt"),
        (Exclusion.DECLINED, Why.ASKED_BEFORE, "Hat für diesen Fall schon abgesagt"),
        (Exclusion.NO_ANSWER, Why.ASKED_BEFORE, "Hat auf die Anfrage zu diesem Fall nicht geantwortet"),
    ],
)
def test_an_excluded_person_is_not_asked(reason, code, sentence):
    found = obstacle(Search(need("de", excluded={NOORI.id: reason}), SETTINGS, TODAY), NOORI)

    assert found
    assert (found.code, str(found.said), found.person) == (code, sentence, NOORI.id)


def test_minors_need_a_certificate_of_conduct_that_is_not_known_to_be_missing():
    asked = need("de", minors=True)

    assert first(asked, replace(NOORI, certificate_seen=False)) == (
        "Kein gültiges Führungszeugnis, und Minderjährige sind beteiligt"
    )
    assert first(asked, replace(NOORI, certificate_seen=None)) is None


@pytest.mark.parametrize("gender", [Gender.MALE, None])
def test_a_wish_that_protects_a_party_binds_everybody_and_not_knowing_is_not_enough(gender):
    asked = Need((PartyNeed("Partei A", frozenset({"de"}), safety_gender=Gender.FEMALE),))

    assert first(asked, replace(NOORI, gender=Gender.FEMALE)) is None
    assert first(asked, replace(NOORI, gender=gender)) == (
        "Partei A braucht zur eigenen Sicherheit eine Person mit dem Geschlecht „weiblich“"
    )


def test_somebody_needs_time_when_the_parties_can():
    assert first(need("de", windows=~FREE & (1 << 21 * DAY) - 1), NOORI) == (
        "Keine freie Zeit, zu der auch die Parteien können"
    )
    assert first(need("de", windows=FREE), NOORI) is None


def test_a_planned_interpreter_takes_the_place_of_the_language():
    asked = Need(
        (
            PartyNeed("Partei A", frozenset({"de"})),
            PartyNeed("Partei B", frozenset({"ti"}), interpreter_planned=True),
        ),
        seats=1,
    )

    assert first(asked, person("Demir", "de C1")) is None


def test_a_municipality_may_ask_for_more_or_for_less():
    strict = Settings(level=NOORI.languages["de"], lead_hours=200, co_hours=150)

    assert first(need("de"), replace(NOORI, training_hours=130), strict) == (
        "Erst 130 Ausbildungsstunden; gebraucht werden 150"
    )
    assert first(need("de"), person("Demir", "de B2"), strict) == (
        "Spricht Deutsch nur auf B2; gebraucht wird C1"
    )
    assert first(need("de"), replace(NOORI, obligated=False), Settings(needs_obligation=False)) is None


def test_what_lasts_is_said_before_what_passes():
    busy = person("Demir", "tr C2", absent_until=TODAY, open_referrals=2, free=0)

    found = [one.code for one in obstacles(Search(need("de"), SETTINGS, TODAY), busy)]

    assert found == [Why.LANGUAGE, Why.ABSENT, Why.FULL, Why.TIME]
