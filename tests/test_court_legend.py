"""The legend of the court: nothing is cut off without a word, however narrow it is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from explorer.core.vocabulary import Mark
from explorer.widgets.court.layer import Entry
from explorer.widgets.court.legend import MOST_LINES, Legend, flow, height_of

pytestmark = pytest.mark.usefixtures("qapp")
SCALE = Entry("PPS against all loaded games", scale=(QColor("red"),) * 11, ends=("−0.30", "+0.30"))
SENTENCE = Entry("a long sentence about the shots that are not drawn here, and about why that is so")
MANY = [Entry(f"made by player {number}", mark=Mark.MAKE) for number in range(40)]


def metrics() -> QFontMetrics:
    return QFontMetrics(QFont())


@pytest.mark.parametrize("width", [120, 180, 240, 450, 900])
@pytest.mark.parametrize("entries", [[SCALE, SENTENCE], MANY, [SENTENCE, SCALE, *MANY]], ids=["few", "many", "all"])
def test_everything_is_written_or_counted_within_the_width(entries: list[Entry], width: int) -> None:
    found, font = flow(entries, metrics(), width), metrics()
    assert found.lines <= MOST_LINES
    assert height_of(entries, font, width) < (MOST_LINES + 1) * font.height() + 10
    ends: dict[int, int] = {}
    for piece in found.pieces:
        assert piece.x >= ends.get(piece.line, 0), "side by side"
        ends[piece.line] = piece.x + font.horizontalAdvance(piece.words)
        assert ends[piece.line] <= width
    written = [
        entry
        for entry in entries
        if " ".join(piece.words for piece in found.pieces if piece.entry is entry).strip() == entry.words
    ]
    if found.more:
        assert found.more == f"… and {len(entries) - len(written)} more"
        assert found.more_x >= ends.get(MOST_LINES - 1, 0)
        assert found.more_x + font.horizontalAdvance(found.more) <= width
    else:
        assert len(written) == len(entries)


def test_what_is_left_out_is_in_the_tooltip(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(240, 80)
    legend.set_entries([SCALE, *MANY])
    assert "made by player 39" in legend.toolTip()
    assert "−0.30 to +0.30 PPS against all loaded games" in legend.toolTip()
    legend.set_entries([SCALE])
    assert legend.toolTip() == ""
    assert legend.grab().width() == 240


def test_a_scale_is_as_wide_as_it_can_be(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_entries([SCALE])

    def reds(width: int) -> int:
        legend.resize(width, legend.height())
        picture = legend.grab().toImage()
        return max(
            sum(picture.pixelColor(x, y) == QColor("red") for x in range(picture.width()))
            for y in range(picture.height())
        )

    wide, narrow = reds(500), reds(150)
    assert wide >= 11 * 10
    assert 11 * 2 <= narrow < wide
    assert narrow + metrics().horizontalAdvance("−0.30+0.30") < 150
