"""Names for search, without case, marks, spaces and punctuation: Jose finds José, Macdonald finds Mac Donald."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_QUERY = 256
BETWEEN_WORDS = re.compile(r"[\s\-]+")
# Letters that Unicode does not take apart into a plain letter and a mark.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def folded(text: str) -> str:
    """Letters and digits only, lower case, without marks. Modifier letters (ʻokina, ʼ) are marks here."""
    apart = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", apart) if c.isalnum() and unicodedata.category(c) != "Lm")


def search_text(names: Iterable[Iterable[str | None]]) -> str:
    """What `Person.search_name` holds: every part of every name once, folded, between spaces.

    A part of several words stands there whole and word by word: Mac Donald as macdonald, mac and donald.
    """
    parts = [part for name in names for part in name if part]
    words = (folded(word) for part in parts for word in (part, *BETWEEN_WORDS.split(part)))
    found = " ".join(dict.fromkeys(word for word in words if word))
    return f" {found} " if found else ""


def query_words(query: str) -> list[str]:
    """The folded words of a query; empty where it is blank, too long, or a single letter of an alphabet."""
    if len(query) > LONGEST_QUERY:
        return []
    words = [word for word in (folded(part) for part in query.replace(",", " ").split()) if word]
    joined = "".join(words)
    return words if len(joined) > 1 or (joined and ord(joined) > 0x2E80) else []
