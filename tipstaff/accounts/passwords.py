"""What a password may not be made of: words that anybody who knows the agency would try first (security rule I3)."""

import re
from typing import Any

from django.core.exceptions import ValidationError

WORDS = """
tipstaff registry register registrar sorna nsotc marshals marshal sheriff police officer tribal nation state
password passphrase welcome letmein qwerty secret admin changeme summer winter spring autumn
"""
LEFT = 8  # CJIS IA-5(1)(a) floor: so much must remain when the known words are taken out


class KnownWords:
    """Refuses a password that is little more than known words, the agency's own among them, runs or repeats."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = re.sub(r"[\s._-]", "", password.casefold())
        for word in sorted([*WORDS.split(), *self._of(user)], key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"(.{1,4}?)\1{2,}", r"\1", rest)) < LEFT:
            raise ValidationError(
                "This password is mostly words that others would guess, or one thing over and over. "
                "Take a sentence that only you would write.",
                code="known_words",
            )

    def get_help_text(self) -> str:
        return "Not mostly made of the words of your agency or of this work."

    @staticmethod
    def _of(user: Any) -> list[str]:
        agency = getattr(user, "agency", None)
        return re.findall(r"\w{3,}", agency.name.casefold()) if agency else []
