"""Time in custody or commitment: intervals merged, and clocks that they stop (SORNA-DUR-5, VER-6)."""

import polars as pl

from tipstaff.sorna.frames import CUSTODY, conform

OPEN = 2**30  # the end, in days, of a stay that has not ended
_PERSON = 2**31  # sets people apart in one number of days, so that one running maximum serves all of them


def merged(custody: pl.DataFrame) -> pl.DataFrame:
    """person, began, ended (days since 1970; OPEN while it lasts), sorted, overlapping and touching stays made one.

    A stay without a first day, or that ends before it began, is no stay.
    """
    stays = (
        conform(custody, CUSTODY)
        .select("person", began=pl.col("from_on").to_physical(), ended=pl.col("to_on").to_physical().fill_null(OPEN))
        .filter(pl.col("ended") >= pl.col("began"))
        .sort("person", "began")
    )
    if not stays.height:
        return stays
    person = pl.col("person").cast(pl.Int64) * _PERSON
    reached = (person + pl.col("ended")).cum_max().shift(1)
    stays = stays.with_columns(_stay=(person + pl.col("began") > reached).fill_null(True).cum_sum())
    if stays["_stay"][-1] == stays.height:
        return stays.drop("_stay")
    return (
        stays.group_by("_stay", maintain_order=True)
        .agg(pl.col("person").first(), pl.col("began").first(), pl.col("ended").max())
        .drop("_stay")
    )


def excluded(clocks: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """Days that stays add to clocks: row, days, stopped (an open stay was reached while the clock ran).

    `clocks` has row, person, start and end as days. A stay is clipped to the start; one reached on or before the end
    as moved so far adds its whole length, a later one adds nothing. Sorted and apart, stays are reached in turn: the
    time outside custody up to a stay only grows, so comparing it with the end needs no walk.
    """
    began, ended = pl.max_horizontal("began", "start"), pl.col("ended")
    open_ended = ended == OPEN
    length = pl.when(~open_ended).then(ended - began).otherwise(0)
    met = (
        clocks.join(stays, on="person", how="inner", maintain_order="left_right")
        .filter(ended > pl.col("start"))
        .select("row", "end", began.alias("began"), open_ended.alias("open"), length.alias("length"))
    )
    total = pl.col("length").cum_sum() - pl.col("length")
    at_first = pl.when((pl.col("row") != pl.col("row").shift(1)).fill_null(True)).then(total).forward_fill()
    reached = pl.col("began") - (total - at_first) <= pl.col("end")
    return (
        met.with_columns(reached=reached)
        .filter("reached")
        .group_by("row")
        .agg(pl.col("length").sum().alias("days"), pl.col("open").any().alias("stopped"))
    )


def spanning(days: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """Of rows with person and day, those on which the person was in custody: row, began, ended (release day is out)."""
    day = pl.col("day").to_physical()
    return (
        days.join(stays, on="person", how="inner")
        .filter((pl.col("began") <= day) & (day < pl.col("ended")))
        .select("row", "began", "ended")
    )
