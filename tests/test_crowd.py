"""Shots that are too many for points: all of them are in the picture, and each can still be found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.core.court import court_for
from explorer.core.table import ShotTable
from explorer.widgets.court import shot_layer
from explorer.widgets.court.court_view import CourtView
from explorer.widgets.court.crowd_layer import CELL_FT, counts_of, strengths

FEET = st.floats(-200, 200, width=32)


def shots_at(places: list[tuple[float, float]]) -> ShotTable:
    count = len(places)
    values: dict[str, list[object]] = {spec.name: [None] * count for spec in ShotTable.specs()}
    values |= {
        "possession": list(range(count)),
        "made": [n % 3 % 2 for n in range(count)],
        "x_ft": [x for x, _ in places],
        "y_ft": [y for _, y in places],
    }
    return ShotTable.of(**values)


@given(st.lists(st.tuples(FEET, FEET), max_size=30))
def test_every_shot_is_in_some_cell_and_every_cell_with_a_shot_is_seen(places: list[tuple[float, float]]) -> None:
    counts = counts_of(shots_at(places))
    assert counts.sum() == len(places)
    seen = strengths(counts)
    np.testing.assert_array_equal(seen > 0, counts > 0)
    order = np.argsort(counts, axis=None)
    assert (np.diff(seen.reshape(-1)[order].astype(int)) >= 0).all()


def test_a_shot_lies_in_the_cell_of_its_place() -> None:
    counts = counts_of(shots_at([(0.1, 5.3), (0.4, 5.4), (-0.1, 5.3)]))
    row, middle = int(5.3 / CELL_FT), counts.shape[1] // 2
    assert (counts[row, middle], counts[row, middle - 1]) == (2, 1)


def test_many_shots_are_a_crowd_and_few_are_points_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shot_layer, "MOST_POINTS", 20)
    view = CourtView(court_for("nba", None))
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    many = shots_at([(n / 2 - 10, 20.0) for n in range(40)])
    pictures = []
    for shots, is_crowd in ((many, True), (many.take(np.arange(5)), False), (many, True), (ShotTable.empty(), False)):
        view.set_shots(shots, lambda shot: "")
        assert ("more shots" in view._legend.accessibleName()) == is_crowd
        assert len(view.shots) == len(shots)
        pictures.append(view.grab().toImage())
    assert pictures[0] == pictures[2]
    assert len({bytes(picture.constBits()) for picture in pictures}) == 3


def test_a_shot_of_a_crowd_is_found_where_it_is(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shot_layer, "MOST_POINTS", 20)
    view = CourtView(court_for("nba", None))
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    view.set_shots(shots_at([(n / 2 - 10, 20.0) for n in range(40)]), lambda shot: "")
    view.set_chosen(7)
    for shot in (0, 7, 39):
        place = view.place_of(shot)
        plot = view.childAt(place)
        assert plot is not None
        with qtbot.waitSignal(view.possession_chosen) as chosen:
            QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mapFrom(view, place))
        assert chosen.args == [shot]
