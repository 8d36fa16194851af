"""Small and dense screens, and large letters: nothing is cut off, nothing is blurred. A child each: Qt scales once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WITHIN_S = 240


def found(folder: Path, scale: str, font: str = "1", many: str = "all", theme: str = "light") -> list[str]:
    """What does not fit, or is not sharp, in a program of its own."""
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "tests.scaled_window", str(folder), font, many, "", theme]
    done = subprocess.run(
        arguments, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=WITHIN_S
    )
    assert done.returncode == 0, done.stderr
    told: list[str] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("scale", [pytest.param("1", marks=pytest.mark.slow), "2"])
def test_nothing_is_cut_off_or_blurred(tmp_path: Path, scale: str) -> None:
    assert found(tmp_path, scale, many="some") == []


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2", "3"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_or_blurred_in_any_dialog_at_any_scale(tmp_path: Path, scale: str, theme: str) -> None:
    assert found(tmp_path, scale, theme=theme) == []


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1", "2"])
def test_letters_half_as_large_again_fit(tmp_path: Path, scale: str) -> None:
    assert found(tmp_path, scale, font="1.5") == []


@pytest.mark.slow
def test_what_does_not_fit_is_found(tmp_path: Path) -> None:
    """Letters three times as large do not fit on the screen that is looked at: the checks are no formality."""
    assert found(tmp_path, "1", font="3", many="some") != []
