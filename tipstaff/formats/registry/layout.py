"""The registry exchange layout: every sheet and column, once. Reader, writer, importer, models' tests and docs read it.

One file is enough to start: `roster`, ten columns, a row a person. Everything else is optional. Dates are ISO
(YYYY-MM-DD), yes/no cells hold `yes` or `no`, an empty cell is unknown. Facts: SORNA-INFO-1 and 34 U.S.C. 20914.
"""
# ruff: noqa: E501 - a table of columns reads across

from tipstaff.formats.registry.columns import Column, Sheet, choice, date, decimal, text, whole, yes_no

TIERS = ("I", "II", "III")
CONVICTING = ("state", "federal", "ucmj", "dc", "tribal", "territory", "foreign")
# The events of SORNA section 5; the same words name the duties that they start.
CHANGE_EVENTS = (
    "enter_to_reside", "change_residence", "change_name",
    "begin_employment", "change_employment", "begin_school", "change_school",
    "change_vehicle", "change_remote_identifier", "temporary_lodging",
    "depart_residence", "commence_elsewhere", "terminate_employment", "terminate_school",
)  # fmt: skip

# fmt: off
PERSON_ID = text("person_id", "Your number for the person; the same in every sheet", required=True, example="RM-000123", max_length=60, form="code")
JURISDICTION = text("jurisdiction", "Code of the registration jurisdiction, such as AZ or a tribe's code", example="AZ", max_length=12, form="jurisdiction")
RECORD_ID = text("record_id", "Your number for this row. With it, a changed row corrects the earlier one", max_length=80, form="code")
SOURCE = text("source", "Who said so: the registrant, an officer, a court, a letter", example="registrant, in person", max_length=200)
LEARNED_ON = date("learned_on", "The day your agency learned of it")
FROM_ON = date("from_on", "First day on which it was true")
TO_ON = date("to_on", "Last day on which it was true; empty while it still is", future=True)
REPORTED_ON = date("reported_on", "The day the person reported it")
PLACE = (
    text("street", "Street and number", example="12 Juniper Road", max_length=200),
    text("city", "Town or place", example="Shiprock", max_length=100),
    text("state", "State or territory, two letters", example="NM", max_length=2, form="state"),
    text("zip", "ZIP code", example="87420", max_length=10, form="zip"),
    text("county", "County", example="San Juan County", max_length=100),
)
# fmt: on

# Pairs of dates of which the second may not lie before the first.
ORDERED = (
    ("from_on", "to_on"), ("from_on", "completed_on"), ("registered_on", "ended_on"), ("registered_on", "last_verified_on"),
    ("issued_on", "expires_on"), ("departs_on", "returns_on"), ("date_of_birth", "registered_on"),
    ("offense_date", "conviction_date"), ("offense_date", "release_date"), ("conviction_date", "sentencing_date"),
    ("conviction_date", "vacated_on"),
)  # fmt: skip


def _sheet(name: str, about: str, key: tuple[str, ...], *columns: Column) -> Sheet:
    names = {column.name for column in columns}
    ordered = tuple(pair for pair in ORDERED if names.issuperset(pair))
    return Sheet(name, about, (PERSON_ID, *columns, SOURCE, LEARNED_ON), key, ordered)


ROSTER = Sheet(
    "roster",
    "The core: one row a person, enough to start. It is read as one row each of the sheets below.",
    (
        PERSON_ID,
        text("family_name", "Family name as the registry holds it", required=True, example="Begaye-Sample", max_length=200, citation="34 USC 20914(a)(1)"),
        text("given_name", "Given name", example="Rosa", max_length=200),
        date("date_of_birth", "Date of birth", example="1984-02-29"),
        choice("sex", "Sex, NCIC code", "M", "F", "X", "U", example="M"),
        text("jurisdiction", "Code of the jurisdiction where the person is registered", required=True, example="AZ", max_length=12, form="jurisdiction"),
        choice("tier", "Tier as the court or registry set it", *TIERS, example="II"),
        date("registered_on", "The day of first registration there", example="2019-04-12"),
        date("last_verified_on", "The day of the last full in-person verification", example="2026-06-30", citation="34 USC 20918"),
        text("residence_address", "Where the person lives, in one line", example="12 Juniper Road, Shiprock NM 87420", max_length=200, citation="34 USC 20914(a)(3)"),
    ),
    ("person_id",),
    (("date_of_birth", "registered_on"), ("registered_on", "last_verified_on")),
)  # fmt: skip

PERSONS = _sheet(
    "persons",
    "One row a person: what is true of the person once.",
    ("person_id",),
    choice("sex", "Sex, NCIC code", "M", "F", "X", "U"),
    choice("race", "Race, NCIC code", "A", "B", "I", "W", "U"),
    whole("height_inches", "Height in inches", minimum=24, maximum=108, citation="34 USC 20914(b)(1)"),
    whole("weight_pounds", "Weight in pounds", minimum=40, maximum=900, citation="34 USC 20914(b)(1)"),
    text("eye_color", "Eye colour, NCIC code", example="BRO", max_length=20),
    text("hair_color", "Hair colour, NCIC code", example="BLK", max_length=20),
    text("fbi_number", "FBI universal control number", max_length=20, never_public=True, form="code"),
    text("state_id_number", "State identification number", max_length=20, never_public=True, form="code"),
    yes_no("ssn_on_file", "Whether your registry holds the Social Security number (the number itself is not exchanged)", citation="34 USC 20914(a)(2)"),
    date("photographed_on", "Date of the current photograph", citation="34 USC 20914(b)(4)"),
    date("fingerprinted_on", "Date fingerprints were taken", citation="34 USC 20914(b)(5)"),
    date("palm_printed_on", "Date palm prints were taken", citation="34 USC 20914(b)(5)"),
    date("dna_collected_on", "Date a DNA sample was taken or noted in CODIS", citation="34 USC 20914(b)(6)"),
    date("id_copied_on", "Date a driving licence or identity card was copied", citation="34 USC 20914(b)(7)"),
    date("acknowledged_on", "Date the person signed the acknowledgement of duties", citation="34 USC 20919"),
    date("died_on", "Date of death, proved"),
)  # fmt: skip

NAMES = _sheet(
    "names",
    "Every name: legal, former, alias, ethnic or tribal.",
    ("kind", "family_name", "given_name", "middle_name", "suffix"),
    choice("kind", "What kind of name", "legal", "former", "alias", "nickname", "ethnic_or_tribal", required=True),
    text("family_name", "Family name, or the whole name of a person with one name", required=True, max_length=200, citation="34 USC 20914(a)(1)"),
    text("given_name", "Given name", max_length=200),
    text("middle_name", "Middle names", max_length=200),
    text("suffix", "Suffix such as Jr", max_length=20),
    FROM_ON, TO_ON, REPORTED_ON, RECORD_ID,
)  # fmt: skip

DATES_OF_BIRTH = _sheet(
    "dates_of_birth",
    "Dates of birth, actual and purported.",
    ("kind", "date_of_birth"),
    choice("kind", "Actual, or one the person has claimed", "actual", "purported", required=True),
    date("date_of_birth", "The date", required=True, citation="28 CFR 72.6(a)"),
    RECORD_ID,
)

CONVICTIONS = _sheet(
    "convictions",
    "Convictions and adjudications that may require registration. No victim is named here (34 USC 20920(b)(1)).",
    ("conviction_id",),
    text("conviction_id", "Your number for the conviction, or docket and count", required=True, example="CR-2016-0412-1", max_length=80, form="code"),
    choice("convicting", "Whose law", *CONVICTING, citation="34 USC 20911(6)"),
    text("convicting_code", "State, tribe or territory code; for foreign convictions the country's ISO code", example="AZ", max_length=12, form="code"),
    text("statute", "Federal or military statute key of SORNA-TIER-10 and -11", example="18USC2244", max_length=40, form="code"),
    text("category", "For state, tribal and foreign law: category of SORNA-TIER-12", example="sexual_contact", max_length=60, form="code"),
    choice("conduct", "Where the statute needs it", "production", "distribution", "receipt", "possession", "access", "contact", "noncontact"),
    text("offense_title", "The offence as the judgment names it", max_length=300, citation="34 USC 20914(b)(2)"),
    date("offense_date", "Date of the offence", citation="SORNA-TIER-6"),
    date("conviction_date", "Date of conviction"),
    date("sentencing_date", "Date of sentence", citation="28 CFR 72.5(b)"),
    yes_no("sentenced_to_imprisonment", "Whether imprisonment was imposed for it"),
    date("release_date", "Release from imprisonment for it", future=True, citation="28 CFR 72.5(b)"),
    yes_no("punishable_gt_1yr", "Whether the offence is punishable by more than one year", citation="34 USC 20911(2)-(4)"),
    yes_no("analogue_gt_1yr", "For a tribal conviction: whether the state or federal counterpart is", citation="SORNA-TIER-15"),
    whole("victim_age", "The victim's age at the offence, in whole years", minimum=0, maximum=120),
    yes_no("offender_is_parent", "Whether the person is the victim's parent or guardian", citation="34 USC 20911(7)"),
    yes_no("custodial_authority", "Whether the victim was under the person's custodial authority", citation="34 USC 20911(5)(C)"),
    yes_no("consensual", "Whether the record shows consensual conduct", citation="34 USC 20911(5)(C)"),
    yes_no("within_four_years", "If consensual with a minor of 13 or more: offender not more than four years older", citation="SORNA-WHO-10"),
    yes_no("juvenile_adjudication", "Whether it is a juvenile adjudication", citation="34 USC 20911(8)"),
    choice("juvenile_comparable", "What the adjudication compares to", "2241ab", "2241c", "none", citation="SORNA-WHO-7"),
    yes_no("state_dept_fair_trial", "Foreign: State Department report finds fair trial", citation="SORNA-WHO-11"),
    yes_no("jurisdiction_finding_fair", "Foreign: the jurisdiction's own finding of fairness", citation="SORNA-WHO-11"),
    yes_no("specified_offense_against_minor", "Whether it is a specified offence against a minor", citation="34 USC 20911(7)"),
    date("vacated_on", "Date the conviction was reversed, vacated or pardoned for innocence", citation="SORNA-WHO-15"),
)  # fmt: skip

REGISTRATIONS = _sheet(
    "registrations",
    "One row for each jurisdiction that registers the person.",
    ("jurisdiction",),
    text("jurisdiction", "Code of the jurisdiction", required=True, example="AZ", max_length=12, form="jurisdiction"),
    choice("basis", "Why there", "residence", "employment", "school", "conviction", citation="34 USC 20913(a)"),
    date("registered_on", "The day of first registration there"),
    choice("initial_event", "What started the duty to register there", "initial_incarcerated", "initial_nonincarcerated", "initial_federal_military", "initial_foreign", "enter_to_reside", citation="34 USC 20913(b); 28 CFR 72.7(a)"),
    date("initial_event_on", "The day of release, sentence or entry that started it"),
    choice("tier", "Tier as the court or registry set it", *TIERS),
    text("tier_source", "Who set the tier", max_length=200),
    date("ended_on", "The day the registration was closed", future=True),
    text("ended_reason", "Why it was closed", max_length=200),
    text("county", "County that handles the registration", max_length=100),
    text("officer", "The officer in charge", max_length=100),
)  # fmt: skip

ADDRESSES = _sheet(
    "addresses",
    "Where the person lives, stays or gets mail; a description where there is no address.",
    ("kind", "from_on"),
    choice("kind", "What the place is", "residence", "temporary_lodging", "mailing", "transient_area", required=True),
    JURISDICTION,
    *PLACE,
    text("description", "Where there is no address: the place in words", citation="SORNA-RES-3"),
    yes_no("transient", "Whether the person has no fixed place", citation="SORNA-VER-7"),
    decimal("latitude", "Latitude, WGS 84", minimum=-90, maximum=90),
    decimal("longitude", "Longitude, WGS 84", minimum=-180, maximum=180),
    FROM_ON, TO_ON, REPORTED_ON, RECORD_ID,
)  # fmt: skip

EMPLOYMENT = _sheet(
    "employment",
    "Work, paid or not, and where; routes and areas where there is no fixed place.",
    ("employer", "from_on"),
    text("employer", "Name of the employer", required=True, max_length=200, citation="34 USC 20914(a)(4)"),
    JURISDICTION, *PLACE,
    text("description", "Where there is no fixed place: area or route"),
    yes_no("volunteer", "Unpaid work", citation="34 USC 20911(12)"),
    FROM_ON, TO_ON, REPORTED_ON, RECORD_ID,
)  # fmt: skip

SCHOOLS = _sheet(
    "schools",
    "Schools where the person is enrolled.",
    ("school", "from_on"),
    text("school", "Name of the school", required=True, max_length=200, citation="34 USC 20914(a)(5)"),
    JURISDICTION, *PLACE, FROM_ON, TO_ON, REPORTED_ON, RECORD_ID,
)  # fmt: skip

VEHICLES = _sheet(
    "vehicles",
    "Vehicles owned or operated: land, water, air.",
    ("plate", "plate_state", "from_on"),
    choice("kind", "Land, water or air", "land", "water", "air", required=True, citation="34 USC 20914(a)(6)"),
    text("plate", "Licence plate or registration number", max_length=20, form="code"),
    text("plate_state", "State of the plate", max_length=2, form="state"),
    text("vin", "Vehicle or hull identification number", max_length=20, form="code"),
    whole("year", "Model year", minimum=1900, maximum=2100),
    text("make", "Make", max_length=60),
    text("model", "Model", max_length=60),
    text("color", "Colour", max_length=30),
    text("kept_at", "Where it is kept", max_length=200),
    FROM_ON, TO_ON, REPORTED_ON, RECORD_ID,
)  # fmt: skip

REMOTE_IDENTIFIERS = _sheet(
    "remote_identifiers",
    "E-mail addresses, telephone numbers and handles.",
    ("kind", "value"),
    choice("kind", "What it is", "email", "telephone", "handle", required=True, citation="34 USC 20916; 28 CFR 72.6(b)"),
    text("value", "The address, number or handle", required=True, max_length=254, never_public=True),
    FROM_ON, TO_ON, REPORTED_ON, RECORD_ID,
)  # fmt: skip

DOCUMENTS = _sheet(
    "documents",
    "Passports, immigration documents, driving and professional licences.",
    ("kind", "number"),
    choice("kind", "What it is", "passport", "passport_card", "visa", "immigration", "driving_license", "identity_card", "professional_license", required=True, citation="28 CFR 72.6(e),(g)"),
    text("number", "Its number", required=True, max_length=60, never_public=True, form="code"),
    text("issuer", "State or country that issued it", max_length=60),
    date("issued_on", "Date of issue"),
    date("expires_on", "Date of expiry", future=True),
    REPORTED_ON, RECORD_ID,
)  # fmt: skip

CUSTODY = _sheet(
    "custody",
    "Time in custody or civil commitment.",
    ("from_on",),
    choice("kind", "What kind", "jail", "prison", "civil_commitment", "immigration", "military"),
    text("facility", "Where", max_length=200),
    date("from_on", "Admission", required=True, citation="SORNA-DUR-5"),
    date("to_on", "Release; empty while still in custody"),
    RECORD_ID,
)

SUPERVISION = _sheet(
    "supervision",
    "Probation, parole, supervised release and treatment: the conditions of a reduction (34 USC 20915(b)).",
    ("kind", "from_on"),
    choice("kind", "What kind; `none` where no supervision was imposed", "none", "probation", "parole", "supervised_release", "treatment", required=True),
    choice("status", "How it stands", "ongoing", "completed", "revoked"),
    date("from_on", "First day"),
    date("completed_on", "Day of completion"),
    yes_no("certified", "Treatment: certified by a jurisdiction or the Attorney General", citation="SORNA-RED-4"),
    text("officer", "Supervising officer or programme", max_length=200),
    RECORD_ID,
)  # fmt: skip

VERIFICATIONS = _sheet(
    "verifications",
    "Periodic verifications, and how each was done.",
    ("jurisdiction", "verified_on"),
    text("jurisdiction", "Registry that took it", required=True, max_length=12, form="jurisdiction"),
    date("verified_on", "The day", required=True, citation="34 USC 20918"),
    choice("mode", "How", "office", "police_station", "home_visit", "secure_video", "mail", citation="SORNA-VER-8"),
    yes_no("identity_checked", "Identity was checked"),
    yes_no("photograph_possible", "A photograph could be taken"),
    yes_no("all_fields_reviewed", "Every field was gone through"),
    text("officer", "Who took it", max_length=100),
)

CHANGES = _sheet(
    "changes",
    "Changes and when they were reported: the three-business-day duties (34 USC 20913(c), 28 CFR 72.7).",
    ("event", "event_date", "record_id"),
    choice("event", "What changed", *CHANGE_EVENTS, required=True),
    date("event_date", "The day of the change; for temporary lodging, of arrival", required=True, future=True),
    JURISDICTION,
    REPORTED_ON,
    yes_no("in_person", "Whether it was reported in person"),
    whole("planned_days", "Temporary lodging: days planned", minimum=0, maximum=3660),
    whole("actual_days", "Temporary lodging: days stayed so far", minimum=0, maximum=3660),
    date("extended_on", "Temporary lodging: the day the person decided to stay seven days or more"),
    yes_no("no_mechanism", "The jurisdiction had no way to take the report", citation="SORNA-CHG-3"),
    RECORD_ID,
)

TRAVEL = _sheet(
    "travel",
    "Journeys abroad and when they were announced (34 USC 20914(a)(7); 21 days).",
    ("departs_on", "destination"),
    date("departs_on", "Day of departure", required=True, future=True),
    text("destination", "Countries, ISO codes separated by spaces", example="MX", max_length=100),
    date("returns_on", "Day of return", future=True),
    date("reported_on", "The day the person gave notice"),
    date("known_on", "The day the person learned that the journey would take place", citation="SORNA-TRAV-3"),
    text("carrier", "Airline, ship or road", max_length=100),
    text("purpose", "Purpose", max_length=200),
    choice("outcome", "What became of it", "planned", "engaged", "attempted", "cancelled"),
    RECORD_ID,
)

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        PERSONS, NAMES, DATES_OF_BIRTH, CONVICTIONS, REGISTRATIONS, ADDRESSES, EMPLOYMENT, SCHOOLS, VEHICLES,
        REMOTE_IDENTIFIERS, DOCUMENTS, CUSTODY, SUPERVISION, VERIFICATIONS, CHANGES, TRAVEL,
    )
}  # fmt: skip
