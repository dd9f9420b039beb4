"""What a checked set of rows would change, computed from what is on file at this moment.

The preview shows a plan; the commit computes it again inside its transaction and writes it only if it is the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from tipstaff.formats.registry import SHEETS, Count, Sheet
from tipstaff.formats.registry.problems import SCHEMA as PROBLEMS
from tipstaff.formats.registry.rows import problems_of, within_a_row
from tipstaff.registry.hashes import hashed
from tipstaff.registry.intake import onfile

LINE = ["sheet", "line"]
NO_LINES = pl.DataFrame(schema={"sheet": pl.String, "line": pl.UInt32})
SAMPLES = 20
Step = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the rows of one sheet as sent: rows = new + corrected + unchanged + duplicate + rejected."""

    rows: int
    new: int
    corrected: int
    unchanged: int
    duplicate: int
    rejected: int

    def __post_init__(self) -> None:
        parts = self.new + self.corrected + self.unchanged + self.duplicate + self.rejected
        if parts != self.rows or min(self.new, self.corrected, self.unchanged, self.duplicate, self.rejected) < 0:
            raise AssertionError(f"{self.rows} rows in, {parts} accounted for: {self}")


@dataclass(frozen=True)
class SheetPlan:
    """Facts of one sheet to be written: layout columns, `sheet`, `line`, `key`, `content`, `pk` (null: a new person),
    and `replaces`, the id of the fact that each takes the place of (null: none)."""

    write: pl.DataFrame
    told: pl.DataFrame  # sheet, line, what ("new", "corrected", "unchanged"): of every accepted row
    refused: pl.DataFrame  # sheet, line of rows that do not fit what is on file
    problems: pl.DataFrame
    samples: list[dict[str, str]]


@dataclass(frozen=True)
class Plan:
    sheets: Mapping[str, SheetPlan]
    people: pl.DataFrame  # pk, person_id of people on file
    new_people: pl.Series  # person_ids
    outcomes: Mapping[str, Outcome]
    problems: pl.DataFrame
    samples: list[dict[str, str]] = field(default_factory=list)

    @property
    def changed(self) -> pl.Series:
        """pk of people on file of whom something is written."""
        written = [plan.write["pk"].drop_nulls() for plan in self.sheets.values()]
        return pl.concat([pl.Series("pk", [], pl.Int64), *written]).unique().sort()


def with_hashes(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Accepted rows (layout columns, `sheet`, `line`) with the key and content by which they are compared."""
    return {name: hashed(SHEETS[name], frame) for name, frame in frames.items()}


def make(
    agency_id: int,
    frames: Mapping[str, pl.DataFrame],
    counts: Mapping[str, Count],
    *,
    today: date,
    step: Step = lambda done, what: None,
) -> Plan:
    """Compare accepted rows, as `with_hashes` gives them, with the record."""
    ids = pl.concat([pl.Series("person_id", [], pl.String), *(f["person_id"] for f in frames.values())]).unique()
    people = onfile.people(agency_id, ids)
    sheets = {}
    for done, (name, frame) in enumerate(frames.items()):
        step(done, name)
        sheets[name] = _compare(SHEETS[name], frame, people, agency_id, today)
    sheets = _whole_lines_only(sheets)
    return Plan(
        sheets=sheets,
        people=people,
        new_people=ids.filter(~ids.is_in(people["person_id"].implode())).sort(),
        outcomes=_outcomes(sheets, counts),
        problems=pl.concat([pl.DataFrame(schema=PROBLEMS), *(plan.problems for plan in sheets.values())]),
        samples=[sample for plan in sheets.values() for sample in plan.samples][:SAMPLES],
    )


def single(row: pl.DataFrame, sheet: Sheet, person: pl.DataFrame, replaces: int) -> Plan:
    """The plan by which one row takes the place of one fact, whole. `person` holds their pk and person_id."""
    write = hashed(sheet, row).join(person, on="person_id").with_columns(replaces=pl.lit(replaces, pl.Int64))
    told = write.select(*LINE, what=pl.lit("corrected"))
    nothing = pl.DataFrame(schema=PROBLEMS)
    return Plan(
        sheets={sheet.name: SheetPlan(write, told, NO_LINES, nothing, [])},
        people=person,
        new_people=person["person_id"].clear(),
        outcomes={sheet.name: Outcome(1, 0, 1, 0, 0, 0)},
        problems=nothing,
    )


def _compare(sheet: Sheet, frame: pl.DataFrame, people: pl.DataFrame, agency_id: int, today: date) -> SheetPlan:
    rows = frame.join(people, on="person_id", how="left", maintain_order="left")
    there = onfile.places(sheet.name, agency_id, people["pk"]).rename({"id": "replaces", "content": "was"})
    rows = rows.join(there, on=["pk", "key"], how="left", maintain_order="left", nulls_equal=False)
    same = rows.filter(pl.col("was") == pl.col("content"))
    new = rows.filter(pl.col("replaces").is_null())
    other = rows.filter(pl.col("was") != pl.col("content"))
    merged, before = _merge(sheet, other)
    problems = _misfits(merged, sheet, today)
    misfit = merged.join(problems.select(sheet="file", line="line"), on=LINE, how="semi")
    merged = merged.join(misfit, on=LINE, how="anti", maintain_order="left")
    corrected = merged.filter(pl.col("was") != pl.col("content"))
    after_all = merged.filter(pl.col("was") == pl.col("content"))
    return SheetPlan(
        write=pl.concat([new, corrected]).drop("was"),
        told=pl.concat(
            frame.select(*LINE, pl.lit(what).alias("what"))
            for frame, what in ((new, "new"), (corrected, "corrected"), (same, "unchanged"), (after_all, "unchanged"))
        ),
        refused=misfit.select(LINE),
        problems=problems,
        samples=_samples(sheet, corrected.head(SAMPLES), before),
    )


def _misfits(merged: pl.DataFrame, sheet: Sheet, today: date) -> pl.DataFrame:
    """Rows that are good in themselves, but not together with what is on file."""
    found = [pl.DataFrame(schema=PROBLEMS)]
    for origin in merged["sheet"].unique():
        found.append(problems_of(merged.filter(pl.col("sheet") == origin), within_a_row(sheet, today), origin))
    together = pl.lit("together with what is on file, ") + pl.col("reason")
    return pl.concat(found).filter(pl.col("severity") == "error").with_columns(reason=together)


def _whole_lines_only(sheets: dict[str, SheetPlan]) -> dict[str, SheetPlan]:
    """A roster's row is written whole or not at all: what is refused in one sheet is left out of the others."""
    refused = pl.concat([NO_LINES, *(plan.refused for plan in sheets.values())]).unique()
    if refused.is_empty():
        return sheets
    return {
        name: replace(
            plan,
            write=plan.write.join(refused, on=LINE, how="anti", maintain_order="left"),
            told=plan.told.join(refused, on=LINE, how="anti"),
        )
        for name, plan in sheets.items()
    }


def _merge(sheet: Sheet, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An empty cell says nothing, so it erases nothing: it takes what is on file. Returns also what is on file."""
    before = onfile.contents(sheet.name, rows["replaces"]).rename({"id": "replaces"})
    columns = [name for name in sheet.names if name != "person_id"]
    joined = rows.join(before, on="replaces", how="left", maintain_order="left", suffix="_before")
    merged = joined.with_columns(pl.coalesce(name, f"{name}_before").alias(name) for name in columns)
    return hashed(sheet, merged.select(rows.columns)).select(rows.columns), before


def _samples(sheet: Sheet, corrected: pl.DataFrame, before: pl.DataFrame) -> list[dict[str, str]]:
    """Which cells change, before and after, for the eye of whoever commits."""
    shown = before.filter(pl.col("replaces").is_in(corrected["replaces"].implode()))
    was = {row["replaces"]: row for row in shown.to_dicts()}
    samples = []
    for row in corrected.to_dicts():
        for name in sheet.names:
            old = was[row["replaces"]].get(name)
            if name != "person_id" and row[name] != old:
                samples.append(
                    {"sheet": sheet.name, "line": row["line"], "person_id": row["person_id"], "column": name,
                     "before": _shown(old), "after": _shown(row[name])}
                )  # fmt: skip
    return samples


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _outcomes(sheets: Mapping[str, SheetPlan], counts: Mapping[str, Count]) -> dict[str, Outcome]:
    """A row as sent is new if all that it says is new, unchanged if all is on file, and corrected otherwise.

    A roster's row stands for rows of several sheets; it is rejected where one of them does not fit what is on file.
    """
    told = pl.concat([NO_LINES.with_columns(what=pl.lit("")), *(plan.told for plan in sheets.values())])
    refused = pl.concat([NO_LINES, *(plan.refused for plan in sheets.values())]).unique()
    rows = told.group_by(LINE).agg(pl.col("what").unique())
    single = pl.col("what").list.len() == 1
    what = pl.when(single).then(pl.col("what").list.first()).otherwise(pl.lit("corrected")).alias("what")
    tally = {(sheet, what): n for sheet, what, n in rows.select("sheet", what).group_by("sheet", "what").len().rows()}
    refusals = dict(refused.group_by("sheet").len().rows())
    return {
        name: _outcome(count, tally.get((name, "new"), 0), tally.get((name, "corrected"), 0), refusals.get(name, 0))
        for name, count in counts.items()
    }


def _outcome(count: Count, new: int, corrected: int, refused: int) -> Outcome:
    return Outcome(
        rows=count.rows,
        new=new,
        corrected=corrected,
        unchanged=count.accepted - new - corrected - refused,
        duplicate=count.duplicate,
        rejected=count.rejected + refused,
    )
