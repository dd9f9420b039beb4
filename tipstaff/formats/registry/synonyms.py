"""What registries head their columns with: whole headings that are known, and abbreviations of single words."""

# Column of the layout -> headings, in plain words, that mean it.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "person_id": (
        "registrant id", "registrant number", "offender id", "offender number", "offender key", "registry id",
        "registry number", "registration number", "sor number", "sor id", "sid", "file number", "case number",
        "record number", "client id", "subject id", "id", "number",
    ),
    "family_name": ("last name", "surname", "last", "name last", "family", "apellido"),
    "given_name": ("first name", "first", "name first", "forename", "christian name", "nombre"),
    "middle_name": ("middle", "middle initial", "name middle"),
    "suffix": ("name suffix", "generation"),
    "date_of_birth": ("birth date", "birthday", "born", "date born", "fecha de nacimiento"),
    "sex": ("gender",),
    "race": ("ethnicity", "race code"),
    "jurisdiction": (
        "registering jurisdiction", "registration state", "registered state", "registered in", "registry", "tribe",
        "tribal jurisdiction", "agency", "agency code", "jurisdiction code",
    ),
    "tier": ("tier level", "risk level", "level", "classification", "sorna tier", "offender tier", "class"),
    "registered_on": (
        "registration date", "date registered", "initial registration", "initial registration date",
        "first registered", "first registration date", "registered", "start date", "registration start",
    ),
    "last_verified_on": (
        "last verification", "last verification date", "date last verified", "verification date", "last verified",
        "verified", "last check in", "last in person verification", "last appearance", "last update",
        "last registration date",
    ),
    "residence_address": (
        "address", "home address", "residence", "residential address", "physical address", "street address",
        "current address", "lives at", "location",
    ),
    "street": ("address", "street address", "address line", "home address", "residence address"),
    "city": ("town", "place", "municipality"),
    "state": ("address state", "home state"),
    "zip": ("zip code", "postal code", "postcode"),
    "county": ("parish", "borough"),
    "employer": ("employer name", "company", "place of work", "workplace", "business name"),
    "school": ("school name", "institution", "college", "university"),
    "plate": ("license plate", "plate number", "tag", "tag number", "registration plate"),
    "value": ("email", "email address", "telephone", "phone number", "handle", "screen name", "identifier"),
    "verified_on": ("verification date", "date verified", "verified"),
    "from_on": ("start date", "date from", "begin date", "since", "admission date", "booking date"),
    "to_on": ("end date", "date to", "until", "release date", "date ended"),
    "conviction_id": ("docket", "docket number", "case number", "cause number", "count"),
    "offense_title": ("offense", "charge", "crime", "offense description", "conviction offense"),
    "conviction_date": ("date of conviction", "convicted", "convicted on", "disposition date"),
    "officer": ("assigned officer", "detective", "case officer", "registrar"),
    "died_on": ("date of death", "deceased on", "death date"),
    "height_inches": ("height",),
    "weight_pounds": ("weight",),
    "eye_color": ("eyes", "eye colour"),
    "hair_color": ("hair", "hair colour"),
}  # fmt: skip

WHOLE_NAME = (
    "name", "full name", "registrant name", "offender name", "registrant", "offender", "subject name", "subject",
    "last first", "last name first name", "name last first", "legal name",
)  # fmt: skip

# A place in parts, in the order in which one line holds it.
PLACE_PARTS = {
    "street": ("address", "street address", "street", "address line", "home address", "residence address"),
    "unit": ("apartment", "unit", "suite", "lot", "space"),
    "city": ("city", "town", "home city"),
    "state": ("state", "home state"),
    "zip": ("zip", "zip code", "postal code"),
}

ABBREVIATIONS = {
    "dob": "date of birth", "dt": "date", "no": "number", "num": "number", "nbr": "number", "#": "number",
    "addr": "address", "add": "address", "adr": "address", "lname": "last name", "fname": "first name",
    "mname": "middle name", "ln": "last name", "fn": "first name", "reg": "registration", "regn": "registration",
    "ver": "verification", "verif": "verification", "vrfy": "verification", "juris": "jurisdiction",
    "jur": "jurisdiction", "res": "residence", "st": "state", "cnty": "county", "emp": "employer", "wt": "weight",
    "ht": "height", "lic": "license", "veh": "vehicle", "conv": "conviction", "off": "offense", "apt": "apartment",
    "postcode": "postal code", "zipcode": "zip code", "lastname": "last name", "firstname": "first name",
    "birthdate": "birth date", "ident": "id", "identifier": "id",
}  # fmt: skip
FILLERS = frozenset({"of", "the", "a", "in", "at", "on", "is", "mm", "dd", "yyyy", "yy", "yn", "current", "primary"})
