"""`--smoke DIR`: the program tries itself out and ends; every build is started with it.

It opens its window, imports a game of the sample league, draws the court in several layers, and writes pictures and
`report.json` into the folder: a program for Windows has no terminal to print on.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from explorer import __version__
from explorer.app.main import Program
from explorer.core.errors import ExplorerError
from explorer.services.preferences import write_whole
from explorer.services.sample import SEED, write_sample
from explorer.sources.keyrings import KeyringError, find_backend, name_of

REPORT = "report.json"
LAYERS = ("shots", "zones", "density")
WITHIN_S = 60.0
_TURN_MS = 200
_SIZE = QSize(1280, 800)
_FEWEST_COLOURS = 8
"""A picture with fewer is of a window that drew nothing."""


def try_out(app: QApplication, program: Program, first_paint_unix_s: float | None, folder: Path) -> int:
    """Do all of it; returns 0, or 1 with the reason in the report."""
    report: dict[str, Any] = {"program": __version__, "fault": None}
    bugs: list[object] = []
    program.runner.bug_found.connect(bugs.append)
    try:
        write_sample(folder / "sample", 1, SEED)
        report["first_paint_unix_s"] = first_paint_unix_s
        _open(app, program, sorted((folder / "sample").glob("*/*.json"))[-1], report)
        _draw(app, program, folder, report)
        _look_around(app, report)
        if bugs:
            raise ExplorerError(f"A job failed: {bugs[0]!r}.")
    except ExplorerError as error:
        report["fault"] = str(error)
    write_whole(folder / REPORT, json.dumps(report, indent=1).encode())
    program.window.close()
    app.processEvents()
    if report["fault"] and sys.stderr is not None:
        print(report["fault"], file=sys.stderr)
    return 1 if report["fault"] else 0


def _open(app: QApplication, program: Program, path: Path, report: dict[str, Any]) -> None:
    window, until_s = program.window, time.monotonic() + WITHIN_S
    if report["first_paint_unix_s"] is None:
        raise ExplorerError("The window was not painted.")
    window.resize(_SIZE)
    report["furnished_unix_s"] = time.time()
    program.games.start([path])
    while not program.model.rowCount():
        program.runner.wait_idle(_TURN_MS)
        app.processEvents()
        _be_in_time(until_s, "the game was not shown")
    report["possessions"] = program.model.rowCount()


def _draw(app: QApplication, program: Program, folder: Path, report: dict[str, Any]) -> None:
    pictures: list[QImage] = []
    for layer in LAYERS:
        program.courts.want(layer=layer)
        program.runner.wait_idle(int(WITHIN_S * 1000))
        app.processEvents()
        pictures.append(_picture(program.window.court.grab().toImage(), folder / f"{layer}.png"))
    if any(one == other for number, one in enumerate(pictures) for other in pictures[:number]):
        raise ExplorerError("Two layers of the court look the same.")
    _picture(program.window.grab().toImage(), folder / "window.png")
    report["layers"] = list(LAYERS)


def _picture(image: QImage, path: Path) -> QImage:
    # One pixel in 49 is enough to tell a drawing from a blank.
    places = ((x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7))
    colours = {image.pixel(x, y) for x, y in places}
    if len(colours) < _FEWEST_COLOURS or not image.save(str(path)):
        raise ExplorerError(f"{path.name} could not be drawn or written.")
    return image


def _look_around(app: QApplication, report: dict[str, Any]) -> None:
    """Tell what else is easily left out of a build, and fails only when it is used."""
    import ssl

    from PySide6.QtGui import QFontInfo

    report["platform"] = app.platformName()
    report["font"] = QFontInfo(app.font()).family()
    report["has_icon"] = not app.windowIcon().pixmap(32, 32).isNull()
    report["versions"] = {
        "python": sys.version.split()[0],
        "qt": qVersion(),
        "pyside": pyside_version,
    }
    try:
        report["keyring"] = name_of(find_backend())
    except KeyringError as error:
        report["keyring"] = str(error)
    report["tls"] = ssl.OPENSSL_VERSION
    if not report["has_icon"]:
        raise ExplorerError("The program has no icon.")


def _be_in_time(until_s: float, otherwise: str) -> None:
    if time.monotonic() > until_s:
        raise ExplorerError(f"After {WITHIN_S:.0f} seconds {otherwise}.")
