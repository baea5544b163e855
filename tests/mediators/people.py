"""People of the pool for the tests."""

from itertools import count

from app.accounts.permissions import Role
from app.database import db
from app.languages import Level
from app.mediators.models import PoolLanguage, PoolPerson
from tests import make

_number = count(1)


def person(*, languages=(("de", Level.C1),), **values):
    """Somebody of the pool who speaks German; committed."""
    number = next(_number)
    fallback = {
        "email": f"pool{number}@pool.example",
        "last_name": f"Noori{number}",
        "first_name": "Samira",
        "created_at": make.NOON,
    }
    made = PoolPerson(**(fallback | values))
    made.languages = [
        PoolLanguage(code=code, level=level, position=place) for place, (code, level) in enumerate(languages)
    ]
    db.session.add(made)
    db.session.commit()
    return made


def mediator(**values):
    """Somebody of the pool who can sign in."""
    user = make.user(name="Samira Noori", role=Role.MEDIATOR)
    return person(user_id=user.id, invited_at=make.NOON, **values)
