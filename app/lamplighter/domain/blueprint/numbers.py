"""Exact numbers: texts to integers of millionths and back."""

from __future__ import annotations

from lamplighter.domain.blueprint.problems import Fault

MICROS = 1_000_000
LARGEST = 10**12  # units; what a database integer of millionths holds with room for sums


def millionths(text: str) -> int:
    """ "12.5" → 12500000; digits behind the sixth are rounded half to even. Raises Fault when it is too large."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, fraction = digits.partition(".")
    if len(whole.lstrip("0")) > len(str(LARGEST)):
        raise Fault(f"{text[:20]} is too large", f"numbers end at {LARGEST}")
    micros = int(whole or "0") * MICROS + rounded_half_even(int(fraction or "0") * MICROS, 10 ** len(fraction))
    if micros > LARGEST * MICROS:
        raise Fault(f"{text[:20]} is too large", f"numbers end at {LARGEST}")
    return sign * micros


def rounded_half_even(numerator: int, denominator: int) -> int:
    """The whole number nearest to a fraction, ties to even."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    quotient, rest = divmod(numerator, denominator)
    tie = 2 * rest == denominator and quotient % 2 == 1
    return quotient + (1 if 2 * rest > denominator or tie else 0)


def rounded_half_away(micros: int, digits: int) -> int:
    """Millionths rounded to `digits` decimals, ties away from zero."""
    unit: int = 10 ** (6 - digits)
    rounded = (2 * abs(micros) + unit) // (2 * unit) * unit
    return rounded if micros >= 0 else -rounded


def decimal(micros: int) -> str:
    """12500000 → "12.5"."""
    whole, fraction = divmod(abs(micros), MICROS)
    text = f"{whole}.{fraction:06d}".rstrip("0").rstrip(".") if fraction else str(whole)
    return "-" + text if micros < 0 else text
