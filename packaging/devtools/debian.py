"""System packages: installed where that is possible without asking, otherwise named in one line to type."""

from __future__ import annotations

import os
import shutil
from typing import Sequence

from devtools.processes import call
from devtools.speech import Failure, say

MISSING_STATUS = 3


def can_install() -> bool:
    """Whether this process may install Debian packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def line(packages: Sequence[str]) -> str:
    """The line that installs the packages, for a user to type."""
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def install(packages: Sequence[str], held: int = -1) -> bool:
    """Install Debian packages and say whether that worked; to be called only when `can_install`."""
    say(f"Installing {len(packages)} system packages: {' '.join(packages)}.")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    # An update that fails for one of several sources may still have brought what is needed.
    call([*apt, "update"], held)
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return call(command, held, DEBIAN_FRONTEND="noninteractive") == 0


def missing(what: str, instruction: str) -> Failure:
    """The failure that asks the user to install something, with the one line to type."""
    return Failure(f"{what}; type this line and start again:\n{instruction}", MISSING_STATUS)
