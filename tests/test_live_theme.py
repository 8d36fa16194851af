"""Light and dark while the program runs: what is switched looks as if it had never been otherwise, pixel by pixel."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from explorer.app import theme
from explorer.app.main import Program
from explorer.core.vocabulary import CTG
from explorer.services.preferences import Preferences
from explorer.widgets.tokens import DARK, LIGHT, tokens_of
from tests.window import DIALOGS, application, choose_last_game, running, settle

LAYERS: dict[str, dict[str, str]] = {
    "shots": {"layer": "shots"},
    "shots by shooter": {"layer": "shots", "colour": "shooter"},
    "zones": {"layer": "zones"},
    "hexagons": {"layer": "density"},
    "areas": {"layer": "density", "form": "smooth"},
    "path": {"layer": "path"},
    "play": {"layer": "play"},
}
PLAYED_S = 3.0
FADING_MS = 400
FAR, MOST_FAR = 8, 30
"""Of 255; so many pixels may be farther off: a text cursor's."""
type Pictures = dict[str, QImage]


@pytest.fixture(scope="module", autouse=True)
def still(qapp: QApplication) -> Iterator[None]:
    """A text cursor that does not blink, and the usual light in the end."""
    time_ms = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(time_ms)
    theme.apply(qapp, "light")


def with_everything(program: Program) -> None:
    """Every pane filled: a game with touches and tracking, a question, a comparison, both strips, a refused filter."""
    program.games.start([])
    settle(program)
    window = program.window
    choose_last_game(program, CTG)
    window.resize(1440, 900)
    window.arrange()
    window.findings_dock.show()
    for command in ("distances", "compare"):
        window.actions_[command].trigger()
    for question in ("passes>=2", "pases>=2"):
        program.controller.ask(question)
        settle(program)
    window.possessions.table.choose(program.model.row_at(2))
    settle(program)
    # The button that empties a field fades in.
    QTest.qWait(FADING_MS)


def seen(program: Program, names: Sequence[str], switch: Callable[[Program], None]) -> Pictures:
    """The window with layers, and dialogs; each is open while `switch` is called."""
    found: Pictures = {}
    for name in [name for name in names if name in LAYERS]:
        wanted = LAYERS[name]
        program.courts.want(**{"colour": "", "form": "hexagons", **wanted})
        settle(program)
        if name == "play":
            clock = program.window.court.play_layer.clock
            clock.seek(clock.start_s + PLAYED_S)
        switch(program)
        found[name] = program.window.grab().toImage()
    for name in [name for name in names if name in DIALOGS]:
        before = visible()
        program.window.actions_[name].trigger()
        settle(program)
        (dialog,) = visible() - before
        switch(program)
        found[name] = dialog.grab().toImage()
        dialog.close()
        settle(program)
    return found


def visible() -> set[QWidget]:
    return {one for one in QApplication.topLevelWidgets() if one.isVisible()}


def different(one: QImage, other: QImage) -> int:
    """How many pixels differ."""
    assert one.size() == other.size()
    rows = [
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8).astype(np.int16)
        for image in (one, other)
    ]
    return int((np.abs(rows[0] - rows[1]).reshape(-1, 4)[:, :3].max(axis=1) > FAR).sum())


def worn(
    folder: Path, name: str, names: Sequence[str], switch: Callable[[Program], None] = lambda program: None
) -> Pictures:
    """What a program shows that starts in an appearance, in a folder of the same name each time."""
    shutil.rmtree(folder, ignore_errors=True)
    with running(folder, Preferences(theme=name)) as program:
        with_everything(program)
        return seen(program, names, switch)


def turn_to(name: str) -> Callable[[Program], None]:
    """The other appearance is seen, then this one is chosen."""
    other = "dark" if name == "light" else "light"

    def turn(program: Program) -> None:
        for one in (other, name):
            program.commands.choose("theme", one)
            settle(program)
            program.window.grab()

    return turn


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("dark", ("play",)),
        pytest.param("dark", (*LAYERS, *DIALOGS), marks=pytest.mark.slow),
        pytest.param("light", (*LAYERS, *DIALOGS), marks=pytest.mark.slow),
    ],
    ids=["some", "all dark", "all light"],
)
def test_what_is_switched_live_looks_as_if_it_had_started_so(tmp_path: Path, name: str, names: Sequence[str]) -> None:
    born = worn(tmp_path / "base", name, names)
    other = "dark" if name == "light" else "light"
    turned = worn(tmp_path / "base", other, names, turn_to(name))
    assert born.keys() == set(names)
    assert {what: found for what in born if (found := different(born[what], turned[what])) > MOST_FAR} == {}
    # The comparison sees what was not switched.
    assert different(born["play"], turned["play"].flipped(Qt.Orientation.Horizontal)) > 1000


@pytest.fixture
def following(tmp_path: Path) -> Iterator[Program]:
    """A program that looks as the system does, which is light at first and names no scheme."""
    app = application()
    app.setPalette(QPalette(QColor("#eeeeee")))
    with running(tmp_path, Preferences(theme="system")) as program:
        yield program
    app.setPalette(QPalette())
    theme.apply(app, "light")


def wears(program: Program) -> object:
    settle(program)
    names = {tokens_of(one.palette()).window for one in (program.window, program.window.court, program.window.filter)}
    assert names == {application().palette().color(QPalette.ColorRole.Window).name()}
    return DARK if names == {DARK.window} else LIGHT


def test_where_the_system_names_no_scheme_its_palette_decides_also_live(following: Program) -> None:
    app = application()
    assert wears(following) is LIGHT
    app.setPalette(QPalette(QColor("#202428")))
    assert wears(following) is DARK
    app.setPalette(QPalette(QColor("#f0f0f0")))
    assert wears(following) is LIGHT


def test_a_change_below_the_programs_own_colours_is_found(following: Program) -> None:
    """The house's palette covers every colour of the system's: only the window hears that there is another."""
    app = application()
    app.setPalette(QPalette(QColor("#202428")))
    assert wears(following) is DARK
    # What Qt has below the dark palette that was put on is the platform's own, which is light.
    QCoreApplication.sendEvent(following.window.windowHandle(), QEvent(QEvent.Type.ThemeChange))
    assert wears(following) is LIGHT


def test_who_has_chosen_light_stays_in_the_light(qapp: QApplication, tmp_path: Path) -> None:
    with running(tmp_path, Preferences(theme="light")) as program:
        assert wears(program) is LIGHT
        qapp.setPalette(QPalette(QColor("#202428")))
        assert wears(program) is LIGHT
        program.commands.choose("theme", "system")
        assert wears(program) is DARK
        program.commands.choose("theme", "light")
        assert wears(program) is LIGHT
    qapp.setPalette(QPalette())
    theme.apply(qapp, "light")
