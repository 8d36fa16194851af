"""`dev.py build`: draw the icons, freeze the program, describe what came of it, try it, and pack it if asked to."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from freezing import archives, bill, licences, linked, origins, pictures, screens, trial
from freezing.product import LARGEST_MB, NAME, PACKAGING, ROOT, TITLE, BuildError, Place, made_at_s

_PYINSTALLER_S = 1200


def main(arguments: Sequence[str]) -> int:
    """Build; returns 0, 1 with a sentence on stderr, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="dev.py build", description=__doc__)
    parser.add_argument("--archives", action="store_true", help="make archives and packages of it too, with checksums")
    parser.add_argument("--pictures", type=Path, help="where the pictures of the walk go (default: build/walk)")
    options = parser.parse_args(arguments)
    place = Place()
    try:
        freeze(place)
        describe(place)
        tell_size(place)
        figures = trial.try_all(place)
        for line in trial.words_of(figures):
            tell(line)
        walk_through(place, options.pictures or place.walk)
        if figures.ratio > trial.SLOWEST or figures.ratio_to_empty > trial.SLOWEST_TO_EMPTY:
            raise BuildError("The built program starts more slowly than it may; see what it does before its window.")
        if options.archives:
            for path in archives.make_all(place):
                tell(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    tell(f"Built {place.folder.relative_to(ROOT)}.")
    return 0


def freeze(place: Place) -> None:
    """Draw the icons and have PyInstaller make the folder anew."""
    pictures.draw_all(place.icons)
    tell("Freezing; this takes about a minute.")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    command += ["--distpath", str(place.dist), "--workpath", str(place.work)]
    variables = {
        **os.environ,
        # Sets in the same order, and the commit's time, so that the same sources are the same program.
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(made_at_s()),
        "PYTHONPATH": str(PACKAGING),
    }
    try:
        done = subprocess.run(
            [*command, str(PACKAGING / f"{NAME}.spec")],
            cwd=ROOT,
            env=variables,
            stdout=sys.stderr,
            timeout=_PYINSTALLER_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise BuildError(f"PyInstaller did not run to its end: {error}.") from error
    if done.returncode:
        raise BuildError("PyInstaller could not freeze the program, as it says above.")
    if sys.platform.startswith("linux"):
        linked.strip(place.contents)


def describe(place: Place) -> None:
    """Put the licences and the bill of materials beside the program; raises BuildError where the bill is not true."""
    taken = origins.read_taken(place.frozen, place.contents.name)
    known = origins.Origins(place.work)
    from_where = known.of_all(one.source for one in taken)
    files = {one.to: from_where[one.source] for one in taken}
    found = {origin: licences.licence_of(origin, known.installed) for origin in {*files.values(), origins.OURS}}
    texts = licences.copy_texts(found, place.folder / licences.FOLDER)
    written = bill.make_bill(files, found, _inside(known))
    (place.folder / bill.FILE).write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    wrong = bill.differences(written, place.folder, modules_of(place), known.installed)
    if wrong:
        more = f" And {len(wrong) - 5} more." if len(wrong) > 5 else ""
        raise BuildError(f"The bill of materials is not true: {'; '.join(wrong[:5])}.{more}")
    tell(f"{len(written['components'])} components in {bill.FILE}, {texts} texts in {licences.FOLDER}/")
    if sys.platform == "darwin":
        put_into_bundle(place)


def put_into_bundle(place: Place) -> None:
    """Copy licences and bill into the bundle of macOS, whose seal then has to be made anew: without a key, ad hoc."""
    bundle = place.dist / f"{TITLE}.app"
    within = bundle / "Contents" / "Resources"
    shutil.copytree(place.folder / licences.FOLDER, within / licences.FOLDER, dirs_exist_ok=True)
    shutil.copyfile(place.folder / bill.FILE, within / bill.FILE)
    command = ["codesign", "--force", "--deep", "--sign", "-", "--options", "runtime"]
    command += ["--entitlements", str(PACKAGING / "macos" / "entitlements.plist"), str(bundle)]
    try:
        subprocess.run(command, check=True, stdout=sys.stderr, timeout=_PYINSTALLER_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise BuildError(f"The bundle could not be sealed anew: {error}.") from error


def modules_of(place: Place) -> list[str]:
    """The modules and scripts in the built program's archive, read out of it."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(place.program))
    scripts = [name for name, entry in archive.toc.items() if entry[4] == "s"]
    return [*archive.open_embedded_archive("PYZ.pyz").toc, *scripts]


def tell_size(place: Place) -> None:
    """Say how large the folder is; raises BuildError where that is too large."""
    size = sum(path.stat().st_size for path in place.folder.rglob("*") if path.is_file() and not path.is_symlink())
    tell(f"size: {size / 1e6:.0f} MB unpacked, at most {LARGEST_MB}")
    if size > LARGEST_MB * 1_000_000:
        raise BuildError("The built folder is too large; see freezing/contents.py for what to leave out.")


def walk_through(place: Place, pictures: Path) -> None:
    """Use the built program with keys and mouse, where there is a screen that nobody sits at."""
    if lacking := screens.missing():
        trial.tell(f"not with keys and mouse, since there is no {' and no '.join(lacking)} here")
        return
    from freezing import walk

    trial.tell(walk.words_of(walk.go(place.program, pictures), pictures))


def tell(sentence: str) -> None:
    """Print on stderr at once, as dev.py does."""
    print(sentence, file=sys.stderr, flush=True)


def _inside(known: origins.Origins) -> list[tuple[str, str, str]]:
    """Qt comes inside of PySide6, in the same version."""
    qt = known.installed.get("pyside6-essentials")
    return [("pyside6-essentials", "qt", qt.version)] if qt else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
