"""Shapes of the floor in questions: read, refused, asked, offered, drawn, kept in views."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.cli import main
from explorer.core import query
from explorer.core import query_places as place_terms
from explorer.core.court import COURTS, Court, court_for
from explorer.core.errors import QueryError
from explorer.core.query_names import AREA, ZONE, by_court, court_of
from explorer.core.query_places import MOST_CORNERS, TOLERANCE_FT, shape_term, shapes_in, with_place, without_places
from explorer.core.shapes import EXAMPLES, NAMED, Kind, Shape, ShapeError, read_shape
from explorer.core.table import Tables
from explorer.core.views import View
from explorer.core.zones import BASIC, NBA14, classify
from explorer.services.annotations import open_annotations
from tests import small_games
from tests.random_tables import Row, book, rows_of, tables_of

NAMES = book()
FEET = st.floats(-60, 100).map(lambda value: round(value, 1))
NBA = court_for("nba", None)


@cache
def made() -> tuple[list[Row], Tables]:
    rows = rows_of(Random(11), 300)
    return rows, tables_of(rows)


def asked(question: str) -> list[int]:
    return np.flatnonzero(query.shots(query.parse(question), made()[1], NAMES)).tolist()


def crosses(corners: list[tuple[float, float]], x: float, y: float) -> bool:
    """The even-odd rule, edge by edge."""
    is_in = False
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y < y0) != (y < y1) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            is_in = not is_in
    return is_in


# What a shape holds


@given(
    st.lists(st.tuples(FEET, FEET), min_size=3, max_size=12),
    st.integers(0, 2**32 - 1),
    st.sampled_from([50, 6000]),
)
def test_a_lasso_holds_what_an_odd_number_of_crossings_says(
    corners: list[tuple[float, float]], seed: int, count: int
) -> None:
    rng = np.random.default_rng(seed)
    xs, ys = (np.array(corners)[:, side] for side in (0, 1))
    # Close to the shape, so that the grid by which many places are put inside is at work.
    x = rng.uniform(xs.min() - 0.5, xs.max() + 0.5, count).astype(np.float32)
    y = rng.uniform(ys.min() - 0.5, ys.max() + 0.5, count).astype(np.float32)
    x[0] = np.nan
    shape = Shape(Kind.LASSO, tuple(number for corner in corners for number in corner))
    held = shape.holds(NBA, x, y)
    some = rng.integers(0, count, 60)
    assert held[some].tolist() == [crosses(corners, float(x[at]), float(y[at])) for at in some]
    assert not held[0]


@pytest.mark.parametrize("court", COURTS, ids=lambda court: court.key)
def test_a_named_place_is_what_its_outline_encloses(court: Court) -> None:
    rng = np.random.default_rng(3)
    half, far = court.width_ft / 2, court.half_length_ft
    x, y = rng.uniform(-half, half, 4000), rng.uniform(0, far, 4000)
    for one in NAMED:
        shape = Shape(Kind.NAMED, name=one.name)
        outline = shape.outline(court)
        assert np.abs(outline[:, 0]).max() <= half + 2
        drawn = Shape(Kind.LASSO, tuple(outline.ravel().tolist())).holds(court, x, y)
        held = shape.holds(court, x, y)
        # A circle is drawn in chords: a place in between is a hundredth of a foot from the edge.
        assert (held != drawn).mean() < 0.002, one.name
        assert held.any(), one.name


def test_places_mean_what_they_say() -> None:
    def holds(name: str, x: float, y: float, court: Court = NBA) -> bool:
        return bool(Shape(Kind.NAMED, name=name).holds(court, [x], [y])[0])

    assert holds("paint", 8.0, 19.0)
    assert not holds("paint", 8.1, 10.0)
    assert not holds("paint", 7.0, 10.0, court_for("ncaa_men", None))
    assert holds("left_half", -0.01, 30.0)
    assert not holds("left_half", 0.0, 30.0)
    assert holds("right_half", 0.0, 30.0)
    # Told to be a foot beyond the sideline and the baseline: still the left corner.
    assert holds("left_corner", -26.0, -1.0)
    assert not holds("left_half", -5.0, 48.0)
    assert holds("left_elbow", -8.0, 19.0)
    assert not holds("right_elbow", -8.0, 19.0)
    assert holds("inside_arc", 22.0, 3.0)
    assert holds("beyond_arc", 22.1, 3.0)
    assert not holds("paint", np.nan, 3.0)


def test_the_two_sides_of_every_place_mirror_each_other() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.uniform(-25, 25, 2000), rng.uniform(0, 47, 2000)
    for one in NAMED:
        if one.name.startswith("left_"):
            other = Shape(Kind.NAMED, name=one.name.replace("left", "right"))
            held = Shape(Kind.NAMED, name=one.name).holds(NBA, x, y)
            np.testing.assert_array_equal(held, other.holds(NBA, -x, y))


# What is read


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("rect -8 0 8 19", Shape(Kind.RECT, (-8, 0, 8, 19))),
        (" Rectangle \u22128 0 8 19.5 ", Shape(Kind.RECT, (-8, 0, 8, 19.5))),
        ("circle 0, 5.25, 4", Shape(Kind.CIRCLE, (0, 5.25, 4))),
        ("my spot = rect -8 0 8 19", Shape(Kind.RECT, (-8, 0, 8, 19))),
        ("Left elbow", Shape(Kind.NAMED, name="left_elbow")),
        ("top of the key", Shape(Kind.NAMED, name="top_of_key")),
        ("home=paint", Shape(Kind.NAMED, name="paint")),
    ],
)
def test_a_shape_is_read(text: str, shape: Shape) -> None:
    found = read_shape(text)
    assert found == shape
    assert read_shape(found.text) == found


def test_a_shape_keeps_the_users_name_for_it() -> None:
    (shape,) = shapes_in('place:"my spot = rect -8 0 8 19" points>1')
    assert (shape.title, shape.text) == ("my spot", "my spot = rect -8 0 8 19")
    assert read_shape("paint").title == "paint"


@pytest.mark.parametrize(
    ("question", "position", "words"),
    [
        ("place:piant", 6, "did you mean 'paint'?"),
        ("points>1 place:rect", 19, "four numbers"),
        ('place:"rect 1 2 3"', 17, "rect -8 0 8 19"),
        ('place:"rect 1 2 3 4 5"', 20, "four numbers"),
        ('place:"rect 1 two 3 4"', 14, "'two' is no number"),
        ('place:"rect 1 2 1 4"', 12, "no common line"),
        ('place:"circle 0 5 0"', 18, "more than 0"),
        ('place:"lasso 0 0 1 1 2"', 22, "three corners"),
        ('place:"circle 0 5 999"', 18, "beyond 200 feet"),
        ('place:" = paint"', 7, "before '='"),
        ('place:"spot ="', 13, "a shape is missing"),
        ("place>paint", 6, "no more and less"),
        ("place:paint..left_half", 6, "no more and less"),
        ("place~/a/", 0, "a place"),
        ("zone:mid_lfet", 5, "did you mean 'mid_left'?"),
    ],
)
def test_a_refused_shape_says_what_and_where(question: str, position: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        query.parse(question)
    assert (caught.value.position, words in str(caught.value)) == (position, True), str(caught.value)


@given(st.lists(st.sampled_from("rect circle lasso paint = -8 0 8 19 x 1e5 . , 300 -".split()), max_size=9))
def test_any_heap_of_words_is_a_shape_or_refused_within(words: list[str]) -> None:
    text = " ".join(words)
    shape = read(text)
    if shape is not None:
        assert shape.outline(NBA).shape[1] == 2
        assert read_shape(shape.text) == shape


def read(text: str) -> Shape | None:
    """The shape, or None where it is refused with a place within the text."""
    try:
        return read_shape(text)
    except ShapeError as error:
        position = error.position
    assert 0 <= position <= len(text)
    return None


# What is asked


def places() -> list[tuple[float, float] | None]:
    return [None if shot["x"] is None else (shot["x"], shot["y"]) for row in made()[0] for shot in row["shots"]]


def test_a_place_is_asked_of_shots_and_the_unknown_is_neither() -> None:
    in_box = [n for n, place in enumerate(places()) if place and -8 <= place[0] <= 8 and place[1] <= 19]
    known = [n for n, place in enumerate(places()) if place]
    assert asked('place:"rect -8 0 8 19"') == in_box == asked('shot.place:"8 = rect 8 19 -8 0"')
    assert asked('-place:"rect -8 0 8 19"') == sorted(set(known) - set(in_box)) == asked('place!="rect -8 0 8 19"')
    assert asked("place:?") == known
    both = {*asked("place:paint"), *asked('place:"rect 20 0 30 6"')}
    assert asked('place:paint,"rect 20 0 30 6"') == sorted(both)


def test_a_place_joins_the_other_terms_of_a_shot() -> None:
    made_there = [
        n
        for n, (shot, place) in enumerate(zip((s for row in made()[0] for s in row["shots"]), places(), strict=True))
        if shot["made"] == 1 and place and abs(place[0]) <= 8 and place[1] <= 19
    ]
    assert asked('place:"rect -8 0 8 19" shot.made:yes') == made_there
    assert 0 < len(made_there) < len(asked('place:"rect -8 0 8 19"'))


def test_a_named_place_is_that_of_each_games_court() -> None:
    rows, tables = made()
    lanes = [court_of(info).lane_width_ft / 2 for info in tables.names.games]
    assert len(set(lanes)) > 1
    owners = [row["game"] for row in rows for _ in row["shots"]]
    in_lane = [
        n
        for n, (game, place) in enumerate(zip(owners, places(), strict=True))
        if place and abs(place[0]) <= lanes[game] and place[1] <= 19
    ]
    assert asked("place:paint") == in_lane
    assert sorted(row for _, here in by_court(tables) for row in here.tolist()) == list(range(len(tables.shots)))


def test_zones_have_the_names_of_both_schemes() -> None:
    tables = made()[1]
    shots = tables.shots
    for scheme, meaning in ((BASIC, ZONE), (NBA14, AREA)):
        codes = np.full(len(shots), -1)
        for court, here in by_court(tables):
            codes[here] = classify(scheme, court, shots.x_ft[here], shots.y_ft[here], shots.value[here])
        for code, zone in enumerate(scheme.zones):
            rows = np.flatnonzero(codes == code).tolist()
            assert (
                asked(f"zone:{zone.name}")
                == asked(f'zone:"{zone.title}"')
                == asked(f"{meaning.name}={zone.name}")
                == rows
            )
    assert asked("zone:paint") == sorted(
        asked("zone:paint_left") + asked("zone:paint_centre") + asked("zone:paint_right")
    )
    both = {*asked("zone:rim"), *asked("zone:mid_left"), *asked("zone:7")}
    assert asked("zone:rim,mid_left,7") == sorted(both)
    assert asked("zone:corner") == sorted(asked("zone:left_corner_3") + asked("zone:right_corner_3"))


def test_named_places_and_forms_are_offered_with_their_titles() -> None:
    tables = made()[1]
    offers = {one.text: one for one in query.complete("points>0 place:", 15, tables, NAMES)}
    assert offers["paint"].title == "paint"
    assert offers["paint"].count == len(asked("place:paint"))
    assert {f'"{example}"' for example in EXAMPLES.values()} <= set(offers)
    elbows = [one.text for one in query.complete("place:elb", 9, tables, NAMES)]
    assert elbows == ["left_elbow", "right_elbow"]
    text = 'place:"rec'
    (form,) = query.complete(text, len(text), tables, NAMES)
    assert text[: form.start] + form.text + text[form.end :] == f'place:"{EXAMPLES[Kind.RECT]}"'
    assert any(one.text == "shot.place:" for one in query.complete("pla", 3, tables, NAMES))
    for text in ("area:mid", "zone:mid", "zone:rim,mid"):
        found = [one.text for one in query.complete(text, len(text), tables, NAMES)]
        assert "mid_left" in found
        assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("shape", "term"),
    [
        (Shape(Kind.NAMED, name="nail"), "place:nail"),
        (Shape(Kind.NAMED, name="nail", label="my  nail"), 'place:"my nail = nail"'),
        (Shape(Kind.CIRCLE, (0, 5.25, 4), label='"a" = b'), 'place:"a b = circle 0 5.25 4"'),
    ],
)
def test_a_shape_is_written_as_a_term_that_reads_the_same(shape: Shape, term: str) -> None:
    assert place_terms.term_of(shape) == term
    assert shapes_in(term) == (shape,)


# What is drawn


def test_a_rectangle_is_written_from_any_two_corners() -> None:
    term = 'place:"rect -8.1 0 8 19.3"'
    for corners in ([(-8.06, 0.04), (8.04, 19.3)], [(8.04, 0.04), (-8.06, 19.3)], [(8.04, 19.3), (-8.06, 0.04)]):
        assert shape_term("rectangle", np.array(corners)) == term
    assert query.parse(shape_term("rectangle", np.array([(1.0, 2.0), (1.01, 2.01)])))
    assert shape_term("lasso", np.array([(0.0, 0.0), (5.0, 5.0), (2.0, 2.0)])) == 'place:"rect 0 0 5 5"'


@given(st.integers(0, 2**32 - 1), st.integers(3, 400), st.floats(0.1, 25))
def test_a_lasso_is_written_short_and_close_to_what_was_drawn(seed: int, count: int, size: float) -> None:
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, count))
    away = size * (1 + 0.3 * np.sin(3 * angle))
    drawn = np.column_stack((away * np.cos(angle), 20 + away * np.sin(angle)))
    (shape,) = shapes_in(shape_term("lasso", drawn))
    outline = shape.outline(NBA)
    assert len(outline) <= MOST_CORNERS
    assert len(shape.text) < 300
    stops = np.roll(outline, -1, axis=0)

    def away_from_line(place: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        run = stops - outline
        along = np.clip(((place - outline) * run).sum(axis=1) / np.maximum((run**2).sum(axis=1), 1e-12), 0, 1)
        return float(np.hypot(*(place - outline - along[:, None] * run).T).min())

    worst = max(map(away_from_line, drawn))
    # Rounding adds what half a tenth of a foot is across.
    assert worst <= TOLERANCE_FT + 0.08 or len(outline) > MOST_CORNERS // 2 or shape.kind is Kind.RECT


@pytest.mark.parametrize(
    ("question", "drawn", "cleared"),
    [
        ("", "NEW", ""),
        ("points>1", "points>1 NEW", "points>1"),
        ("place:paint", "NEW", ""),
        ('zone:rim place:"my spot = rect 0 0 1 1" points>1', "zone:rim NEW points>1", "zone:rim points>1"),
        ("place:paint and points>1 shot.place=nail", "NEW and points>1", "points>1"),
        ("-place:paint", "-place:paint NEW", "-place:paint"),
        ("points>1 or place:paint", "(points>1 or place:paint) NEW", "points>1 or place:paint"),
        ("(place:paint) place:?", "(place:paint) place:? NEW", "(place:paint) place:?"),
    ],
)
def test_what_is_drawn_takes_the_stead_of_what_was(question: str, drawn: str, cleared: str) -> None:
    term = 'place:"rect 1 2 3 4"'
    assert with_place(question, term) == drawn.replace("NEW", term)
    assert without_places(question) == cleared


def test_the_shapes_of_a_question_are_those_it_asks_for() -> None:
    question = 'place:paint,"circle 0 5 3" -place:nail (points>1 or place:left_wing) place:paint'
    assert [shape.title for shape in shapes_in(question)] == ["paint", "circle", "left wing"]
    assert shapes_in("points>1") == shapes_in("") == ()


def test_a_view_keeps_a_place(tmp_path: Path) -> None:
    question = with_place("points>1", shape_term("lasso", np.array([(-8, 12), (-4, 19), (0, 22), (3.05, 14.0)])))
    annotations = open_annotations(tmp_path / "annotations.sqlite")
    try:
        assert annotations.save(View("Left of the lane", question))
        (view,) = annotations.views()
    finally:
        annotations.close()
    assert view.question == question
    assert shapes_in(view.question)[0].numbers == (-8, 12, -4, 19, 0, 22, 3, 14)


def test_a_place_is_asked_in_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_games.write(tmp_path / "a.json", small_games.shottracker(extra=0))

    def possessions(where: str) -> int:
        capsys.readouterr()
        assert main(["summary", str(path), "--json", "--basedir", str(tmp_path / "own"), "--where", where]) == 0
        (game,) = json.loads(capsys.readouterr().out)["games"]
        return sum(team["possessions"] for team in game["teams"])

    # Every shot of the small game was taken at 3 m from the ring, straight before it.
    assert possessions("place:right_half") == 6
    assert possessions("place:left_half") == 0
    assert possessions('place:"my spot = circle 0 15 6"') == 6
