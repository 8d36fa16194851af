"""The real window, offscreen, with the season in it: a question, a sorting, and the memory of its process."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import override

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytest_benchmark.fixture import BenchmarkFixture

from explorer.app.main import Program
from explorer.services.selection import Selection
from tests.benchmarks.results import OURS, Results
from tests.benchmarks.test_numbers import limits, question_of
from tests.window import application, running, settle

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
QUESTIONS = {
    "narrow": lambda numbers: question_of(*numbers),
    "wide": lambda numbers: f"points>=1 left>={numbers[0] - 200}",
    "shots": lambda numbers: f"shot.distance<{numbers[0] / 10 - 20:.1f}",
}
MEMORY = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication(["bench"])
from tests.window import running, settle
with running(Path(sys.argv[1])) as program:
    program.games.start()
    settle(program)
    program.window.library.choose_all()
    settle(program)
    for question in ("start:steal left<=4:00 margin:-5..5", "points>=2", "outcome:miss passes>=3", ""):
        program.controller.ask(question)
        application.processEvents()
        settle(program)
    assert len(program.model.rows) == int(sys.argv[2])
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    print(line.split()[1])
"""


@pytest.fixture(scope="module")
def program(base: Path, selection: Selection) -> Iterator[Program]:
    """The window with every game of the season chosen."""
    del selection
    assert QApplication.instance() or QApplication(["bench"])
    with running(base) as found:
        found.games.start()
        settle(found)
        found.window.library.choose_all()
        settle(found)
        # What the other benchmarks left in memory is not the window's to walk through.
        gc.collect()
        gc.freeze()
        yield found
        gc.unfreeze()


class Painted(QObject):
    """Counts how often some widgets were painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.times = dict.fromkeys(map(id, widgets), 0)
        self._widgets = widgets
        for widget in widgets:
            widget.installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer: what is timed is not to pass through here."""
        for widget in self._widgets:
            widget.removeEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times[id(watched)] += 1
        return False


def repaint() -> None:
    """Let everything that waits to be painted be painted."""
    application().sendPostedEvents()
    application().processEvents()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_question_to_repainted_window(
    benchmark: BenchmarkFixture, results: Results, program: Program, kind: str
) -> None:
    window = program.window
    program.controller.ask("")
    settle(program)
    painted = Painted(window.possessions.table.viewport(), window.possessions.breakdown, window.statusBar())
    following = limits()

    def work() -> None:
        program.controller.ask(QUESTIONS[kind](following()))
        repaint()

    work()
    assert 0 < len(program.model.rows) < len(program.model.tables.possessions)
    assert all(painted.times.values())
    painted.stop()

    def rest() -> None:
        """Between two keys the facets are counted: nobody types as fast as that takes."""
        repaint()
        while program.facets.is_counting:
            repaint()

    benchmark.group = "key"
    benchmark.pedantic(work, setup=rest, rounds=ROUNDS)
    settle(program)
    if benchmark.stats is not None and kind == "narrow":
        results.add("key", OURS, benchmark.stats.stats.median * 1000)


def test_sorting_to_repainted_window(benchmark: BenchmarkFixture, results: Results, program: Program) -> None:
    program.controller.ask("")
    settle(program)
    header = program.window.possessions.table.horizontalHeader()
    column = [field.name for field in program.model.fields].index("clock")
    order = [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder]

    def work() -> None:
        order.reverse()
        header.setSortIndicator(column, order[0])
        repaint()

    benchmark.group = "sorted"
    benchmark.pedantic(work, rounds=ROUNDS, warmup_rounds=2)
    assert program.model.sorting == ("clock", order[0])
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    settle(program)
    if benchmark.stats is not None:
        results.add("sorted", OURS, benchmark.stats.stats.median * 1000)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to ask for the memory of a process")
def test_memory_of_the_window(benchmark: BenchmarkFixture, results: Results, base: Path, selection: Selection) -> None:
    command = [sys.executable, "-c", MEMORY, str(base), str(len(selection.tables.possessions))]

    def work() -> str:
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=180).stdout

    benchmark.group = "memory"
    told = benchmark.pedantic(work, rounds=1)
    results.add("memory", OURS, int(told) * 1024 / 1e6)
