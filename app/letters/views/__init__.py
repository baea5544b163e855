"""Pages of texts, of the letter head, and of one letter to a party."""

from app.letters.views import head, letter, texts
from app.letters.views.blueprint import bp

__all__ = ["bp", "head", "letter", "texts"]
