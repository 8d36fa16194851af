"""What is handed out: an archive of the built folder for this system, its installer or package, and the checksums."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from freezing import debian_package, integration
from freezing.product import NAME, PACKAGING, TITLE, BuildError, Place, architecture, system, version

SUMS = "SHA256SUMS"
INSTALLER_RECIPE = PACKAGING / "windows" / f"{NAME}.iss"
_TIMEOUT_S = 1200


def make_all(place: Place) -> list[Path]:
    """Make this system's archives in the folder of the build; returns their paths, the checksums' last."""
    title = f"{NAME}-{version()}-{system()}-{architecture()}"
    if system() == "windows":
        made = [_zip(place.folder, place.dist / f"{title}.zip", title), *_installer(place)]
    elif system() == "macos":
        made = [_bundle(place, place.dist / f"{title}.zip")]
    else:
        # Packing takes minutes, and lets other threads run.
        with ThreadPoolExecutor(2) as side_by_side:
            one = side_by_side.submit(tarball, place, place.dist / f"{title}.tar.xz", title)
            other = side_by_side.submit(debian_package.make, place, place.dist, architecture())
            made = [one.result(), other.result()]
    return [*made, write_sums(made, place.dist / SUMS)]


def tarball(place: Place, to: Path, title: str) -> Path:
    """The built folder, with what puts it into the menu of a desktop."""

    def fill(archive: tarfile.TarFile) -> None:
        for name, source in integration.share(place.icons):
            debian_package.add(archive, f"{title}/share/{name}", source.read_bytes())
        debian_package.add(archive, f"{title}/add-to-menu.sh", integration.add_to_menu_script().encode(), 0o755)
        debian_package.add_tree(archive, place.folder, title)

    to.write_bytes(debian_package.tar_xz(fill))
    return to


def write_sums(paths: Iterable[Path], to: Path) -> Path:
    """The checksums, in the form that `sha256sum --check` reads."""
    rows = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(paths)]
    to.write_text("".join(rows), encoding="utf-8", newline="\n")
    return to


def _zip(folder: Path, to: Path, title: str) -> Path:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{title}/{path.relative_to(folder).as_posix()}")
    return to


def _installer(place: Place) -> list[Path]:
    """The installer, where Inno Setup is there to make it."""
    compiler = shutil.which("ISCC") or shutil.which("iscc")
    if compiler is None:
        print("No installer is made, since Inno Setup (ISCC) is not on the path.", file=sys.stderr)
        return []
    title = f"{NAME}-{version()}-windows-{architecture()}-setup"
    settings = {"Version": version(), "Built": place.folder, "Output": place.dist, "Title": title, "Icons": place.icons}
    _call([compiler, *(f"/D{name}={value}" for name, value in settings.items()), str(INSTALLER_RECIPE)])
    return [place.dist / f"{title}.exe"]


def _bundle(place: Place, to: Path) -> Path:
    # Apple's own packer keeps links, rights and signatures.
    _call(["ditto", "-c", "-k", "--sequesterRsrc", "--keepParent", str(place.dist / f"{TITLE}.app"), str(to)])
    return to


def _call(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, timeout=_TIMEOUT_S, stdout=sys.stderr)
    except (OSError, subprocess.SubprocessError) as error:
        raise BuildError(f"{Path(command[0]).name} could not pack the program: {error}.") from error
