"""The built program, tried: without Python, a path or a font, on a screen and without; and how soon it is there."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from freezing.fonts import FACES
from freezing.product import NAME, PACKAGING, ROOT, BuildError, Place, version
from freezing.screens import virtual_screen

ROUNDS = 5
"""Starts of each kind for the figures, in turn, so that a busy machine slows both alike."""
SLOWEST = 1.2
"""The start of the built program against that from source, until its window is furnished."""
SLOWEST_TO_EMPTY = 1.25
"""The first paint, built and from source, against that of an empty window with a plot."""
_WITHIN_S = 180
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'
)
_FONT = "Source Sans Pro"


@dataclass(frozen=True, slots=True)
class Trial:
    """One start that went well: seconds until the first paint, and what the program told of itself."""

    first_paint_s: float
    furnished_s: float
    report: Mapping[str, Any]


@dataclass(slots=True)
class Figures:
    """Starts of each kind, and seconds to the first paint of an empty window.

    Ratios are of the quickest start of each kind: what else a machine does only ever adds.
    """

    built: list[Trial] = field(default_factory=list)
    source: list[Trial] = field(default_factory=list)
    empty_s: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Built against source, until the window is furnished."""
        return min(one.furnished_s for one in self.built) / min(one.furnished_s for one in self.source)

    @property
    def ratio_to_empty(self) -> float:
        """The slower first paint of both against that of an empty window."""
        slower_s = max(min(one.first_paint_s for one in kind) for kind in (self.built, self.source))
        return slower_s / min(self.empty_s)


def bare_environment(home: Path, **more: str) -> dict[str, str]:
    """What a program started by a double-click on a machine without Python has, and nothing of this one's."""
    kept = {name: os.environ[name] for name in ("SystemRoot", "SYSTEMROOT", "WINDIR") if name in os.environ}
    folders = {"HOME": str(home), "USERPROFILE": str(home), "TMPDIR": str(home), "TEMP": str(home)}
    return {**kept, **folders, "PATH": "", **more}


def start(command: Sequence[str | Path], platform: str = "offscreen", **more: str) -> Trial:
    """Start the program with `--smoke`; raises BuildError with what it said where that does not end well."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        folder = home / "smoke"
        folder.mkdir()
        environment = bare_environment(home, QT_QPA_PLATFORM=platform, **more)
        parts = [*map(str, command), "--smoke", str(folder)]
        began_s = time.time()
        done = run(parts, environment, home)
        try:
            report = json.loads((folder / "report.json").read_text("utf-8"))
        except (OSError, ValueError):
            report = {"fault": f"it ended with {done.returncode} and wrote no report"}
        if done.returncode or report["fault"]:
            said = done.stderr.strip()[-2000:]
            raise BuildError(f"The trial of {parts[0]} on {platform} failed: {report['fault']}\n{said}")
        return Trial(report["first_paint_unix_s"] - began_s, report["furnished_unix_s"] - began_s, report)


def try_all(place: Place) -> Figures:
    """Try the built program every way that this machine can, and measure it; raises BuildError with what failed."""
    first = start([place.program])
    if first.report["program"] != version():
        raise BuildError(f"The built program says it is {first.report['program']}, but this is {version()}.")
    tell(f"offscreen: {first.report['possessions']} possessions, layers {', '.join(first.report['layers'])}")
    if sys.platform.startswith("linux"):
        _try_without_fonts(place)
        _try_on_a_screen(place)
    _try_command_line(place)
    figures = Figures()
    source = [sys.executable, "-m", "explorer"]
    for _ in range(ROUNDS):
        figures.built.append(start([place.program]))
        figures.source.append(start(source, PYTHONPATH=str(ROOT)))
        figures.empty_s.append(_start_empty())
    return figures


def _start_empty() -> float:
    """Seconds to the first paint of an empty window with a plot, from source."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = bare_environment(home, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(PACKAGING))
        began_s = time.time()
        done = run([sys.executable, "-m", "freezing.empty_window"], environment, home)
        if done.returncode:
            raise BuildError(f"The empty window to compare with failed: {done.stderr.strip()[-2000:]}")
        return float(done.stdout) - began_s


def words_of(figures: Figures) -> tuple[str, ...]:
    """The figures as lines."""

    def median_s(values: Iterable[float]) -> str:
        return f"{statistics.median(values):.2f} s"

    built, source = figures.built, figures.source
    return (
        f"start to first paint: built {median_s(one.first_paint_s for one in built)}, "
        f"from source {median_s(one.first_paint_s for one in source)}, an empty window with a plot "
        f"{median_s(figures.empty_s)} (medians of {len(built)}); the quickest {figures.ratio_to_empty:.2f} times "
        f"the empty one's, at most {SLOWEST_TO_EMPTY}",
        f"start to the furnished window: built {median_s(one.furnished_s for one in built)}, "
        f"from source {median_s(one.furnished_s for one in source)}; the quickest {figures.ratio:.2f} times, "
        f"at most {SLOWEST}",
    )


def _try_without_fonts(place: Place) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "fonts.conf"
        config.write_text(_NO_FONTS.format(folder), encoding="utf-8")
        found = start([place.program], FONTCONFIG_FILE=str(config)).report["font"]
    if not found.startswith(_FONT):
        raise BuildError(f"Without fonts the built program took {found!r}, not one of the {len(FACES)} it brings.")
    tell(f"without any font on the machine: {found}")


def _try_on_a_screen(place: Place) -> None:
    if shutil.which("Xvfb") is None:
        tell("xcb: not tried, since there is no Xvfb here")
        return
    with virtual_screen() as screen:
        trial = start([place.program], "xcb", DISPLAY=screen.name)
    tell(f"{trial.report['platform']} on a virtual screen: first paint after {trial.first_paint_s:.2f} s")


def _try_command_line(place: Place) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environment = bare_environment(home)
        for arguments in (
            ["--version"],
            ["sample", "--games", "1", "--to", "league"],
            ["--basedir", "base", "import", "league"],
            ["--basedir", "base", "summary", "--json"],
            ["--basedir", "base", "export", "--to", "shots.csv", "--what", "shots"],
            ["--basedir", "base", "picture", "--view", "zones", "--to", "zones.svg"],
        ):
            done = run([str(place.program), *arguments], environment, home)
            if done.returncode:
                raise BuildError(f"`{NAME} {' '.join(arguments)}` failed: {done.stderr.strip()[-2000:]}")
            if "--json" in arguments and not json.loads(done.stdout)["games"]:
                raise BuildError(f"`{NAME} {' '.join(arguments)}` tells of no game.")
    tell("the command line: sample, import, summary, export and picture")


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with what it prints; raises BuildError where it cannot be run or takes too long."""
    try:
        return subprocess.run(
            command,
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_WITHIN_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise BuildError(f"{command[0]} could not be run ({error}); build again.") from error


def tell(sentence: str) -> None:
    """Say on stderr what was tried."""
    print(f"tried {sentence}", file=sys.stderr, flush=True)
