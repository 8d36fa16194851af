"""Without any network the program starts as it does with one, and every kept game opens."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.window import write_games

CUT = ["unshare", "--user", "--map-root-user", "--net"]


def is_cut_possible() -> bool:
    return shutil.which("unshare") is not None and subprocess.run([*CUT, "true"], capture_output=True).returncode == 0


def run(*arguments: str, before: list[str] | None = None) -> tuple[subprocess.CompletedProcess[str], float]:
    began = time.monotonic()
    done = subprocess.run(
        [*(before or []), sys.executable, "-m", "explorer", *arguments], capture_output=True, text=True, check=False
    )
    return done, time.monotonic() - began


@pytest.mark.skipif(not is_cut_possible(), reason="needs network namespaces of one's own")
def test_with_the_network_cut_every_kept_game_opens(tmp_path: Path) -> None:
    base = ["--basedir", str(tmp_path / "base")]
    paths = write_games(tmp_path / "files", 3)
    assert run(*base, "import", *map(str, paths))[0].returncode == 0
    whole, seconds = run(*base, "summary", "--json")
    cut, seconds_cut = run(*base, "summary", "--json", before=CUT)
    assert cut.returncode == 0
    assert json.loads(cut.stdout) == json.loads(whole.stdout)
    picture = tmp_path / "window.png"
    shown, _ = run(*base, "picture", "--to", str(picture), before=CUT)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert picture.stat().st_size > 20_000
    # A start that waited for a network would wait for seconds; this machine's own noise is far below that.
    assert seconds_cut < seconds + 2
    refused, _ = run(*base, "fetch", "ctg", "--game", "0022500404", before=CUT)
    assert refused.returncode == 1
    assert "no key" in refused.stderr.lower()
