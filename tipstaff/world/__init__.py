"""THE PRETEND NATION: seeded, invented, with the truth known. Demo, tests and benches share it. No Django."""

from tipstaff.world.agencies import AGENCIES, USERS, Agency, User, agencies
from tipstaff.world.errors import plant_errors
from tipstaff.world.nation import World, generate, stream
from tipstaff.world.publish import Published, publish

__all__ = [
    "AGENCIES",
    "USERS",
    "Agency",
    "Published",
    "User",
    "World",
    "agencies",
    "generate",
    "plant_errors",
    "publish",
    "stream",
]
