"""Who is away, has something else or is still on the way is not proposed: seen on the match page and in runs."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from app import clock
from app.cases.models import Case
from app.database import db
from app.mediators.models import Absence, PoolDay, PoolPerson, PoolSlot
from app.municipalities.models import District
from app.referrals.matching import QUARTERS
from tests import make
from tests.browser import Browser, Page
from tests.mediators.ics import berlin, calendar, event, upload
from tests.referrals import at_work, meeting, waiting
