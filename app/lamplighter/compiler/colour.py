"""OKLCH colours to sRGB hex values, and their contrast.

Formulas: Björn Ottosson, "A perceptual color space for image processing" (2020); WCAG 2.2 for the contrast.
"""

from __future__ import annotations

import math

Triple = tuple[float, float, float]
"""Lightness 0 to 1, chroma, hue in degrees."""

STEP = 0.002
TOLERANCE = 1e-4


def hex_of(colour: Triple) -> str:
    """The nearest colour a screen can show: chroma falls until every channel lies in sRGB."""
    lightness, chroma, degrees = colour
    channels = _srgb(lightness, chroma, degrees)
    while chroma > 0 and any(not -TOLERANCE <= c <= 1 + TOLERANCE for c in channels):
        chroma = max(0.0, chroma - STEP)
        channels = _srgb(lightness, chroma, degrees)
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, c))):02x}" for c in channels)


def contrast(one: str, other: str) -> float:
    """The contrast of two hex colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _srgb(lightness: float, chroma: float, degrees: float) -> Triple:
    a, b = chroma * math.cos(math.radians(degrees)), chroma * math.sin(math.radians(degrees))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _gamma(linear: float) -> float:
    if linear <= 0.0031308:
        return 12.92 * linear
    return float(1.055 * linear ** (1 / 2.4) - 0.055)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
