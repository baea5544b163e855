"""Names of people who don't exist."""

from random import Random

FIRST = ("Anke", "Bernd", "Cem", "Dana", "Emil", "Fatma", "Georg", "Hatice", "Igor", "Jutta", "Kaya", "Olga")
LAST = ("Arndt", "Bilgin", "Celik", "Dahl", "Engel", "Farah", "Grote", "Hasan", "Ivanova", "Jansen", "Nolte")


def name(chance: Random) -> str:
    """Somebody who doesn't exist."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"
