"""What the court is set against: the choices, and their words in the menu."""

from __future__ import annotations

from enum import StrEnum


class Against(StrEnum):
    """What zones, density and distances are set against."""

    LOADED = "loaded"
    OPPONENT = "opponent"
    SECOND = "second"
    NOTHING = "none"


WORDS: dict[str, str] = {
    Against.LOADED.value: "All &loaded games",
    Against.OPPONENT.value: "The &other team",
    Against.SECOND.value: "The other side of the &comparison",
    Against.NOTHING.value: "&Nothing",
}
