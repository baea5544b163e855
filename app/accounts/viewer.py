"""The person who looks: one name, one hat, one municipality."""

from dataclasses import dataclass
from uuid import UUID

from app.accounts.permissions import Permission, Role, allowed
from app.translation import ScreenLanguage


@dataclass(frozen=True)
class Hat:
    """A membership that counts today."""

    id: UUID
    role: Role
    municipality_id: UUID
    municipality_name: str
    office_id: UUID | None
    crisis_team: bool


@dataclass(frozen=True)
class Viewer:
    """What a request knows of the signed-in person; no database row, so nothing can be changed here."""

    id: UUID
    name: str
    email: str
    language: ScreenLanguage
    hat: Hat | None
    hats: tuple[Hat, ...]

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)

    @property
    def role(self) -> Role | None:
        return self.hat.role if self.hat else None

    @property
    def role_label(self) -> str:
        return self.hat.role.label if self.hat else ""

    @property
    def municipality_id(self) -> UUID:
        if self.hat is None:
            raise LookupError("A person without a membership acts nowhere.")
        return self.hat.municipality_id

    @property
    def municipality_name(self) -> str:
        return self.hat.municipality_name if self.hat else ""

    @property
    def office_id(self) -> UUID | None:
        return self.hat.office_id if self.hat else None

    def may(self, permission: Permission) -> bool:
        return allowed(self.role, permission)
