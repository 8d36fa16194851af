"""Run first in the built program: what it starts, such as the desktop's file manager, is to use its own libraries.

PyInstaller lets LD_LIBRARY_PATH lead to the build's libraries, and keeps what stood there before under another name.
The loader of this process has read it already.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

_NAME = "LD_LIBRARY_PATH"


def give_back(environ: MutableMapping[str, str], bundle: str) -> None:
    """Put back what the variable was before the program was started, or take away what leads into the bundle."""
    before = environ.pop(f"{_NAME}_ORIG", None)
    if before:
        environ[_NAME] = before
    elif environ.get(_NAME, "").split(os.pathsep)[0] == bundle:
        del environ[_NAME]


bundle_of_build = getattr(sys, "_MEIPASS", "")
if bundle_of_build:
    give_back(os.environ, bundle_of_build)
