"""The licences of all that is shipped: what each part says of itself, and the texts, copied beside the program."""

from __future__ import annotations

import re
import shutil
import sysconfig
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from freezing.origins import DEBIAN, DISTRIBUTION, OWN, PYTHON, Origin
from freezing.product import PACKAGING, ROOT, BuildError

FOLDER = "licences"
TEXTS = PACKAGING / "licences"
"""Texts that the wheels of these leave out, named by their SPDX identifiers."""
COMMON = Path("/usr/share/common-licenses")

_CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
_TOLD_BY_US = {
    # Of the ways in which they may be used, this build takes the first.
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    # The part that is shipped has an exception for whatever is built with it.
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0",
}
_ALSO = {"pyside6-essentials": ("GPL-3.0-only", "Unicode-3.0", "qt-third-party"), "shiboken6": ("GPL-3.0-only",)}
"""More texts: the LGPL adds to the GPL, and Qt's libraries hold the work of others."""
_NAMES = re.compile(r"^(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|AUTHORS)", re.IGNORECASE)
_COMMON_NAMED = re.compile(re.escape(str(COMMON)) + r"/([A-Za-z]+(?:-[0-9.]*[0-9])?)")


@dataclass(frozen=True, slots=True)
class Licence:
    """What is said of one part: an SPDX expression, or else a name in words; and the files with the texts."""

    expression: str = ""
    name: str = ""
    texts: tuple[Path, ...] = ()


def licence_of(origin: Origin, installed: dict[str, Distribution]) -> Licence:
    """The licence of one origin; raises BuildError where what it says or its text is missing."""
    if origin.kind == DISTRIBUTION:
        found = _of_distribution(origin.name, installed[origin.name])
    elif origin.kind == PYTHON:
        stdlib = Path(sysconfig.get_path("stdlib"))
        places = (
            stdlib / "LICENSE.txt",
            stdlib.parent / "LICENSE.txt",
            stdlib.parents[1] / "LICENSE.txt",
            TEXTS / "PSF-2.0.txt",
        )
        found = Licence("PSF-2.0", texts=tuple(path for path in places if path.is_file())[:1])
    elif origin.kind == OWN:
        found = Licence("MIT", texts=(ROOT / "LICENSE",))
    elif origin.kind == DEBIAN:
        found = _of_debian(Path("/usr/share/doc") / origin.name / "copyright", origin.name)
    else:
        found = Licence(name="Microsoft Visual C++ runtime, redistributed under Microsoft's terms", texts=())
    if not (found.expression or found.name):
        raise BuildError(f"{origin.name} does not say under which licence it is; say it in freezing/licences.py.")
    if not found.texts and origin.kind in (DISTRIBUTION, PYTHON, DEBIAN, OWN):
        raise BuildError(f"The text of the licence of {origin.name} is missing; put it into packaging/licences/.")
    return found


def expression_of(distribution: Distribution, name: str) -> str:
    """What a distribution says in its metadata, as an SPDX expression; empty where it says nothing that is known."""
    told = distribution.metadata
    if name in _TOLD_BY_US:
        return _TOLD_BY_US[name]
    if told.get("License-Expression"):
        return str(told["License-Expression"])
    for classifier in told.get_all("Classifier", []):
        words = classifier.split(" :: ")
        if words[0] == "License" and words[-1] in _CLASSIFIERS:
            return _CLASSIFIERS[words[-1]]
    short = (told.get("License") or "").strip()
    return short if re.fullmatch(r"[A-Za-z0-9.+-]+", short) else ""


def _of_distribution(name: str, distribution: Distribution) -> Licence:
    expression = expression_of(distribution, name)
    texts = [Path(str(file.locate())) for file in distribution.files or () if _NAMES.match(file.name)]
    texts = [path for path in texts if path.is_file() and path.suffix not in (".py", ".pyc", ".h")]
    if not texts:
        texts = [
            path for word in re.findall(r"[A-Za-z0-9.+-]+", expression) if (path := TEXTS / f"{word}.txt").is_file()
        ]
    more = [TEXTS / f"{word}.txt" for word in _ALSO.get(name, ())]
    return Licence(expression, texts=tuple(texts + more))


def _of_debian(path: Path, name: str) -> Licence:
    if not path.is_file():
        return Licence(name=f"see {name}")
    text = path.read_text("utf-8", "replace")
    names = list(dict.fromkeys(re.findall(r"^License:[ \t]*(\S[^\n]*)$", text, flags=re.M)))
    common = [COMMON / found for found in dict.fromkeys(_COMMON_NAMED.findall(text)) if (COMMON / found).is_file()]
    return Licence(name="; ".join(names) or f"as told in {name}/copyright", texts=(path, *common))


def copy_texts(found: dict[Origin, Licence], to: Path) -> int:
    """Copy all texts below a folder, a folder an origin; returns how many. The folder is made anew."""
    if to.exists():
        shutil.rmtree(to)
    count = 0
    for origin, licence in sorted(found.items()):
        folder = to / origin.name.replace(" ", "-")
        for path in licence.texts:
            folder.mkdir(parents=True, exist_ok=True)
            target = folder / path.name
            number = 2
            while target.exists():
                if target.read_bytes() == path.read_bytes():
                    break
                target = folder / f"{path.stem}-{number}{path.suffix}"
                number += 1
            shutil.copyfile(path, target)
            count += 1
    return count
