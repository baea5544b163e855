"""On what basis somebody else may learn of the people in a case."""

from app.labels import Labelled


class Basis(Labelled):
    """The ground of one disclosure (Grundlage der Weitergabe)."""

    CONSENT = "CONSENT", "Einwilligung der betroffenen Personen"
    SAME_OFFICE = "SAME_OFFICE", "Wechsel innerhalb derselben Dienststelle"
    TASK_LAW = "TASK_LAW", "Gesetzliche Aufgabe der übernehmenden Stelle"
    CHILD_8A = "CHILD_8A", "Schutz eines Kindes (§§ 8a, 65 SGB VIII)"
    IN_WORDS = "IN_WORDS", "bei der Weitergabe in Worten festgehalten"
