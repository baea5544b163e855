"""What a party agrees to, and when a consent counts."""

#: The version of the text that parties agree to (docs: text of the consent).
CONSENT_TEXT = "2026-1"

#: Fields of a party that coordination may have shown one by one, each logged (decision 3).
REVEALABLE = ("name", "address", "phone", "email")

#: The field that only the lead has shown, each time logged; it is in no list, letter, mail or print.
PROTECTED = "protected_address"
