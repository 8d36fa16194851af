"""How much the layers of the court show."""

from __future__ import annotations

MOST_POINTS = 20_000
"""More shots than this are not drawn as points: the density stands in for them."""
MOST_LISTED = 2_000
"""So many marks are listed in the table of a layer."""
