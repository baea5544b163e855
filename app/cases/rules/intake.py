"""What a report says: the kind of conflict, the place, the parties, and why it may be told."""

from app.labels import Labelled


class Category(Labelled):
    """The kind of conflict. No category names an origin or a religion of people."""

    NOISE = "NOISE", "Lärm"
    CHILD_PLAY = "CHILD_PLAY", "Kinder- und Jugendlärm, Spielplatz"
    WASTE = "WASTE", "Müll, Sauberkeit, Treppenhaus"
    SHARED_SPACE = "SHARED_SPACE", "Gemeinschaftsflächen, Waschküche, Hof"
    SMELL_SMOKE = "SMELL_SMOKE", "Gerüche, Rauch, Grillen"
    PARKING = "PARKING", "Parken, Zufahrt"
    BOUNDARY = "BOUNDARY", "Grenze, Hecke, Bäume"
    PETS = "PETS", "Tiere"
    LIFESTYLE = "LIFESTYLE", "Lebensweise, Tagesrhythmus, Generationen"
    PUBLIC_SPACE = "PUBLIC_SPACE", "Nutzung des öffentlichen Raums"
    INSULT = "INSULT", "Beleidigung, Gerüchte"
    HARASS = "HARASS", "Bedrängung, Einschüchterung"
    DISCRIM = "DISCRIM", "Diskriminierung, Rassismus"
    HOUSING_ACCOM = "HOUSING_ACCOM", "Gemeinschaftsunterkunft"
    SCHOOL_KITA = "SCHOOL_KITA", "Schule, Kita, Eltern, Träger"
    YOUTH_GROUP = "YOUTH_GROUP", "Jugendgruppen, Cliquen"
    ASSOC_SPORT = "ASSOC_SPORT", "Verein, Sport"
    RELIGION_SITE = "RELIGION_SITE", "Gebetsräume, Feste, Bauvorhaben"
    INTER_GROUP = "INTER_GROUP", "Konflikt zwischen Gruppen"
    FAMILY_GEN = "FAMILY_GEN", "Familie und Generationen, ohne Gewalt"
    ADMIN_CITIZEN = "ADMIN_CITIZEN", "Bürger:in und Behörde"
    VOLUNTEER = "VOLUNTEER", "Haupt- und Ehrenamt"
    OTHER = "OTHER", "Sonstiges"

    @property
    def usual_path(self) -> tuple["Path", ...]:
        """What usually helps, in this order; a proposal, never a rule."""
        return _USUAL_PATH[self]

    @property
    def topic(self) -> str | None:
        """The topic of pool persons whose experience counts here; None: experience doesn't count."""
        return _TOPIC.get(self)


class Path(Labelled):
    """A usual way through a conflict of some category."""

    PILOT = "PILOT", "Konfliktlots:in"
    CASE_LEAD = "CASE_LEAD", "Fallverantwortung"
    MODERATION = "MODERATION", "Moderation"
    MEDIATION = "MEDIATION", "Mediation"
    MEDIATION_IF_WANTED = "MEDIATION_IF_WANTED", "Mediation nur, wenn die betroffene Person sie wünscht"
    OTHER_MEDIATOR = "OTHER_MEDIATOR", "Andere Mediator:in, die nicht zur Behörde gehört"
    ROUND_TABLE = "ROUND_TABLE", "Runder Tisch"
    ADVISER = "ADVISER", "Konfliktberatung"
    ADVICE = "ADVICE", "Beratung zuerst"
    SAFETY_CHECK = "SAFETY_CHECK", "Sicherheit prüfen"
    CRISIS_WATCH = "CRISIS_WATCH", "Auf Anzeichen einer Krise achten"
    HOUSING = "HOUSING", "Wohnungsunternehmen"
    PUBLIC_ORDER = "PUBLIC_ORDER", "Ordnungsamt"
    YOUTH_OFFICE = "YOUTH_OFFICE", "Jugendamt"
    SCHIEDSAMT = "SCHIEDSAMT", "Schiedsamt"
    COMPLAINTS_OFFICE = "COMPLAINTS_OFFICE", "Beschwerdestelle"
    TRIAGE = "TRIAGE", "In der Prüfung klären"


_USUAL_PATH: dict[Category, tuple[Path, ...]] = {
    Category.NOISE: (Path.PILOT, Path.MEDIATION),
    Category.CHILD_PLAY: (Path.PILOT, Path.ROUND_TABLE),
    Category.WASTE: (Path.PILOT, Path.HOUSING),
    Category.SHARED_SPACE: (Path.MODERATION,),
    Category.SMELL_SMOKE: (Path.MODERATION,),
    Category.PARKING: (Path.MODERATION, Path.PUBLIC_ORDER),
    Category.BOUNDARY: (Path.SCHIEDSAMT,),
    Category.PETS: (Path.MODERATION,),
    Category.LIFESTYLE: (Path.MEDIATION,),
    Category.PUBLIC_SPACE: (Path.CASE_LEAD, Path.ROUND_TABLE),
    Category.INSULT: (Path.MEDIATION, Path.SCHIEDSAMT),
    Category.HARASS: (Path.SAFETY_CHECK,),
    Category.DISCRIM: (Path.ADVICE, Path.MEDIATION_IF_WANTED),
    Category.HOUSING_ACCOM: (Path.CASE_LEAD, Path.COMPLAINTS_OFFICE),
    Category.SCHOOL_KITA: (Path.MEDIATION,),
    Category.YOUTH_GROUP: (Path.CASE_LEAD, Path.YOUTH_OFFICE),
    Category.ASSOC_SPORT: (Path.MEDIATION,),
    Category.RELIGION_SITE: (Path.ADVISER, Path.ROUND_TABLE),
    Category.INTER_GROUP: (Path.ADVISER, Path.CRISIS_WATCH),
    Category.FAMILY_GEN: (Path.YOUTH_OFFICE,),
    Category.ADMIN_CITIZEN: (Path.COMPLAINTS_OFFICE, Path.OTHER_MEDIATOR),
    Category.VOLUNTEER: (Path.MODERATION,),
    Category.OTHER: (Path.TRIAGE,),
}

_TOPIC: dict[Category, str] = {
    Category.NOISE: "NEIGHBOURHOOD",
    Category.CHILD_PLAY: "NEIGHBOURHOOD",
    Category.WASTE: "NEIGHBOURHOOD",
    Category.SHARED_SPACE: "NEIGHBOURHOOD",
    Category.SMELL_SMOKE: "NEIGHBOURHOOD",
    Category.PARKING: "NEIGHBOURHOOD",
    Category.BOUNDARY: "NEIGHBOURHOOD",
    Category.PETS: "NEIGHBOURHOOD",
    Category.LIFESTYLE: "NEIGHBOURHOOD",
    Category.PUBLIC_SPACE: "PUBLIC_SPACE",
    Category.INSULT: "NEIGHBOURHOOD",
    Category.HARASS: "NEIGHBOURHOOD",
    Category.HOUSING_ACCOM: "ACCOMMODATION",
    Category.SCHOOL_KITA: "SCHOOL",
    Category.YOUTH_GROUP: "YOUTH",
    Category.ASSOC_SPORT: "CLUBS",
    Category.RELIGION_SITE: "RELIGION",
    Category.FAMILY_GEN: "FAMILY",
    Category.VOLUNTEER: "CLUBS",
}


class Setting(Labelled):
    """Where the conflict is lived; not an address."""

    HOME = "HOME", "Wohnung oder Haus"
    HOUSING_ESTATE = "HOUSING_ESTATE", "Wohnanlage oder Siedlung"
    PUBLIC_SPACE = "PUBLIC_SPACE", "Öffentlicher Raum"
    ACCOMMODATION = "ACCOMMODATION", "Gemeinschaftsunterkunft"
    SCHOOL = "SCHOOL", "Schule oder Kita"
    CLUB = "CLUB", "Verein"
    ONLINE = "ONLINE", "Online"


class PartyKind(Labelled):
    PERSON = "PERSON", "Person"
    HOUSEHOLD = "HOUSEHOLD", "Haushalt"
    GROUP = "GROUP", "Gruppe"
    INSTITUTION = "INSTITUTION", "Einrichtung"


class PreviousAttempt(Labelled):
    """What was tried before the report."""

    TALK = "TALK", "Gespräch miteinander"
    HOUSING = "HOUSING", "Wohnungsunternehmen oder Vermieter:in"
    POLICE = "POLICE", "Polizei"
    PUBLIC_ORDER = "PUBLIC_ORDER", "Ordnungsamt"
    SCHIEDSAMT = "SCHIEDSAMT", "Schiedsamt"
    LAWYER = "LAWYER", "Anwält:in"
    OTHER = "OTHER", "Anderes"


class LanguageAnswer(Labelled):
    """What the report says of a language. Three answers name none, and each means something else."""

    KNOWN = "KNOWN", "bekannt"
    UNKNOWN = "UNKNOWN", "unbekannt"
    NOT_STATED = "NOT_STATED", "keine Angabe"
    NONE_SHARED = "NONE_SHARED", "keine gemeinsame Sprache"


class Answer(Labelled):
    """Answer to a question that the reporter may be unable to answer."""

    YES = "YES", "ja"
    NO = "NO", "nein"
    UNKNOWN = "UNKNOWN", "weiß ich nicht"


class Channel(Labelled):
    """How a party is best reached."""

    PHONE = "PHONE", "Telefon"
    MAIL = "MAIL", "E-Mail"
    LETTER = "LETTER", "Brief"
    IN_PERSON = "IN_PERSON", "persönlich"


class Inlet(Labelled):
    """How a report of somebody else came in; the own report has none."""

    PAPER = "PAPER", "Brief oder Formular"
    PHONE = "PHONE", "Telefon"
    IN_PERSON = "IN_PERSON", "persönlich"


class AccessNeed(Labelled):
    """What a party needs to take part: a need, never a diagnosis."""

    INTERPRETER = "INTERPRETER", "Dolmetschen"
    DGS = "DGS", "Deutsche Gebärdensprache"
    EASY_GERMAN = "EASY_GERMAN", "Leichte Sprache"
    WHEELCHAIR = "WHEELCHAIR", "Zugang mit Rollstuhl"
    LARGE_PRINT = "LARGE_PRINT", "Große Schrift"
    OTHER = "OTHER", "Anderes"


class Urgency(Labelled):
    """The wish of the reporting office; the priority is set by coordination."""

    NORMAL = "NORMAL", "wie üblich"
    FAST = "FAST", "möglichst schnell"


class Disclosure(Labelled):
    """On what basis the reporting office may tell the service of the conflict (decision 5)."""

    CONSENT = "CONSENT", "Einwilligung der betroffenen Personen"
    OWN_KNOWLEDGE = "OWN_KNOWLEDGE", "Eigene Kenntnis der Dienststelle, niemandem anvertraut"
    TASK_LAW = "TASK_LAW", "Gesetzliche Aufgabe der Dienststelle"
    NOT_ENTRUSTED = "NOT_ENTRUSTED", "Nicht anvertraut (§ 64 SGB VIII)"
    ENTRUSTED_8A = "ENTRUSTED_8A", "Anvertraut, Weitergabe zum Schutz eines Kindes (§§ 8a, 65 SGB VIII)"


#: What entrusted data may leave the Jugendamt on is closed: §§ 64, 65 SGB VIII.
YOUTH_OFFICE_BASES = (Disclosure.CONSENT, Disclosure.NOT_ENTRUSTED, Disclosure.ENTRUSTED_8A)
OTHER_OFFICE_BASES = (Disclosure.CONSENT, Disclosure.OWN_KNOWLEDGE, Disclosure.TASK_LAW)


class ContactResult(Labelled):
    """How one attempt to reach a party went."""

    REACHED = "REACHED", "erreicht"
    NOT_REACHED = "NOT_REACHED", "nicht erreicht"
