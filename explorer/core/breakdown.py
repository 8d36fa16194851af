"""Possessions or shots parted by one or two fields: counts, sums and rates of each group, all groups at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from explorer.core import query
from explorer.core.columns import Array
from explorer.core.figures import Counted, possession_figures, shot_figures
from explorer.core.grouping import Codes, Grouping, Groups, RowKind, chosen, crossed
from explorer.core.names import NameBook
from explorer.core.query_lookups import Lookups, lookups_of
from explorer.core.result import Figure, Result, Terms
from explorer.core.sums import possession_kinds
from explorer.core.table import ShotTable, Tables

Mask = NDArray[np.bool_]


class Form(StrEnum):
    """How counts are given."""

    TOTAL = "total"
    PER_GAME = "per_game"
    PER_100 = "per_100"


@dataclass(frozen=True, slots=True)
class Sample:
    """What figures are made of: possessions, and the shots that count.

    `shots` are those that the question speaks of; `has_shot_terms` that it speaks of some, so that field goals are
    counted over these alone.
    """

    tables: Tables
    book: NameBook
    rows: Mask
    shots: Mask
    has_shot_terms: bool = False

    @classmethod
    def whole(cls, tables: Tables, book: NameBook) -> Sample:
        """All possessions that count, with all their shots."""
        counted = tables.counted
        if counted is None:
            return cls(tables, book, np.ones(len(tables.possessions), np.bool_), np.ones(len(tables.shots), np.bool_))
        return cls(tables, book, counted, counted[tables.shots.possession])

    @classmethod
    def of(cls, asked: query.Query, tables: Tables, book: NameBook) -> Sample:
        """The possessions that a question is true of, and the shots that it speaks of."""
        rows, shots = query.possessions(asked, tables, book), query.shots(asked, tables, book)
        return cls(tables, book, rows, shots, asked.has_shot_terms)

    def other_shots(self) -> ShotTable | None:
        """The shots of the same possessions that the question does not speak of; None where it speaks of none."""
        if not self.has_shot_terms:
            return None
        return self.tables.shots.take(self.rows[self.tables.shots.possession] & ~self.shots)

    @property
    def lookups(self) -> Lookups:
        """What was looked up in these tables before."""
        return lookups_of(self.tables, self.book)

    def shares_rows(self, other: Sample) -> bool:
        """Whether some possession is in both."""
        return bool((self.rows & other.rows).any())

    def narrowed(self, rows: Mask) -> Sample:
        """Those of the possessions that a mask has too, with their shots."""
        both = self.rows & rows
        return replace(self, rows=both, shots=self.shots & both[self.tables.shots.possession])


def breakdown(
    sample: Sample, by: Sequence[Grouping], form: Form = Form.TOTAL, wanted: Collection[str] | None = None
) -> Result:
    """Part a sample by one or two groupings; groups without a row are left out, the unknown one stands last.

    `wanted` names the figures to work out, None all. Where one of the groupings parts shots, shots are counted.
    """
    parts = [groups_of(one, sample) for one in by]
    is_of_shots = any(one.row_kind is RowKind.SHOT for one in by)
    mask = sample.shots if is_of_shots else sample.rows
    owner = sample.tables.shots.possession
    placed = [
        _of_shots(groups, owner) if is_of_shots and one.row_kind is RowKind.POSSESSION else groups
        for one, groups in zip(by, parts, strict=True)
    ]
    memberships = [chosen(groups, mask) for groups in placed]
    rows, codes = memberships[0]
    count = placed[0].count
    if len(by) > 1:
        is_one_each = all(groups.rows is None for groups in placed)
        rows, codes = crossed(memberships[0], memberships[1], placed[1].count, is_one_each)
        count *= placed[1].count
    present, places = _present(codes, count)
    figures = _figures(sample, is_of_shots, rows, places, len(present), form, wanted)
    everything = np.flatnonzero(mask)
    whole = _figures(sample, is_of_shots, everything, np.zeros(len(everything), np.intp), 1, form, wanted)
    pairs = [divmod(int(code), placed[1].count) if len(by) > 1 else (int(code),) for code in present]
    codes_of = [tuple(code - 1 for code in pair) for pair in pairs]
    keys = np.array(
        [[groups.key(code) for groups, code in zip(placed, pair, strict=True)] for pair in codes_of], np.float64
    ).reshape(len(pairs), len(by))
    order = np.lexsort(keys.T[::-1]) if len(pairs) else np.zeros(0, np.intp)
    sizes = np.bincount(places, minlength=len(present)).astype(np.float64)
    overlapping = [one.title for one in by if one.overlaps]
    marks = placed[0].marks
    return Result(
        tuple(one.title for one in by),
        tuple(_labels(placed, codes_of[place]) for place in order),
        keys[order],
        tuple(figure.taken(order) for figure in figures),
        Terms(lambda place: _term(placed, codes_of[order[place]]), len(present)),
        (sizes / max(len(everything), 1))[order],
        tuple(marks[codes_of[place][0]] if marks and codes_of[place][0] >= 0 else None for place in order),
        (RowKind.SHOT if is_of_shots else RowKind.POSSESSION).value,
        f"Groups overlap: one row can be in several ({', '.join(overlapping)})." if overlapping else "",
        tuple(codes_of[place] for place in order),
        tuple(whole),
    )


def groups_of(grouping: Grouping, sample: Sample) -> Groups:
    """The groups of all rows of a sample's tables, found once."""
    lookups = sample.lookups
    return lookups.once(("groups", grouping.name), lambda: grouping.make(sample.tables, sample.book, lookups))


def measured(sample: Sample, wanted: Collection[str] | None = None, form: Form = Form.TOTAL) -> dict[str, Figure]:
    """The figures of a whole sample, by name; each with one value."""
    rows = np.flatnonzero(sample.rows)
    found = _figures(sample, False, rows, np.zeros(len(rows), np.intp), 1, form, wanted)
    return {figure.name: figure for figure in found}


def measured_shots(sample: Sample) -> dict[str, Figure]:
    """The figures of a sample's shots, by name; each with one value."""
    rows = np.flatnonzero(sample.shots)
    found = _figures(sample, True, rows, np.zeros(len(rows), np.intp), 1, Form.TOTAL, None)
    return {figure.name: figure for figure in found}


def _figures(
    sample: Sample,
    is_of_shots: bool,
    rows: Codes,
    groups: Codes,
    count: int,
    form: Form,
    wanted: Collection[str] | None,
) -> list[Figure]:
    per = {Form.TOTAL: "", Form.PER_GAME: "game", Form.PER_100: "100"}[form]
    if is_of_shots:
        return shot_figures(sample.tables, Counted(rows, groups, count), wanted)
    shots = sample.shots if sample.has_shot_terms else None
    kinds = sample.lookups.once("kinds", lambda: possession_kinds(sample.tables))
    if shots is not None:
        kinds = possession_kinds(sample.tables, shots)
    counted = Counted(rows, groups, count)
    return possession_figures(
        sample.tables,
        counted,
        kinds.take(rows),
        sample.lookups,
        sample.shots,
        per,
        wanted,
        is_of_some_shots=sample.has_shot_terms,
    )


def _of_shots(groups: Groups, owner: Array) -> Groups:
    """The groups of possessions as groups of their shots."""
    if groups.rows is None:
        return replace(groups, codes=groups.codes[owner])
    size = int(max(groups.rows.max(initial=-1), owner.max(initial=-1))) + 1
    members = np.bincount(groups.rows, minlength=size)
    begins = np.concatenate([[0], np.cumsum(members)])
    repeats = members[owner]
    shots = np.repeat(np.arange(len(owner)), repeats)
    within = np.arange(len(shots)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return replace(groups, codes=groups.codes[begins[owner[shots]] + within], rows=shots)


def _present(codes: Codes, count: int) -> tuple[Codes, Codes]:
    """The codes that any row has, and each row's place among them."""
    if count > 16 * max(len(codes), 1024):
        present, places = np.unique(codes, return_inverse=True)
        return present, places
    is_met = np.zeros(count, np.bool_)
    is_met[codes] = True
    return np.flatnonzero(is_met), (np.cumsum(is_met) - 1)[codes]


def _labels(placed: Sequence[Groups], codes: Sequence[int]) -> tuple[str, ...]:
    return tuple(groups.label(code) for groups, code in zip(placed, codes, strict=True))


def _term(placed: Sequence[Groups], codes: Sequence[int]) -> str:
    terms = [groups.ask(code) for groups, code in zip(placed, codes, strict=True)]
    return " ".join(terms) if all(terms) else ""
