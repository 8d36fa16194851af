"""The font that goes along for machines without any: four faces out of a locked package."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from freezing.product import BuildError

DISTRIBUTION = "font-source-sans-pro"
FACES = ("Regular", "It", "Semibold", "Bold")


def files() -> list[Path]:
    """The faces, in the build's environment; raises BuildError where they are not there."""
    try:
        named = {Path(str(path)).name: path for path in distribution(DISTRIBUTION).files or ()}
    except PackageNotFoundError as error:
        raise BuildError(f"{DISTRIBUTION} is not installed; start the build by packaging/dev.py.") from error
    names = [f"SourceSansPro-{face}.ttf" for face in FACES]
    if missing := [name for name in names if name not in named]:
        raise BuildError(f"{DISTRIBUTION} lacks {', '.join(missing)}; choose faces that it has.")
    return [Path(str(named[name].locate())) for name in names]
