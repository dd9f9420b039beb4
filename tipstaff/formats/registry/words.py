"""The words that people write for the values of the layout: what is plainly the same is taken, nothing else."""

import re

YES = frozenset({"yes", "y", "true", "t", "1", "sí", "si"})
NO = frozenset({"no", "n", "false", "f", "0"})

_TIERS = {"I": ("1", "one"), "II": ("2", "two"), "III": ("3", "three")}
_OF_COLUMN: dict[str, dict[str, str]] = {
    "tier": {
        word: tier
        for tier, words in _TIERS.items()
        for bare in (tier.lower(), *words)
        for word in (bare, f"tier {bare}", f"level {bare}", f"t{bare}")
    },
    "sex": {"male": "M", "man": "M", "female": "F", "woman": "F", "unknown": "U", "nonbinary": "X", "non binary": "X"},
    "race": {
        "white": "W", "black": "B", "african american": "B", "asian": "A", "pacific islander": "A",
        "american indian": "I", "native american": "I", "alaska native": "I", "american indian or alaska native": "I",
        "unknown": "U",
    },
    "convicting": {"military": "ucmj", "court martial": "ucmj", "district of columbia": "dc", "tribe": "tribal"},
    "basis": {
        "resident": "residence", "resides": "residence", "works": "employment",
        "work": "employment", "student": "school",
        "convicted": "conviction",
    },
    "mode": {
        "in office": "office", "at office": "office", "home": "home_visit", "video": "secure_video", "by mail": "mail",
        "letter": "mail",
    },
}  # fmt: skip

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands", "FM": "Federated States of Micronesia", "MH": "Marshall Islands", "PW": "Palau",
    "AA": "Armed Forces Americas", "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific",
}  # fmt: skip
BY_STATE_NAME = {re.sub(r"[^a-z]", "", name.casefold()): code for code, name in STATES.items()}


def plain(word: str) -> str:
    """A word without what people vary: case, underscores, hyphens, stops, double spaces."""
    return " ".join(re.sub(r"[_\-./]+", " ", word.casefold()).split())


def yes_no(word: str) -> bool | None:
    written = plain(word)
    return True if written in YES else False if written in NO else None


def choice(column: str, word: str, choices: tuple[str, ...]) -> str | None:
    """The choice that the word plainly means, or None."""
    written = plain(word)
    by_plain = {plain(one): one for one in choices}
    meant = by_plain.get(written) or _OF_COLUMN.get(column, {}).get(written)
    return meant if meant in choices else None


def state(word: str) -> str | None:
    """The two-letter code of a state, district, territory or military post, from its code or its name."""
    code = word.strip().upper()
    return code if code in STATES else BY_STATE_NAME.get(re.sub(r"[^a-z]", "", word.casefold()))
