"""Colours that can be read and told apart: contrast as WCAG 2.2 asks, and what three deficiencies see of them."""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from explorer.app import theme
from explorer.app.court_presenting import told_apart
from explorer.core.vocabulary import Mark
from explorer.widgets.marks import SIZE, paint_mark
from explorer.widgets.tokens import DARK, LIGHT, Tokens, mixed
from tests.colour_pairs import MARK, PAIRS, QUIET, TEAMS, TEXT, TOGETHER, Pair, Together, colours, steps
from tests.colour_space import SIGHTS, contrast, distance, lab, nearest

ROOT = Path(__file__).resolve().parents[1]
APART = 15.0
each_theme = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


class Recorder:
    """Tokens that remember which of them were asked for."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.used: set[str] = set()

    def __getattr__(self, name: str) -> object:
        if name in {field.name for field in dataclasses.fields(self._tokens)}:
            self.used.add(name)
            return getattr(self._tokens, name)
        return getattr(type(self._tokens), name).__get__(self)


def test_the_measures_are_those_of_their_sources() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)  # WebAIM's example
    assert lab(QColor("#ff0000")).tolist() == pytest.approx([53.24, 80.09, 67.20], abs=0.05)  # Lindbloom
    assert lab(QColor("#0000ff")).tolist() == pytest.approx([32.30, 79.19, -107.86], abs=0.05)
    for sight in SIGHTS:  # grey is grey to everybody, and each matrix keeps white
        assert distance(QColor("#808080"), QColor("#ffffff"), sight) == pytest.approx(46.4, abs=0.3)
    # Matplotlib's red and green, the usual example of what must not be.
    assert (
        distance(QColor("#d62728"), QColor("#2ca02c"), "deuteranopia")
        < 10
        < distance(QColor("#d62728"), QColor("#2ca02c"))
    )


@each_theme
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.where)
def test_what_stands_on_a_ground_can_be_seen_or_read(pair: Pair, tokens: Tokens) -> None:
    weak = [
        (round(contrast(front, ground), 2), front.name(), ground.name())
        for front in colours(pair.front, tokens)
        for ground in colours(pair.grounds, tokens)
        if contrast(front, ground) < pair.least
    ]
    assert weak == []


def test_every_token_is_in_a_pair_or_quiet_with_a_reason() -> None:
    seen = Recorder(LIGHT)
    for pair in PAIRS:
        colours(pair.front, cast(Tokens, seen))
    names = {field.name for field in dataclasses.fields(Tokens)}
    grounds = Recorder(LIGHT)
    for pair in PAIRS:
        colours(pair.grounds, cast(Tokens, grounds))
    assert names - seen.used - grounds.used == set()
    assert names - seen.used <= QUIET.keys()
    assert not QUIET.keys() & {ink for pair in PAIRS for ink in pair.front if isinstance(ink, str)}
    assert len(LIGHT.teams) == len(DARK.teams) == TEAMS


@each_theme
@pytest.mark.parametrize("together", TOGETHER, ids=lambda one: one.where)
def test_what_stands_together_is_told_apart_by_everybody(together: Together, tokens: Tokens) -> None:
    found = colours(together.inks, tokens)
    near = [
        (one.name(), other.name(), *nearest(one, other))
        for one, other in itertools.combinations(found, 2)
        if nearest(one, other)[0] < APART
    ]
    assert not near if not together.shapes else together.shapes in ("ring", "dash"), near


@each_theme
def test_the_order_of_steps_is_seen_by_everybody(tokens: Tokens) -> None:
    """From one step to the next the lightness goes one way, or the colours lie as far apart as different ones."""
    for name, scale in steps(tokens).items():
        for sight in SIGHTS:
            lights = np.array([lab(one, sight)[0] for one in scale])
            ends = distance(scale[0], scale[-1], sight)
            assert ends >= APART, (name, sight)
            ways = [distance(scale[0], one, sight) for one in scale]
            assert (np.diff(ways) > 0).all() or (np.abs(np.diff(np.sign(np.diff(lights)))) == 0).all(), (name, sight)


def pixels(mark: Mark) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    image = QImage(4 * SIZE, 4 * SIZE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mark(painter, mark, QPointF(2 * SIZE, 2 * SIZE), QColor("black"), 2 * SIZE)
    painter.end()
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, 3]
    return alpha.astype(np.float64) / 255


def test_every_mark_has_a_shape_of_its_own(qapp: QApplication) -> None:
    shapes = {mark: pixels(mark) for mark in Mark}
    for one, other in itertools.combinations(Mark, 2):
        both = np.maximum(shapes[one], shapes[other]).sum()
        assert np.abs(shapes[one] - shapes[other]).sum() / both > 0.2, (one, other)


@each_theme
def test_the_palette_of_qt_can_be_read_in_every_state(tokens: Tokens) -> None:
    palette, roles, groups = theme.palette_of(tokens), QPalette.ColorRole, QPalette.ColorGroup
    grounds = {
        roles.WindowText: [roles.Window],
        roles.ButtonText: [roles.Button],
        roles.Text: [roles.Base, roles.AlternateBase, roles.Window],
        roles.HighlightedText: [roles.Highlight],
        roles.ToolTipText: [roles.ToolTipBase],
        roles.PlaceholderText: [roles.Base],
        roles.Link: [roles.Base, roles.Window],
    }
    for group in (groups.Active, groups.Inactive, groups.Disabled):
        for front, behind in grounds.items():
            for ground in behind:
                assert contrast(palette.color(group, front), palette.color(group, ground)) >= TEXT, (group, front)


@each_theme
def test_the_style_sheet_paints_only_what_the_pairs_know(tokens: Tokens) -> None:
    words = {one.name() for pair in PAIRS if pair.least == TEXT for one in colours(pair.front, tokens)}
    told = {one.name() for pair in PAIRS for one in colours(pair.front, tokens)} | {tokens.hairline}
    grounds = {one.name() for pair in PAIRS for one in colours(pair.grounds, tokens)} | told
    sheet = theme.style_sheet(tokens)
    for kind, known in (("color", words), ("border", told), ("background", grounds)):
        found = re.findall(rf"(?<![\w-]){kind}[\w-]*:[^;}}]*?(#[0-9a-f]{{6}})", sheet)
        assert found
        assert set(found) <= known, kind


@each_theme
def test_drawings_of_one_colour_are_seen_on_every_ground(tokens: Tokens) -> None:
    """Those of the style sheet are not tinted: one colour has to do for light and dark."""
    drawings = re.findall(r"url\((.*?)\)", theme.style_sheet(tokens))
    assert len(drawings) == 3
    for drawing in drawings:
        strokes = set(re.findall(r'stroke="(#[0-9a-f]{6})"', Path(drawing).read_text("utf-8")))
        assert strokes
        for ground in (tokens.base, tokens.window, tokens.raised):
            assert all(contrast(QColor(stroke), QColor(ground)) >= MARK for stroke in strokes), drawing


def test_no_colour_is_written_beside_the_table_of_tokens() -> None:
    strays = []
    for path in (ROOT / "explorer").rglob("*.py"):
        if path.name in ("tokens.py", "icons.py"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"#(?!000000)[0-9a-fA-F]{6}\b|GlobalColor\.(?!transparent)|QColor\(\"|QColor\(\d", line):
                strays.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert strays == []


@given(st.lists(st.integers(0, TEAMS - 1), max_size=TEAMS))
def test_teams_shown_together_have_colours_of_their_own(colours: list[int]) -> None:
    found = told_apart(colours)
    assert len(set(found)) == len(found) == len(colours)
    # The first of each keeps what it has everywhere else.
    assert all(found[colours.index(colour)] == colour for colour in colours)


def test_mixing_is_a_share_of_the_way() -> None:
    black, white = QColor("black"), QColor("white")
    assert [mixed(black, white, share).red() for share in (0.0, 0.5, 1.0)] == [0, 128, 255]
