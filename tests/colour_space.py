"""Contrast and distance of colours, written down from their sources and apart from the program's own code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

type Vector = NDArray[np.float64]

SIGHTS: dict[str, Vector] = {
    "usual": np.eye(3),
    # G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation of Color Vision
    # Deficiency (IEEE TVCG 15, 2009), the matrices of severity 1.0; they are for linear RGB.
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""What is seen of linear RGB, by the kind of sight."""

# IEC 61966-2-1: linear sRGB to CIE XYZ; its white is D65.
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ @ np.ones(3)


def linear(colour: QColor) -> Vector:
    """Linear RGB from 0 to 1 (IEC 61966-2-1)."""
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted(float(linear(colour) @ _TO_XYZ[1]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: QColor, sight: str = "usual") -> Vector:
    """CIE L*a*b* for D65 of what a kind of sight sees of a colour."""
    seen = np.clip(SIGHTS[sight] @ linear(colour), 0.0, 1.0)
    t = _TO_XYZ @ seen / _WHITE
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one: QColor, other: QColor, sight: str = "usual") -> float:
    """dE of 1976: the straight distance in L*a*b*."""
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def nearest(one: QColor, other: QColor) -> tuple[float, str]:
    """The smallest distance of two colours, and who sees it so."""
    return min((distance(one, other, sight), sight) for sight in SIGHTS)
