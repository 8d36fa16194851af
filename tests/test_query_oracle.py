"""Random questions over random tables, against an evaluator in plain Python with three-valued logic."""

from __future__ import annotations

import re
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.core.query import Query, parse, possessions, shots
from explorer.core.query_pattern import compile_pattern
from tests.random_questions import Maker, Tree, Truth, both, either, opposite
from tests.random_tables import PLAYERS, Row, book, rows_of, tables_of


def written(tree: Tree, random: Random) -> str:
    match tree:
        case ("term", text, *_):
            return str(text)
        case ("not", child):
            return random.choice(("-", "not ")) + written(child, random)
        case ("group", child):
            return f"({written(child, random)})"
        case ("and", children):
            return random.choice((" ", " and ")).join(written(child, random) for child in children)
        case ("or", children):
            return " or ".join(written(child, random) for child in children)
    raise AssertionError(tree)


def is_of_a_shot(tree: Tree) -> bool:
    """Whether it says something of a shot that its surroundings choose."""
    match tree:
        case ("term", _, is_shot, _):
            return bool(is_shot)
        case ("not", ("group", _)):
            return False
        case ("not", child):
            return is_of_a_shot(child)
        case ("group", inner):
            return (inner[0] == "or" and is_of_a_shot(inner)) or (inner[0] == "group" and is_of_a_shot(inner))
    return all(map(is_of_a_shot, tree[1]))


def of_shot(tree: Tree, shot: Row) -> Truth:
    match tree:
        case ("term", _, _, truth):
            return truth(shot)  # type: ignore[no-any-return]  # a Tree holds anything
        case ("not", child):
            return opposite(of_shot(child, shot))
        case ("group", child):
            return of_shot(child, shot)
        case ("and", children):
            return both(of_shot(child, shot) for child in children)
    return either(of_shot(child, shot) for child in tree[1])


def some(trees: list[Tree], row: Row) -> Truth:
    truths = [both(of_shot(tree, shot) for tree in trees) for shot in row["shots"]]
    is_untold = row["fga"] is None or row["fga"] > len(row["shots"])
    return either([*truths, None if is_untold else False])


def of_row(tree: Tree, row: Row) -> Truth:
    if is_of_a_shot(tree):
        return some([tree], row)
    match tree:
        case ("term", _, _, truth):
            return truth(row)  # type: ignore[no-any-return]  # a Tree holds anything
        case ("not", child):
            return opposite(of_row(child, row))
        case ("group", child):
            return of_row(child, row)
        case ("and", children):
            about = [child for child in children if is_of_a_shot(child)]
            rest = [of_row(child, row) for child in children if not is_of_a_shot(child)]
            return both([*rest, some(about, row)] if about else rest)
    return either(of_row(child, row) for child in tree[1])


def spoken(tree: Tree, row: Row, want: bool = True) -> set[int] | None:
    """The shots of a row by which the tree is `want`; None where it asks for none."""
    if is_of_a_shot(tree):
        return {n for n, shot in enumerate(row["shots"]) if of_shot(tree, shot)} if want else None
    match tree:
        case ("term", *_):
            return None
        case ("not", child):
            return spoken(child, row, not want)
        case ("group", child):
            return spoken(child, row, want)
    parts = list(tree[1])
    if tree[0] == "and":
        about = [child for child in parts if is_of_a_shot(child)]
        parts = [child for child in parts if not is_of_a_shot(child)]
        if about:
            parts.append(("group", ("and", about)) if len(about) > 1 else ("asked", about[0]))
    found = []
    for part in parts:
        if part[0] == "asked" or (part[0] == "group" and part[1][0] == "and" and all(map(is_of_a_shot, part[1][1]))):
            inner = part[1]
            shown = {n for n, shot in enumerate(row["shots"]) if of_shot(inner, shot)} if want else None
            truth = some([inner], row)
        else:
            shown, truth = spoken(part, row, want), of_row(part, row)
        if shown is not None:
            is_alternative = (tree[0] == "and") != want
            found.append(shown if not is_alternative or truth is want else set())
    return set().union(*found) if found else None


def check(seed: int, questions: int) -> None:
    random = Random(seed)
    rows = rows_of(random, random.randrange(1, 9))
    maker, tables, names = Maker(random, rows), tables_of(rows), book()
    for _ in range(questions):
        tree = maker.tree(3)
        text = written(tree, random)
        query = parse(text)
        expected = [of_row(tree, row) is True for row in rows]
        assert possessions(query, tables, names).tolist() == expected, text
        told = shots(query, tables, names).tolist()
        for number, row in enumerate(rows):
            own = [told.pop(0) for _ in row["shots"]]
            by = spoken(tree, row)
            meant = range(len(row["shots"])) if by is None else by
            assert own == [expected[number] and n in meant for n in range(len(row["shots"]))], (text, number)
        turned = Query(f"-({text})", parse(f"-({text})").node)
        if not is_of_a_shot(tree):
            expected = [of_row(tree, row) is False for row in rows]
            assert possessions(turned, tables, names).tolist() == expected, turned.text


@given(st.integers(0, 2**40))
@settings(max_examples=150)
def test_random_questions_over_random_tables(seed: int) -> None:
    check(seed, 4)


@pytest.mark.slow
@given(st.integers(0, 2**40))
@settings(max_examples=2500)
def test_ten_thousand_random_questions(seed: int) -> None:
    check(seed, 5)


SAFE = [
    "lee",
    "^bo",
    "park(es)?$",
    "[a-c].*e",
    "o'h.ra",
    "(ann|bo) le+",
    r"\w+ \w{2,3}$",
    r"\W",
    "[^a-z' -]",
    "e{2}d?s",
]


@given(st.sampled_from(SAFE), st.text("abeglnops '-LP", max_size=12))
def test_patterns_match_as_the_library_does(pattern: str, text: str) -> None:
    for one in (text, *PLAYERS):
        assert compile_pattern(pattern).is_in(one) == bool(re.search(pattern, one, re.IGNORECASE)), one


def test_a_mask_is_the_callers_own() -> None:
    rows = rows_of(Random(1), 5)
    tables, names = tables_of(rows), book()
    first = possessions(parse("points>=0"), tables, names)
    kept = first.copy()
    first[:] = ~first
    np.testing.assert_array_equal(possessions(parse("points>=0"), tables, names), kept)
