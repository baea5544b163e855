"""A plan as a file: written so that people read it, read so that every fault has its line."""

from dataclasses import replace

import pytest

from app.planning.rules.checking import built
from app.planning.rules.filereading import Refused, read
from app.planning.rules.planfile import written
from app.plans.codes import PlanKind
from app.plans.template import CASE_STEPS, EVENT_STEPS
from app.refusals import NotAllowed

STEPS = {PlanKind.CASE: CASE_STEPS, PlanKind.EVENT: EVENT_STEPS}
FILE = written("Präventionsplan", 1, STEPS)


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Refused) as refused:
        read(text.encode())
    return [(one.line, one.sentence % one.values) for one in refused.value.faults]


def line_of(text: str, what: str) -> int:
    return text[: text.index(what)].count("\n") + 1


def test_what_is_written_is_read_as_the_same_plan() -> None:
    file = read(FILE.encode())

    for kind in PlanKind:
        assert [built(kind, row) for row in file.rows[kind]] == [replace(one, note="") for one in STEPS[kind]]


def test_the_steps_of_a_file_stand_in_the_order_of_the_plan() -> None:
    turned = {kind: tuple(reversed(some)) for kind, some in STEPS.items()}

    file = read(written("Präventionsplan", 1, turned).encode())

    assert [row["id"] for row in file.rows[PlanKind.CASE]] == [step.code for step in reversed(CASE_STEPS)]
    assert [row["id"] for row in file.rows[PlanKind.EVENT]] == [step.code for step in reversed(EVENT_STEPS)]


def test_the_file_says_in_german_what_the_pages_say() -> None:
    assert "beginnt mit: Fallverantwortung benannt" in FILE
    assert "erinnerungen bei A: [nach der halben Zeit]" in FILE
    assert "    B: 2 Arbeitstage" in FILE
    assert "LEAD_ASSIGNED" not in FILE


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("frist: 4 Dienststunden", "frist: 4 Dienstunden", "Eine Frist wird so geschrieben"),
        ("Koordinierungsstelle, Programm", "Kordinierungsstelle", "vielleicht „Koordinierungsstelle“."),
        ("stufen: 4 bis 6", "stufen: 6 bis 4", "Die höchste Stufe liegt unter der niedrigsten."),
        ("nr: F02", "nr: F01", "Die Nummer F01 steht schon bei einem anderen Schritt."),
        ("versuche: 3", "versuche: drei", "Hier wird eine Zahl erwartet."),
        ("mit Freigabe bis Stufe: 7", "mit Freigabe bis Stufe: 9", "reicht bis Stufe 7"),
        ("phase: Rot", "phase: Orange", "„Orange“ ist hier nicht bekannt."),
        ("zweite frist:\n    art", "zweite frist:\n    typ", "Zur zweiten Frist gehören „art“"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(old: str, new: str, said: str) -> None:
    text = FILE.replace(old, new, 1)

    found = faults(text)

    assert any(said in sentence for _, sentence in found)
    assert min(line for line, _ in found) == line_of(FILE, old)


def test_all_faults_are_named_at_once_in_the_order_of_the_lines() -> None:
    text = FILE.replace("aufgabe:", "aufgaben:", 3).replace(
        "erinnerungen: [zur Frist]", "erinnerungen: [bald]"
    )

    found = faults(text)

    assert len(found) > 5
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert found[1][1] == "„aufgaben“ gehört nicht hierher. Gemeint ist vielleicht „aufgabe“."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: &x [1]\nb: [*x, *x]\n", "Zeile 1: Verweise"),
        (b"fallbruecke-plan: 1\nname: !!python/object/apply:os.system [ls]\n", "Zeile 2: Angaben mit"),
        (b"a: 1\n---\nb: 2\n", "Zeile 2: Hier beginnt eine zweite Datei"),
        (b"a: 1\nb: 'offen\nc: 2\n", "Zeile 4: Hier ist die Datei nicht lesbar."),
        (b"a: 1\n  b: 2\n", "Zeile 2: Hier ist die Datei nicht lesbar."),
        (b"a: 1\nb: 2\na: 3\n", "Zeile 3: „a“ steht hier zweimal."),
        (b"a: 1\n[b]: 2\n", "Zeile 2: Vor dem Doppelpunkt muss ein Wort stehen."),
        (b"a: gr\xfcn\n", "Zeile 1: Das ist kein Text in UTF-8."),
        (b"a: 1\nb: \x00\n", "Die Datei enthält Zeichen"),
        (b"[" * 5000, "Zeile 1: So viel steht in keinem Plan."),
        (b"- 1\n" * 30_000, "So viel steht in keinem Plan."),
        (b"#" * 300_000, "Die Datei ist zu groß."),
    ],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_refused_with_the_line(content: bytes, said: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        read(content)

    assert said in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"- a\n", b"name: Plan\n", b"nur ein Satz", b"PK\x03\x04"])
def test_another_file_is_no_plan(content: bytes) -> None:
    with pytest.raises((NotAllowed, Refused)) as refused:
        read(content)

    assert "Das ist keine Datei mit einem Plan." in str(refused.value) or "Zeichen" in str(refused.value)
