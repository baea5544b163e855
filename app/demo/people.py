"""The two municipalities of the demo and the people who work there."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts import actions as accounts
from app.accounts import passwords
from app.accounts.actions import Invitation
from app.accounts.models import Membership, User
from app.accounts.permissions import Role
from app.database import db
from app.letters.actions.texts import bring
from app.municipalities import actions as municipalities
from app.municipalities.models import District, Municipality, Office
from app.municipalities.rules import MunicipalityKind, OfficeKind
from app.municipalities.scope import across_municipalities, acting_in
from app.plans.actions.adopting import adopt_default
from app.workdays import Land

PASSWORD = "drei Birken am Kanal"  # noqa: S105 - of the demo, printed at every start
#: Where they lie: a Kreis about twenty-five kilometres across.
PLACES = {
    "Altfeld": (51.951, 8.412),
    "Groß Bülten": (52.048, 8.305),
    "Hafenviertel": (51.982, 8.477),
    "Nordheim": (52.071, 8.442),
    "Steinhöfe": (51.938, 8.587),
    "Sünderup": (51.879, 8.398),
    "Weststadt": (51.976, 8.369),
}
DISTRICTS = tuple(PLACES)


@dataclass(frozen=True)
class Someone:
    """A person of the demo with a sign-in."""

    name: str
    email: str
    role: Role
    office: OfficeKind | None = None
    about: str = ""


MUSTERKREIS = (
    Someone(
        "Rana Demir",
        "meldung@musterkreis.example",
        Role.REPORTER,
        OfficeKind.PUBLIC_ORDER,
        "meldet Konflikte",
    ),
    Someone(
        "Jana Peters",
        "jugendamt@musterkreis.example",
        Role.REPORTER,
        OfficeKind.YOUTH,
        "meldet pseudonymisiert",
    ),
    Someone(
        "Ilse Brandt",
        "integration@musterkreis.example",
        Role.REPORTER,
        OfficeKind.INTEGRATION,
        "meldet Konflikte",
    ),
    Someone(
        "Lars Lindner",
        "fall@musterkreis.example",
        Role.REPORTER,
        OfficeKind.INTEGRATION,
        "führt Fälle",
    ),
    Someone(
        "Karin Koch",
        "koordination@musterkreis.example",
        Role.COORDINATOR,
        OfficeKind.INTEGRATION,
        "prüft und vermittelt",
    ),
    Someone(
        "Mona Leitner",
        "leitung@musterkreis.example",
        Role.MANAGEMENT,
        OfficeKind.INTEGRATION,
        "sieht Zahlen und Überfälliges",
    ),
    Someone(
        "Jonas Reuter",
        "krisenteam@musterkreis.example",
        Role.MANAGEMENT,
        OfficeKind.PUBLIC_ORDER,
        "leitet das Krisenteam",
    ),
    Someone(
        "Ada Winter",
        "admin@musterkreis.example",
        Role.ADMIN,
        None,
        "richtet Dienststellen ein, lädt ein",
    ),
    Someone(
        "Paul Brehm",
        "datenschutz@musterkreis.example",
        Role.PRIVACY_OFFICER,
        None,
        "sieht Zugriffe, gibt Löschungen frei",
    ),
)

MUSTERLAND = (
    Someone(
        "Hanne Voss",
        "meldung@musterland.example",
        Role.REPORTER,
        OfficeKind.PUBLIC_ORDER,
        "meldet Konflikte",
    ),
    Someone(
        "Klaus Ahrens",
        "koordination@musterland.example",
        Role.COORDINATOR,
        OfficeKind.INTEGRATION,
        "prüft und vermittelt",
    ),
    Someone(
        "Arne Behn",
        "admin@musterland.example",
        Role.ADMIN,
        None,
        "richtet Dienststellen ein, lädt ein",
    ),
)

STATE = (
    Someone(
        "Lena Stern",
        "land@landespool.example",
        Role.STATE_POOL,
        None,
        "führt den Landespool, sieht Summen",
    ),
)

#: Three people of the imported pool, as its file knows them.
MEDIATORS = (
    Someone(
        "Milica Haddad",
        "milica.haddad49@pool.example",
        Role.MEDIATOR,
        None,
        "Deutsch und Arabisch",
    ),
    Someone(
        "Yusuf Hoffmann",
        "yusuf.hoffmann46@pool.example",
        Role.MEDIATOR,
        None,
        "Deutsch, Türkisch, Ukrainisch",
    ),
    Someone(
        "Leyla Hoffmann",
        "leyla.hoffmann50@pool.example",
        Role.MEDIATOR,
        None,
        "Deutsch und Russisch",
    ),
)


@dataclass(frozen=True)
class Town:
    """A municipality of the demo with what its cases need."""

    id: UUID
    offices: dict[OfficeKind, UUID]
    districts: dict[str, District] = field(repr=False)
    people: dict[str, UUID]
    """Ids of users by the part of the address before the @."""


def settle(slug: str, *, name: str, land: Land, people: tuple[Someone, ...], at: datetime) -> Town:
    """A municipality with three offices, its districts, its plan and its people."""
    with across_municipalities():
        municipality = municipalities.add(slug, name=name, land=land, at=at)
    with acting_in(municipality.id):
        adopt_default(municipality, at=at)
        bring(at=at)
        offices: dict[OfficeKind, UUID] = {
            kind: _office(kind).id for kind in OfficeKind if kind is not OfficeKind.OTHER
        }
        districts = municipalities.add_districts(DISTRICTS)
        for district, point in PLACES.items():
            municipalities.put_district(district, lies=point)
        joined = {who.email.split("@")[0]: _join(who, offices, at=at) for who in people}
    return Town(municipality.id, offices, districts, joined)


def settle_state_pool(at: datetime) -> Town:
    """The state's office: no case, no office of a municipality, a pool of its own."""
    with across_municipalities():
        kind = MunicipalityKind.STATE_POOL
        land = municipalities.add("landesstelle-nw", name="Landesstelle NRW", land=Land.NW, at=at, kind=kind)
    with acting_in(land.id):
        joined = {who.email.split("@")[0]: _join(who, {}, at=at) for who in STATE}
    return Town(land.id, {}, {}, joined)


def may_sign_in(emails: set[str]) -> None:
    """Everybody of the demo has the same password, hashed once, and has come in before."""
    known = User.email.in_(emails)
    db.session.execute(sa.update(User).where(known).values(password_hash=passwords.hashed(PASSWORD)))
    came = sa.select(User.created_at).where(User.id == Membership.user_id).scalar_subquery()
    theirs = Membership.user_id.in_(sa.select(User.id).where(known))
    with across_municipalities():
        db.session.execute(
            sa.update(Membership).where(theirs).values(accepted_at=came),
            execution_options={"synchronize_session": False},
        )


def sign_ins() -> str:
    """The people to sign in as, a line each."""
    everybody = (*MUSTERKREIS, *MEDIATORS, *MUSTERLAND, *STATE)
    lines = [f"  {who.email:<36} {who.role.label:<22} {who.about}" for who in everybody]
    return "\n".join(["Anmelden als (Passwort für alle: " + PASSWORD + "):", *lines])


def is_settled(slug: str) -> bool:
    return db.session.scalar(sa.select(Municipality.id).where(Municipality.slug == slug)) is not None


def _office(kind: OfficeKind) -> Office:
    office = Office(name=kind.label, kind=kind)
    db.session.add(office)
    db.session.flush()
    return office


def _join(who: Someone, offices: dict[OfficeKind, UUID], *, at: datetime) -> UUID:
    office = offices.get(who.office) if who.office else None
    invitation = Invitation(name=who.name, email=who.email, role=who.role, office_id=office)
    return accounts.invite(invitation, by=None, at=at).id
