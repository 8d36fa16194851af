"""How the court is looked at: kept between two starts as words, read by all who draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from explorer.app.against import Against
from explorer.core.hexagons import SIZES_FT, USUAL_FT
from explorer.core.shot_fields import BY_NAME as SHOT_FIELDS
from explorer.core.zone_figures import ZONINGS
from explorer.widgets.court.canvas import Orientation, Tool
from explorer.widgets.court.density_layer import Form

YES = "yes"
LAYERS = ("shots", "zones", "density", "path", "play")
"""The names of the layers, in the order of their tabs."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The choices of the court; every value is a word."""

    layer: str = "shots"
    baseline: str = Against.LOADED.value
    orientation: str = Orientation.UP.value
    is_flipped: str = ""
    tool: str = Tool.RECTANGLE.value
    has_distances: str = ""
    colour: str = ""
    size: str = ""
    zoning: str = "basic"
    form: str = Form.HEXAGONS.value
    across_ft: str = ""
    path_front: str = ""
    trail_s: str = "2"

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> Wanted:
        """What was kept; what is not there, or is not known any more, is as at the first start."""
        usual = cls()
        known: dict[str, list[str]] = {
            "layer": list(LAYERS),
            "baseline": list(Against),
            "orientation": list(Orientation),
            "tool": list(Tool),
            "form": list(Form),
            "zoning": list(ZONINGS),
            "colour": ["", *SHOT_FIELDS],
            "size": ["", *(name for name, field in SHOT_FIELDS.items() if field.is_number)],
        }
        found = {field.name: kept.get(field.name, "") for field in fields(cls)}
        words = {
            name: word if word in known.get(name, [word]) and (word or name in _MAY_BE_EMPTY) else getattr(usual, name)
            for name, word in found.items()
        }
        return cls(**words)

    def words(self) -> dict[str, str]:
        """What is to be kept."""
        return asdict(self)

    @property
    def hexagon_ft(self) -> float:
        """The size of the hexagons."""
        return next((size for size in SIZES_FT if written_size(size) == self.across_ft), USUAL_FT)


_MAY_BE_EMPTY = ("is_flipped", "has_distances", "colour", "size", "across_ft", "path_front")


def written_size(across_ft: float) -> str:
    """The size of the hexagons as it is kept."""
    return f"{across_ft:g}"


def word_of(is_so: bool) -> str:
    """Yes or no as a word."""
    return YES if is_so else ""


def one_of[W: StrEnum](kind: type[W], word: str) -> W:
    """A kept word as one of a list; the first where it is none of it."""
    return next((one for one in kind if one == word), next(iter(kind)))
