"""Pictures of the court: like those that were looked at, the same again, and vectors without a raster picture."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from explorer.app.court_files import as_image, as_pdf, as_png, as_svg, write_picture
from explorer.app.main import Program
from explorer.core.court import LEAGUES
from explorer.core.errors import FileError, UsageError
from explorer.core.vocabulary import CTG, SHOTTRACKER
from explorer.services.preferences import Preferences
from tests.window import choose_last_game, running, settle

REFERENCES = Path(__file__).parent / "reference"
THEMES = ("light", "dark")
SIZE, WIDE = QSize(240, 226), QSize(300, 170)
PICTURES: dict[str, dict[str, str]] = {
    "shots": {"layer": "shots"},
    "shots-by-shooter": {"layer": "shots", "colour": "shooter", "size": "distance"},
    "zones": {"layer": "zones"},
    "zones-nba14": {"layer": "zones", "zoning": "nba14"},
    "density": {"layer": "density"},
    "smooth": {"layer": "density", "form": "smooth"},
    "path": {"layer": "path"},
    "play": {"layer": "play"},
}
BLOCK = 4
"""Pictures are compared by the means of squares of so many pixels: another font's letters differ by less than that."""
FAR, MOST_FAR, MOST_MEAN = 40.0, 0.02, 3.0
"""So far apart, of 255, may a square be; of all squares so many may be farther; and so much their mean."""


def blocks(image: QImage) -> NDArray[np.float64]:
    """The means of the squares of a picture, shape (rows, columns, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height = plain.width() // BLOCK * BLOCK, plain.height() // BLOCK * BLOCK
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    pixels = rows[:height, : width * 3].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3)
    return pixels.mean(axis=(1, 3))


def is_like(one: QImage, other: QImage) -> bool:
    if one.size() != other.size():
        return False
    apart = np.abs(blocks(one) - blocks(other)).max(axis=2)
    return bool((apart > FAR).mean() <= MOST_FAR and apart.mean() <= MOST_MEAN)


def choose_game(program: Program, source: str) -> None:
    """Look at a game of the sample league in a vendor's form, once; Cleaning the Glass knows touches."""
    if program.window.property("game") != source:
        program.window.setProperty("game", source)
        choose_last_game(program, source)


@pytest.fixture(scope="module", params=THEMES)
def program(
    qapp: QApplication, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    with running(tmp_path_factory.mktemp("base"), Preferences(theme=request.param)) as found:
        found.games.start([])
        settle(found)
        found.window.setProperty("theme", request.param)
        yield found


def drawn(program: Program, name: str) -> QImage:
    program.courts.want(**{"colour": "", "size": "", "zoning": "basic", "form": "hexagons", **PICTURES[name]})
    settle(program)
    size = WIDE if program.window.court.drawn.is_full_court else SIZE
    return as_image(program.pictures.picture(has_words=False, size=size))


def check(image: QImage, name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    to = REFERENCES / f"{name}.png"
    if request.config.getoption("--renew-pictures"):
        to.parent.mkdir(exist_ok=True)
        assert image.convertToFormat(QImage.Format.Format_RGB888).save(str(to))
    expected = QImage(str(to))
    assert not expected.isNull(), f"{to.name} is missing: run with --renew-pictures and look at it"
    if not is_like(image, expected):
        found = tmp_path / to.name
        image.save(str(found))
        raise AssertionError(f"{found} is not like {to}, which was looked at")


@pytest.mark.parametrize("name", PICTURES)
def test_each_layer_looks_as_it_was_looked_at(
    program: Program, name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    choose_game(program, CTG if name in ("path", "play") else SHOTTRACKER)
    if name in ("path", "play"):  # of one possession, and always of the same
        program.controller.ask("passes>=4 outcome:make_3")
        settle(program)
    image = drawn(program, name)
    if name in ("path", "play"):
        program.controller.ask("")
    if name == "path":
        assert program.window.court.path_layer.path is not None
        assert program.window.court.path_layer.path.has_touches
    check(image, f"{name}-{program.window.property('theme')}", request, tmp_path)


@pytest.mark.parametrize("league", LEAGUES)
def test_each_league_has_its_lines(
    program: Program, league: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    choose_game(program, CTG)
    program.courts.want(layer="shots", colour="", size="")
    program.lines.choose_league(league)
    settle(program)
    image = as_image(program.pictures.picture(has_words=False, size=SIZE))
    program.lines.choose_league("nba")
    check(image, f"lines-{league}-{program.window.property('theme')}", request, tmp_path)


def test_a_picture_that_is_wrong_is_found(program: Program) -> None:
    names = ("shots", "zones", "density", "smooth")
    pictures = [drawn(program, name) for name in names]
    for number, one in enumerate(pictures):
        for other in pictures[number + 1 :]:
            assert not is_like(one, other)
    program.courts.want(layer="shots", is_flipped="yes")
    assert not is_like(as_image(program.pictures.picture(has_words=False, size=SIZE)), pictures[0])
    program.courts.want(is_flipped="")


@pytest.mark.parametrize("program", ["light"], indirect=True)
@pytest.mark.parametrize("name", PICTURES)
def test_files_are_the_same_again_and_hold_no_raster_picture(program: Program, name: str, tmp_path: Path) -> None:
    drawn(program, name)
    words, alone = program.pictures.picture(), program.pictures.picture(has_words=False, is_transparent=True)
    assert as_png(words, 2.0) == as_png(words, 2.0)
    for picture in (words, alone):
        svg, pdf = as_svg(picture), as_pdf(picture)
        assert svg == as_svg(picture)
        assert b"<image" not in svg
        assert b"/Subtype /Image" not in pdf
        renderer = QSvgRenderer(QByteArray(svg))
        assert renderer.isValid()
        if picture is words:
            image = QImage(picture.size, QImage.Format.Format_RGB32)
            painter = QPainter(image)
            renderer.render(painter)
            painter.end()
            assert is_like(image, as_image(picture))


@pytest.mark.skipif(shutil.which("pdftocairo") is None, reason="poppler is not installed")
@pytest.mark.parametrize("program", ["light"], indirect=True)
@pytest.mark.parametrize("name", PICTURES)
def test_poppler_draws_the_same_from_a_pdf(program: Program, name: str, tmp_path: Path) -> None:
    expected = drawn(program, name)
    size = QSize(expected.size())
    pictures = []
    for number in range(2):
        to = tmp_path / f"{number}.pdf"
        write_picture(program.pictures.picture(has_words=False, size=size), to)
        done = subprocess.run(
            ["pdftocairo", "-png", "-r", "96", "-singlefile", to, to.with_suffix("")],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert done.stderr == ""
        pictures.append(to.with_suffix(".png"))
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    # A page is measured in whole points: it can be a pixel larger.
    assert is_like(QImage(str(pictures[0])).copy(expected.rect()), expected)


def test_a_picture_keeps_its_looks_at_any_scale_and_its_ground_when_it_has_one(program: Program) -> None:
    drawn(program, "shots")
    picture = program.pictures.picture(has_words=False, size=SIZE)
    once, twice = as_image(picture), as_image(picture, 2.0)
    twice.setDevicePixelRatio(1)
    assert (twice.width(), twice.height()) == (2 * once.width(), 2 * once.height())
    assert is_like(twice.scaled(once.size(), mode=Qt.TransformationMode.SmoothTransformation), once)
    bare = as_image(program.pictures.picture(has_words=False, is_transparent=True, size=SIZE))
    assert bare.pixelColor(2, 2).alpha() == 0
    assert once.pixelColor(2, 2).alpha() == 255


def test_what_cannot_be_written_is_one_sentence(program: Program, tmp_path: Path) -> None:
    picture = program.pictures.picture()
    with pytest.raises(UsageError, match=r"the suffix of court\.gif is none of \.png, \.svg, \.pdf"):
        write_picture(picture, tmp_path / "court.gif")
    with pytest.raises(UsageError, match="the scale is from"):
        write_picture(picture, tmp_path / "court.png", 100)
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        write_picture(picture, tmp_path / "file" / "court.svg")
