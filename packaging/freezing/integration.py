"""What a Linux desktop is told of the program: menu entry, description, types of files, icons."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from freezing.pictures import LINUX_SIZES, SOURCE
from freezing.product import APP_ID, NAME, PACKAGING, TITLE

LINUX = PACKAGING / "linux"

_ADD_TO_MENU = """#!/bin/sh
# Puts {title} into the menu of this user, from where it is unpacked; --remove takes it out again.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
to=${{XDG_DATA_HOME:-$HOME/.local/share}}
if [ "${{1:-}}" = --remove ]; then
    (cd "$here/share" && find . -type f) | while read -r name; do rm -f "$to/$name"; done
else
    mkdir -p "$to"
    cp -R "$here/share/." "$to/"
    sed -i "s|^Exec={name}|Exec=\\"$here/{name}\\"|" "$to/applications/{id}.desktop"
fi
update-mime-database "$to/mime" 2>/dev/null || true
update-desktop-database "$to/applications" 2>/dev/null || true
"""


def share(icons: Path) -> Iterator[tuple[str, Path]]:
    """Where each file goes below `share`, and where it is from; `icons` holds the PNGs of the build."""
    yield f"applications/{APP_ID}.desktop", LINUX / f"{APP_ID}.desktop"
    yield f"metainfo/{APP_ID}.metainfo.xml", LINUX / f"{APP_ID}.metainfo.xml"
    yield f"mime/packages/{APP_ID}.xml", LINUX / f"{APP_ID}.mime.xml"
    for size in LINUX_SIZES:
        yield f"icons/hicolor/{size}x{size}/apps/{APP_ID}.png", icons / f"application-{size}.png"
    yield f"icons/hicolor/scalable/apps/{APP_ID}.svg", SOURCE


def write_share(icons: Path, to: Path) -> None:
    """Write all of it below a folder."""
    for name, source in share(icons):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, to / name)


def add_to_menu_script() -> str:
    """A script for whoever has unpacked the archive: puts the program into the menu, or takes it out."""
    return _ADD_TO_MENU.format(title=TITLE, name=NAME, id=APP_ID)
