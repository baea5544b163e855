"""The kinds of letters, the languages they are written in, and what a text may leave open."""

from app.labels import N_, Labelled

#: The languages of all letters; German first, the others follow the list of languages.
LETTER_LANGUAGES = ("de", "de-simple", "en", "tr", "ar", "uk", "ru", "pl", "ro", "kmr", "prs")
GERMAN = "de"


class LetterKind(Labelled):
    """What a letter is for."""

    NOTICE_13 = (
        "NOTICE_13",
        "Information zum Datenschutz, wenn die Partei selbst Angaben gemacht hat (Art. 13)",
    )
    NOTICE_14 = "NOTICE_14", "Information zum Datenschutz, wenn eine Dienststelle gemeldet hat (Art. 14)"
    FIRST_TALK = "FIRST_TALK", "Einladung zu einem ersten Gespräch"
    MEDIATION = "MEDIATION", "Einladung zur Mediation"
    CONSENT = "CONSENT", "Einwilligung zur Teilnahme (zum Unterschreiben)"
    APPOINTMENT = "APPOINTMENT", "Brief zu einem Termin"
    INTERIM = "INTERIM", "Zwischennachricht"

    @property
    def short(self) -> str:
        """A word for the head of a column."""
        return _SHORT[self]

    @property
    def slug(self) -> str:
        return str(self.value).lower().replace("_", "-")

    @property
    def is_letter(self) -> bool:
        """With greeting and closing words; the others are sheets."""
        return self not in {LetterKind.NOTICE_13, LetterKind.NOTICE_14, LetterKind.CONSENT}

    @property
    def invites(self) -> bool:
        """Asks for something that a party who has taken back its consent is not asked for again."""
        return self in {LetterKind.FIRST_TALK, LetterKind.MEDIATION, LetterKind.APPOINTMENT}


_SHORT = {
    LetterKind.NOTICE_13: N_("Datenschutz Art. 13"),
    LetterKind.NOTICE_14: N_("Datenschutz Art. 14"),
    LetterKind.FIRST_TALK: N_("Erstes Gespräch"),
    LetterKind.MEDIATION: N_("Mediation"),
    LetterKind.CONSENT: N_("Einwilligung"),
    LetterKind.APPOINTMENT: N_("Termin"),
    LetterKind.INTERIM: N_("Sachstand"),
}


class Placeholder(Labelled):
    """What a text may leave open; written in braces: ``{fallnummer}``. Nothing else is ever filled in."""

    MUNICIPALITY = "kommune", "Name der Kommune"
    CONTROLLER = "verantwortlich", "Verantwortliche Stelle mit Anschrift"
    CONTACT = "kontakt", "Telefon und E-Mail"
    LEAD = "ansprechperson", "Name der Fallverantwortung"
    PRIVACY_OFFICER = "datenschutz", "Datenschutzbeauftragte mit Kontakt"
    LEGAL_BASIS = "rechtsgrundlage", "Rechtsgrundlage der Kommune"
    AUTHORITY = "aufsicht", "Aufsichtsbehörde"
    CASE_NUMBER = "fallnummer", "Aktenzeichen"
    REPORTER = "meldestelle", "Dienststelle, die gemeldet hat"
    ANSWER_BY = "antwort_bis", "Antwort erbeten bis"
    NEWS_BY = "nachricht_bis", "Nächste Nachricht spätestens am"
    DAY = "tag", "Tag des Termins"
    TIME = "uhrzeit", "Uhrzeit des Termins"
    PLACE = "ort", "Ort des Termins"

    @property
    def typed(self) -> bool:
        """Said by whoever makes the letter; the program knows the others."""
        return self in _TYPED


_TYPED = {
    Placeholder.ANSWER_BY,
    Placeholder.NEWS_BY,
    Placeholder.DAY,
    Placeholder.TIME,
    Placeholder.PLACE,
}
