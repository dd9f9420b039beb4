"""Lines of invented rosters."""

HEADINGS = (
    "person_id,family_name,given_name,date_of_birth,sex,jurisdiction,"
    "tier,registered_on,last_verified_on,residence_address"
)


def roster_line(number: int, **changes: str) -> str:
    cells = {
        "person_id": f"RM-{number:06d}",
        "family_name": f"Sample{number}",
        "given_name": "Lee",
        "date_of_birth": "1980-05-17",
        "sex": "M",
        "jurisdiction": "RM",
        "tier": "II",
        "registered_on": "2019-04-12",
        "last_verified_on": "2026-06-30",
        "residence_address": f"{number} Juniper Road, Shiprock NM 87420",
    } | changes
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells.values())
