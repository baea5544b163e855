"""Which pairs of mediators suit a case, and why; pure, a question asked while making a referral."""

from app.referrals.matching.counting import MANY as MANY
from app.referrals.matching.counting import Reach as Reach
from app.referrals.matching.counting import reach as reach
from app.referrals.matching.explaining import PairSuggestion as PairSuggestion
from app.referrals.matching.interpreters import Interpreter as Interpreter
from app.referrals.matching.needs import Candidate as Candidate
from app.referrals.matching.needs import Need as Need
from app.referrals.matching.needs import PartyNeed as PartyNeed
from app.referrals.matching.needs import Search as Search
from app.referrals.matching.needs import Settings as Settings
from app.referrals.matching.needs import Strength as Strength
from app.referrals.matching.obstacles import obstacle as obstacle
from app.referrals.matching.proposing import Block as Block
from app.referrals.matching.proposing import NotProposed as NotProposed
from app.referrals.matching.proposing import Proposal as Proposal
from app.referrals.matching.proposing import Question as Question
from app.referrals.matching.proposing import assess as assess
from app.referrals.matching.proposing import propose as propose
from app.referrals.matching.reasons import Aspect as Aspect
from app.referrals.matching.reasons import Coverage as Coverage
from app.referrals.matching.reasons import Exclusion as Exclusion
from app.referrals.matching.reasons import Obstacle as Obstacle
from app.referrals.matching.reasons import Part as Part
from app.referrals.matching.reasons import Said as Said
from app.referrals.matching.reasons import Why as Why
