"""A package for Debian and its kin, written without their tools: an `ar` archive of two `tar` archives."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from devtools.qt_libraries import PACKAGES

from freezing import integration, linked
from freezing.product import AUTHORS, NAME, ROOT, SUMMARY, TITLE, BuildError, Place, made_at_s, version

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
LIBRARIES = f"usr/lib/{NAME}"
_SYSTEM = {
    **dict.fromkeys(("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"), "libc6"),
    "libgcc_s.so.1": "libgcc-s1",
    "libresolv.so.2": "libc6",
}
_CACHES = """#!/bin/sh
# What desktops keep of menus, types and icons is made anew.
set -e
if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -qtf /usr/share/icons/hicolor || true; fi
exit 0
"""


def depends(names: Iterable[str], glibc: str) -> list[str]:
    """The packages that hold these libraries, libc6 in this version or newer; raises BuildError for an unknown one."""
    found = set()
    for name in names:
        package = "libc6" if name.startswith("ld-linux") else _SYSTEM.get(name) or PACKAGES.get(name)
        if package is None:
            raise BuildError(f"No package is known for {name}; name it in devtools/qt_libraries.py.")
        found.add(package)
    found.discard("libc6")
    return [f"libc6 (>= {glibc})", *sorted(found)]


def glibc_of(versions: Iterable[str]) -> str:
    """The newest of versions of glibc's symbols, such as GLIBC_2.34."""
    numbers = [tuple(map(int, name.removeprefix("GLIBC_").split("."))) for name in versions]
    return ".".join(map(str, max(numbers, default=(2, 17))))


def control(architecture: str, packages: Sequence[str], installed_kb: int) -> str:
    """The package's description."""
    return f"""Package: {NAME}
Version: {version()}
Architecture: {architecture}
Maintainer: {AUTHORS} <noreply@{NAME}.invalid>
Installed-Size: {installed_kb}
Depends: {", ".join(packages)}
Recommends: fonts-dejavu-core | fonts-noto-core, shared-mime-info, desktop-file-utils
Section: science
Priority: optional
Description: {SUMMARY[0].lower()}{SUMMARY[1:]}
 {TITLE} lists every possession of a game or a season, narrows the list to
 those that answer a question, shows each one on the court and in time, and
 counts with intervals. It brings its own Python and Qt.
"""


def ar(members: Iterable[tuple[str, bytes]], made_s: int) -> bytes:
    """An archive of Unix: a line of 60 characters before each member, which begins at an even place."""
    parts = [b"!<arch>\n"]
    for name, body in members:
        parts.append(f"{name:<16}{made_s:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n".encode())
        parts += [body, b"\n" * (len(body) % 2)]
    return b"".join(parts)


def tar_xz(fill: Callable[[tarfile.TarFile], None]) -> bytes:
    """A packed archive that `fill` puts the members into."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:xz", format=tarfile.GNU_FORMAT, preset=6) as archive:
        fill(archive)
    return stream.getvalue()


def add(archive: tarfile.TarFile, name: str, body: bytes, mode: int = 0o644) -> None:
    """Add a file that belongs to root and is as old as the commit."""
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(body), mode, made_at_s()
    member.uname = member.gname = "root"
    archive.addfile(member, io.BytesIO(body))


def add_link(archive: tarfile.TarFile, name: str, target: str) -> None:
    """Add a symbolic link."""
    member = tarfile.TarInfo(name)
    member.type, member.linkname, member.mode, member.mtime = tarfile.SYMTYPE, target, 0o777, made_at_s()
    member.uname = member.gname = "root"
    archive.addfile(member)


def add_folders(archive: tarfile.TarFile, names: Iterable[str]) -> None:
    """Add every folder above files, from the top."""
    folders = {str(parent) for name in names for parent in Path(name).parents if str(parent) != "."}
    for name in sorted(folders):
        member = tarfile.TarInfo(f"./{name}")
        member.type, member.mode, member.mtime = tarfile.DIRTYPE, 0o755, made_at_s()
        member.uname = member.gname = "root"
        archive.addfile(member)


def add_tree(archive: tarfile.TarFile, folder: Path, below: str) -> None:
    """Add what lies in a folder, links as such, in the order of names."""
    for path in sorted(folder.rglob("*")):
        name = f"{below}/{path.relative_to(folder).as_posix()}"
        if path.is_symlink():
            add_link(archive, name, str(path.readlink()))
        elif path.is_file():
            add(archive, name, path.read_bytes(), 0o755 if path.stat().st_mode & 0o100 else 0o644)


def more_files(place: Place) -> dict[str, bytes]:
    """What lies beside the program's own folder: the desktop's files, and what Debian wants to be told."""
    files = {f"usr/share/{name}": source.read_bytes() for name, source in integration.share(place.icons)}
    files[f"usr/share/doc/{NAME}/copyright"] = (ROOT / "LICENSE").read_bytes() + (
        f"\nThe licences of all that comes with the program are in /{LIBRARIES}/licences.\n".encode()
    )
    # Without the time, so that the same text is the same file.
    files[f"usr/share/doc/{NAME}/changelog.gz"] = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    return files


def make(place: Place, to: Path, architecture: str) -> Path:
    """Write the package into a folder, and return its path."""
    debian = ARCHITECTURES.get(architecture, architecture)
    path = to / f"{NAME}_{version()}_{debian}.deb"
    own = [one for one in sorted(place.folder.rglob("*")) if one.is_file() or one.is_symlink()]
    more = more_files(place)
    names = [*more, *(f"{LIBRARIES}/{one.relative_to(place.folder).as_posix()}" for one in own), f"usr/bin/{NAME}"]
    real = [one for one in own if not one.is_symlink()]
    size_kb = (sum(one.stat().st_size for one in real) + sum(map(len, more.values()))) // 1024
    libraries = [one for one in real if linked.is_library(one)]
    packages = depends(linked.needed_from_outside(place.folder), glibc_of(linked.glibc_versions(libraries)))
    sums = {name: hashlib.md5(body, usedforsecurity=False).hexdigest() for name, body in more.items()}
    for one in real:
        name = f"{LIBRARIES}/{one.relative_to(place.folder).as_posix()}"
        sums[name] = hashlib.md5(one.read_bytes(), usedforsecurity=False).hexdigest()

    def fill_control(archive: tarfile.TarFile) -> None:
        add(archive, "./control", control(debian, packages, size_kb).encode())
        add(archive, "./md5sums", "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode())
        for script in ("postinst", "postrm"):
            add(archive, f"./{script}", _CACHES.encode(), 0o755)

    def fill_data(archive: tarfile.TarFile) -> None:
        add_folders(archive, names)
        for name, body in sorted(more.items()):
            add(archive, f"./{name}", body)
        add_tree(archive, place.folder, f"./{LIBRARIES}")
        add_link(archive, f"./usr/bin/{NAME}", f"../lib/{NAME}/{NAME}")

    members = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.xz", tar_xz(fill_control)),
        ("data.tar.xz", tar_xz(fill_data)),
    ]
    path.write_bytes(ar(members, made_at_s()))
    return path
