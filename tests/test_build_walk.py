"""The walk through a built program: what it sees in pixels, that it tells where it failed, and ends what it began."""

import struct
import sys
from pathlib import Path

import numpy as np
import pytest
from devtools import debian, screen_programs
from freezing import screens, walk
from freezing.product import BuildError
from freezing.screens import Pixels, read_dump, size_of, write_png
from freezing.seeing import Box, around, bars, changed_band

from tests.executables import executable

BLUE = "#1d66a8"
ALL = Box(0, 0, 200, 100)
NEEDS_SCREEN = pytest.mark.skipif(bool(screens.missing()), reason="needs Xvfb and xdotool")


@pytest.fixture
def pixels() -> Pixels:
    return np.full((100, 200, 3), 240, np.uint8)


def paint(pixels: Pixels, box: Box) -> None:
    pixels[box.top : box.bottom, box.left : box.right] = (0x1D, 0x66, 0xA8)


def dump(pixels: Pixels, *, bits: int = 32, padding: int = 8) -> bytes:
    """What Xvfb keeps of a screen: a head with a name, two colours, and rows that end in something else."""
    height, width, _ = pixels.shape
    name = b"screen\0\0"
    rows = np.full((height, width * 4 + padding), 0xEE, np.uint8)
    rows[:, : width * 4] = np.dstack([pixels[:, :, ::-1], np.zeros((height, width), np.uint8)]).reshape(height, -1)
    head = [100 + len(name), 7, 2, 24, width, height, 0, 0, 32, 0, 32, bits, rows.shape[1], 4]
    head += [0xFF0000, 0xFF00, 0xFF, 8, 256, 2, width, height, 0, 0, 0]
    return struct.pack(">25I", *head) + name + bytes(24) + rows.tobytes()


def test_the_pixels_of_a_screen_are_read_from_its_dump() -> None:
    wanted = np.random.default_rng(1).integers(0, 256, (5, 7, 3)).astype(np.uint8)
    assert np.array_equal(read_dump(dump(wanted)), wanted)
    with pytest.raises(BuildError, match="16 bits a pixel"):
        read_dump(dump(wanted, bits=16))


def test_a_picture_is_written_as_it_was_seen(tmp_path: Path, pixels: Pixels) -> None:
    paint(pixels, Box(14, 14, 50, 50))
    write_png(pixels, tmp_path / "seen.png")
    assert size_of(tmp_path / "seen.png") == (200, 100, 2)
    assert size_of(tmp_path / "none.png") == (0, 0, 0)


def test_the_line_below_a_tab_is_told_from_rings_frames_and_edges(pixels: Pixels) -> None:
    line = Box(60, 40, 95, 42)
    for box in (line, Box(10, 10, 25, 12), Box(10, 60, 60, 61), Box(0, 80, 190, 82)):
        paint(pixels, box)
    assert bars(pixels, BLUE, ALL) == [line]
    assert bars(pixels, BLUE, Box(0, 50, 200, 100)) == []
    (found,) = bars(pixels, BLUE, Box(50, 30, 200, 60))
    assert found.centre == (77, 41)


def test_a_ring_is_found_by_everything_of_its_colour(pixels: Pixels) -> None:
    assert around(pixels, BLUE, ALL) is None
    for place in ((30, 50), (50, 30), (70, 50), (50, 70)):
        pixels[place[1], place[0]] = (0x1D, 0x66, 0xA8)
    ring = around(pixels, BLUE, ALL)
    assert ring == Box(30, 30, 71, 71)
    assert around(pixels, BLUE, Box(0, 0, 200, 40)) == Box(50, 30, 51, 31)


def test_the_rows_that_were_filled_are_found_under_their_words(pixels: Pixels) -> None:
    before = pixels.copy()
    pixels[20:64] = (200, 220, 240)
    pixels[25:35, 10:60] = before[25:35, 10:60]
    pixels[80:90, 0:40] = 0
    assert changed_band(before, pixels, ALL) == Box(0, 20, 200, 64)
    assert changed_band(before, before, ALL) is None


@NEEDS_SCREEN
def test_a_walk_that_fails_says_at_which_step_and_why_keeps_its_picture_and_ends_the_program(tmp_path: Path) -> None:
    program = executable(tmp_path / "program", f"#!{sys.executable}\nimport sys\nsys.exit('no screen for me')\n")
    game = tmp_path / "game.json"
    game.write_text("{}")
    with pytest.raises(BuildError, match=r"The walk failed at “start”: .* has ended") as caught:
        walk.go(program, tmp_path / "pictures", game)
    assert "no screen for me" in str(caught.value)
    (picture,) = (tmp_path / "pictures").iterdir()
    assert "start FAILED" in picture.name
    assert size_of(picture)[:2] == (screens.WIDTH, screens.HEIGHT)


def test_the_programs_for_a_screen_are_installed_as_root_and_otherwise_only_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed: list[str] = []
    there = {"apt-get", "xdotool"}

    def install(packages: list[str], held: int) -> bool:
        installed.extend(packages)
        return True

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("shutil.which", lambda name: name if name in there else None)
    monkeypatch.setattr(debian, "can_install", lambda: False)
    monkeypatch.setattr(debian, "install", install)
    screen_programs.ensure()
    told = capsys.readouterr().err
    assert "not tried with keys and mouse" in told
    assert told.strip().endswith(" xvfb")
    monkeypatch.setattr(debian, "can_install", lambda: True)
    screen_programs.ensure()
    assert installed == ["xvfb"]
    there.add("Xvfb")
    screen_programs.ensure()
    assert installed == ["xvfb"]
    assert capsys.readouterr().err == ""
