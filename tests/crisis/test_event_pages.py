"""The event plan page by page: who sees what, who is told beforehand, what is refused in words."""

from io import BytesIO
from uuid import uuid4

from pikepdf import Pdf

from app.crisis.actions.aftercare import Debrief, debrief
from app.crisis.actions.phases import Word, change_phase, declare_red
from app.crisis.models import Call, Contact, Crisis, LogEntry, Signal
from app.crisis.rules.words import Rating, Reached
from app.database import db
from app.plans.codes import Phase, Trigger
from tests import make
from tests.browser import Browser
from tests.crisis import events

SEES = {"crisis_signals.known", "crisis_log.text", "crisis_phases.reason"}
DEBRIEFED = {f"crises.{name}" for name in ("went_well", "went_badly", "to_change")}
HEARS = "Das erfahren sofort"


def test_from_signal_to_red_with_everybody_named_before(town: make.Town, browser: Browser):
    crew = events.ready(town)
    window = browser.as_(crew.head, sees=SEES)

    page = window.get("/ereignisplan")
    assert "Phase Grün" in page.main
    page = window.submit(
        window.get("/ereignisplan/signale/neu"),
        {"trigger": "T01", "weight": "EXPERIENCED", "words": "Scheibe eingeworfen"},
    )
    assert "Der Plan sieht hier den Alarm vor" in page.main
    page = window.get(page.links["Weiter zu Phase Rot"])
    for words in (HEARS, "Karin Koch", "danach: Kemal Kurt", "Rudi Rufbereit bitte anrufen", "Mona Leitner",
                  "das sind Sie; es gilt als bestätigt"):  # fmt: skip
        assert words in page.main
    assert page.links["0221 4711"] == "tel:02214711"
    assert db.session.query(Call).count() == 0

    red = window.submit(page)
    assert "Phase Rot" in red.main and "Alarm: 1 von 3 bestätigt" in red.main
    assert db.session.query(Signal).one().rating is Rating.RELEVANT
    again = window.submit(page)
    assert again.heading == red.heading and db.session.query(Crisis).count() == 1


def test_one_button_on_the_start_page_leads_over_the_names_to_red(town: make.Town, browser: Browser):
    events.ready(town)
    window = browser.as_(town.management)

    before = window.get(window.get("/").links["Phase Rot ausrufen"])
    assert HEARS in before.main and "Karin Koch" in before.main and db.session.query(Crisis).count() == 0
    red = window.submit(before)

    assert "Phase Rot" in red.main and "Entscheidung: Phase Rot" in red.main
    assert db.session.query(Crisis).one().opened_by == town.management.id
    assert "Phase Rot ausrufen" not in window.get("/").links


def test_what_red_is_for_is_said_afterwards_once(town: make.Town, browser: Browser):
    events.ready(town)
    word = Word(town.management.id, make.NOON, "")
    crisis = declare_red(Trigger.RED_DECIDED, word)
    db.session.commit()
    window, reader = browser.as_(town.management), browser.as_(town.coordinator, sees=SEES)
    form = window.get(window.get(f"/krisenfaelle/{crisis.id}").links["Anlass und Grund festhalten"])

    assert window.submit(form, {"trigger": "T01", "reason": ""}).status_code == 422
    window.submit(form, {"trigger": "T01", "reason": "Scheibe eingeworfen"})
    late = window.submit(form, {"trigger": "T07", "reason": "Streit"})

    assert late.status_code == 422 and "stehen schon fest" in late.main
    page = reader.get(f"/krisenfaelle/{crisis.id}")
    assert "Grund: Scheibe eingeworfen" in page.main and "Anlass der Phase Rot: Angriff" in page.main
    assert "Anlass und Grund festhalten" not in page.links
    assert "Scheibe eingeworfen" not in window.get(f"/krisenfaelle/{crisis.id}").main


def test_an_alarm_is_confirmed_by_oneself_or_noted_as_reached_by_phone(town: make.Town, browser: Browser):
    crew = events.ready(town)
    events.red(town)
    calls = {one.function: one.id for one in db.session.query(Call)}

    head = browser.as_(crew.head)
    page = head.submit(head.get(f"/ereignisplan/alarm/{calls['CRISIS_LEAD']}"), button="Ich weiß Bescheid")
    assert "Alarm: 2 von 3 bestätigt" in page.main
    coordination = browser.as_(town.coordinator)
    page = coordination.get(f"/ereignisplan/alarm/{calls['DUTY_OFFICER']}")
    assert page.links["0221 4711"] == "tel:02214711"
    assert "telefonisch erreicht" in coordination.submit(page, button="Telefonisch erreicht").main
    coordination.submit(page, button="Telefonisch erreicht")

    reached = {one.function: one.reached for one in db.session.query(Call)}
    assert reached["CRISIS_LEAD"] is Reached.SELF and reached["DUTY_OFFICER"] is Reached.PHONE


def test_whoever_is_called_is_led_to_her_own_alarm_from_the_page_of_the_event(
    town: make.Town, browser: Browser
):
    crew = events.ready(town)
    events.red(town)
    calls = {one.function: one for one in db.session.query(Call)}
    own = calls["CRISIS_LEAD"]

    links = browser.as_(crew.head, sees=SEES).get(f"/krisenfaelle/{own.crisis_id}").links
    assert links["Alarm bestätigen"] == f"/ereignisplan/alarm/{own.id}"
    assert links["Erreicht Rudi Rufbereit"] == f"/ereignisplan/alarm/{calls['DUTY_OFFICER'].id}"
    assert not any(words.endswith("Lea Leitner") for words in links)


def test_the_event_plan_has_one_primary_action_and_names_every_open_step(town: make.Town, browser: Browser):
    crew = events.ready(town)
    events.logged(town)
    events.red(town)
    window = browser.as_(crew.head)

    page = window.get("/ereignisplan")
    assert "Lageeinschätzung" in page.main
    assert page.response.get_data(as_text=True).count("kern-btn--primary") == 1


def test_a_signal_is_rated_on_its_page_and_its_figures_are_said_in_words(town: make.Town, browser: Browser):
    events.ready(town)
    signal = events.logged(town)
    window = browser.as_(town.coordinator, sees=SEES)
    page = window.get(f"/ereignisplan/signale/{signal.id}")

    assert window.submit(page, {"rating": "RELEVANT", "reason": ""}).status_code == 422
    done = window.submit(page, {"rating": "RELEVANT", "reason": "Es häuft sich"})

    assert "Phase Gelb" in done.main and "Kernteam-Abstimmung" in done.main
    late = window.submit(page, {"rating": "NOT_RELEVANT", "reason": "Doch nicht"})
    assert late.status_code == 422 and "schon bewertet" in late.main and "Doch nicht" in late.response.text


def test_the_log_takes_an_entry_once_and_none_from_the_future(town: make.Town, browser: Browser):
    events.ready(town)
    crisis = events.red(town)
    window = browser.as_(town.coordinator, sees=SEES)
    page = window.get(f"/krisenfaelle/{crisis.id}/protokoll")

    ahead = window.submit(page, {"text": "Noch nicht", "hour": "23:00"})
    assert ahead.status_code == 422 and "liegt in der Zukunft" in ahead.main
    assert any(one.get("id") == "hour-error" for one in ahead.elements("p")), "said at its field"
    said = {"text": "Erste Lage besprochen", "hour": "11:10"}
    for _ in range(2):
        assert "Erste Lage besprochen" in window.submit(page, said).main

    assert db.session.query(LogEntry).filter_by(kind="NOTE").count() == 1


def test_management_outside_the_crisis_team_sees_where_it_stands_and_no_words(
    town: make.Town, browser: Browser
):
    events.ready(town)
    crisis, signal = events.red(town), events.logged(town)
    window = browser.as_(town.management)

    page = window.get(f"/krisenfaelle/{crisis.id}")
    assert "Phase Rot" in page.main and "Das Protokoll lesen" in page.main
    assert "Bewerten können" in window.get(f"/ereignisplan/signale/{signal.id}").main
    refused = window.get(f"/krisenfaelle/{crisis.id}/protokoll")
    assert refused.status_code == 403 and "Koordinierungsstelle oder das Krisenteam" in refused.main
    rated = window.post(f"/ereignisplan/signale/{signal.id}", {"rating": "RELEVANT", "reason": "Grund"})
    assert rated.status_code == 403


def test_others_have_no_business_here_and_strange_ids_lead_nowhere(town: make.Town, browser: Browser):
    events.ready(town)
    crisis = events.red(town)

    assert browser.as_(town.reporter).get(f"/krisenfaelle/{crisis.id}").status_code == 403
    window = browser.as_(town.coordinator, sees=SEES)
    for path in ("/krisenfaelle/{}", "/ereignisplan/signale/{}", "/ereignisplan/schritte/{}",
                 "/ereignisplan/alarm/{}", "/kontakte/{}"):  # fmt: skip
        assert window.get(path.format(uuid4())).status_code == 404


def test_steps_are_done_dropped_and_begun_again_by_hand(town: make.Town, browser: Browser):
    events.ready(town)
    crisis = events.red(town)
    step = events.step(crisis, "E-R13")
    window = browser.as_(town.coordinator, sees=SEES | {"event_steps.result"})

    page = window.get(f"/ereignisplan/schritte/{step.id}")
    assert "24 Stunden ab" in page.main
    page = window.submit(page, {"result": "Bleibt Rot"}, button="Schritt erledigt")
    assert "Beendete Schritte" in page.main
    assert "Bleibt Rot" in window.get(f"/ereignisplan/schritte/{step.id}").main
    begun = window.submit(window.get(f"/krisenfaelle/{crisis.id}/schritte"), {"code": "E-R7"})
    assert "Erste öffentliche Information" in begun.main
    twice = window.submit(window.get(f"/krisenfaelle/{crisis.id}/schritte"), {"code": "E-R7"})
    assert twice.status_code == 422 and "läuft schon" in twice.main
    other = events.step(crisis, "E-R7")
    page = window.submit(
        window.get(f"/ereignisplan/schritte/{other.id}/entfallen"), {"reason": "Presse war schneller"}
    )
    assert "nicht nötig" in page.main


def test_blue_brings_the_debrief_and_recommendations(town: make.Town, browser: Browser):
    events.ready(town)
    crisis = events.red(town)
    window = browser.as_(town.coordinator, sees=SEES | DEBRIEFED | {"crisis_recommendations.text"})

    page = window.get(f"/krisenfaelle/{crisis.id}/phase")
    assert "Mona Leitner" in page.main
    page = window.submit(page, {"phase": "blue", "reason": "Lage beruhigt"})
    assert "Phase Blau" in page.main
    page = window.submit(
        window.get(f"/krisenfaelle/{crisis.id}/nachbesprechung"),
        {"went_well": "Schnell da", "went_badly": "Nummern alt", "to_change": ""},
    )
    assert "Schnell da" in page.main
    page = window.submit(
        window.get(f"/krisenfaelle/{crisis.id}/empfehlung"),
        {"to": "STEERING_BODY", "text": "Nummern monatlich prüfen"},
    )
    assert "Nummern monatlich prüfen" in page.main and "Lenkungskreis" in page.main
    stays = window.submit(window.get(f"/krisenfaelle/{crisis.id}/phase"), {"phase": "green", "reason": "X"})
    assert stays.status_code == 422 and "noch nicht alles getan" in stays.main


def test_a_second_debrief_is_refused(town: make.Town, browser: Browser):
    events.ready(town)
    crisis = events.red(town)
    change_phase(crisis, Phase.BLUE, events.word(town))
    window = browser.as_(
        town.coordinator, sees={f"crises.{n}" for n in ("went_well", "went_badly", "to_change")}
    )
    page = window.get(f"/krisenfaelle/{crisis.id}/nachbesprechung")
    debrief(db.session.get_one(Crisis, crisis.id), Debrief("a", "b", ""), by=town.lead.id, at=make.NOON)

    late = window.submit(page, {"went_well": "x", "went_badly": "y"})

    assert late.status_code == 422 and "schon festgehalten" in late.text


def test_a_register_without_anybody_says_what_it_is_for(town: make.Town, browser: Browser):
    page = browser.as_(town.coordinator).get("/kontakte")

    assert "Noch niemand ist eingetragen" in page.main


def test_the_register_is_kept_and_its_sheet_is_a_tagged_pdf(town: make.Town, browser: Browser):
    events.ready(town)
    window = browser.as_(town.coordinator)

    page = window.get("/kontakte")
    assert "Dafür steht noch niemand" in page.main and "Jugendamt" in page.main
    form = window.get("/kontakte/neu")
    wrong = window.submit(form, {"function": "ASD", "name": "Anna Asd", "phone": "keine", "email": "x"})
    assert wrong.status_code == 422 and "mit Ziffern" in wrong.main and "Anna Asd" in wrong.response.text
    said = {"function": "ASD", "name": "Anna Asd", "phone": "0221 4712"}
    for _ in range(2):
        assert "Anna Asd" in window.submit(form, said).main
    (contact_id,) = db.session.query(Contact.id).filter_by(function="ASD").one()
    page = window.submit(
        window.get(f"/kontakte/{contact_id}"), {"phone": "0221 4713"}, button="Kontakt speichern"
    )
    assert "0221 4713" in page.main

    sheet = window.client.post("/kontakte/blatt.pdf", data={"csrf_token": window.csrf_token()})
    assert sheet.content_type == "application/pdf"
    with Pdf.open(BytesIO(sheet.data)) as read:
        assert read.Root.MarkInfo.Marked
    page = window.submit(window.get(f"/kontakte/{contact_id}"), button="Kontakt entfernen")
    assert "Anna Asd" not in page.main


def test_two_who_change_a_contact_see_both_sides(town: make.Town, browser: Browser):
    crew = events.ready(town)
    window = browser.as_(town.coordinator)
    page = window.get(f"/kontakte/{crew.duty.id}")
    crew.duty.phone, crew.duty.changed_by = "0221 999", town.colleague.id

    late = window.submit(page, {"phone": "0221 555"}, button="Kontakt speichern")

    assert late.status_code == 409 and "0221 999" in late.main and "Kemal Kurt" in late.main


def test_the_start_pages_say_what_is_going_on(town: make.Town, browser: Browser):
    crew = events.ready(town)
    events.logged(town, Trigger.T05)
    events.red(town)

    waits = "Ein Alarm wartet auf Ihre Bestätigung"
    page = browser.as_(crew.head).get("/")
    assert "Phase Rot" in page.main and waits in page.main
    for person in (town.coordinator, town.management):
        page = browser.as_(person).get("/")
        assert "Phase Rot" in page.main and waits not in page.main
