"""The agencies of the pretend nation and the people who sign in to its demonstration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who signs in; the password is the demonstration's business."""

    username: str
    name: str
    role: str
    agency: str

    @property
    def given_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def family_name(self) -> str:
        return self.name.partition(" ")[2]

    @property
    def email(self) -> str:
        return f"{self.username}@{self.agency}.example.org"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency. `share` is its part of the registrants in thousandths; `neighbour` also registers some of them."""

    slug: str
    name: str
    kind: str
    jurisdiction: str
    timezone: str
    phone: str
    share: int = 0
    neighbour: str = ""

    @property
    def users(self) -> tuple[User, ...]:
        return tuple(user for user in USERS if user.agency == self.slug)


AGENCIES = (
    Agency(
        "red-mesa",
        "Red Mesa Nation Sex Offender Registry",
        "TRIBAL_REGISTRY",
        "RM",
        "America/Denver",
        "928-555-0110",
        180,
        "AZ",
    ),
    Agency(
        "two-rivers",
        "Two Rivers Tribes Registration Office",
        "TRIBAL_REGISTRY",
        "TR",
        "America/Chicago",
        "701-555-0120",
        100,
        "SD",
    ),
    Agency(
        "arizona",
        "Arizona Sex Offender Registry (pretend)",
        "STATE_REGISTRY",
        "AZ",
        "America/Phoenix",
        "602-555-0130",
        340,
        "NM",
    ),
    Agency(
        "new-mexico",
        "New Mexico Sex Offender Registry (pretend)",
        "STATE_REGISTRY",
        "NM",
        "America/Denver",
        "505-555-0140",
        180,
        "AZ",
    ),
    Agency(
        "south-dakota",
        "South Dakota Sex Offender Registry (pretend)",
        "STATE_REGISTRY",
        "SD",
        "America/Chicago",
        "605-555-0150",
        140,
        "ND",
    ),
    Agency("guam", "Guam Sex Offender Registry (pretend)", "TERRITORY", "GU", "Pacific/Guam", "671-555-0160", 60, "MP"),
    Agency(
        "fort-ridgely",
        "Fort Ridgely Corrections and Law Enforcement Office",
        "MILITARY_CORRECTIONS",
        "",
        "America/Chicago",
        "580-555-0170",
    ),
    Agency(
        "nsotc",
        "National Sex Offender Targeting Center (pretend)",
        "USMS_NSOTC",
        "",
        "America/New_York",
        "202-555-0180",
    ),
)

USERS = (
    User("ana", "Ana Benally", "registrar", "red-mesa"),
    User("rafe", "Rafe Tsosie", "officer", "red-mesa"),
    User("lena", "Lena Yazzie", "supervisor", "red-mesa"),
    User("audra", "Audra Nez", "auditor", "red-mesa"),
    User("hank", "Hank Grey Plume", "registrar", "two-rivers"),
    User("mara", "Mara White Owl", "officer", "two-rivers"),
    User("ben", "Ben Castillo", "registrar", "arizona"),
    User("olive", "Olive Hart", "officer", "arizona"),
    User("sofia", "Sofia Baca", "registrar", "new-mexico"),
    User("karl", "Karl Larsen", "registrar", "south-dakota"),
    User("joaquin", "Joaquin Taitague", "registrar", "guam"),
    User("mel", "Mel Okafor", "officer", "fort-ridgely"),
    User("cora", "Cora Whitfield", "nsotc_analyst", "nsotc"),
    User("dov", "Dov Adler", "supervisor", "nsotc"),
)

REGISTRIES = tuple(agency for agency in AGENCIES if agency.share)


def agencies() -> tuple[Agency, ...]:
    """All agencies, registries first."""
    return AGENCIES


def registry(jurisdiction: str) -> Agency:
    """The agency that keeps a jurisdiction's registry; KeyError if the pretend nation has none."""
    return {agency.jurisdiction: agency for agency in REGISTRIES}[jurisdiction]
