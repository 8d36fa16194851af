"""The programs that use a build on a screen of its own: installed where that needs no asking, else left out."""

from __future__ import annotations

import shutil
import sys

from devtools import debian, mutex
from devtools.places import TOOLS
from devtools.speech import say

# Debian's package for each program; Ubuntu's are named alike.
PACKAGES = {"Xvfb": "xvfb", "xdotool": "xdotool"}


def missing() -> list[str]:
    """The packages of the programs that are not there; none outside Linux, where nothing can be driven so."""
    if not sys.platform.startswith("linux"):
        return []
    return sorted(package for program, package in PACKAGES.items() if shutil.which(program) is None)


def ensure() -> None:
    """Install what is missing, as root; whoever is not is told what to type, and goes on without."""
    packages = missing()
    if not packages:
        return
    if debian.can_install():
        with mutex.held(TOOLS / "setup.lock") as held:
            if debian.install(packages, held):
                return
    how = f" To try that too, type: {debian.line(packages)}" if shutil.which("apt-get") else ""
    say(f"Without {' and '.join(packages)} the built program is not tried with keys and mouse.{how}")
