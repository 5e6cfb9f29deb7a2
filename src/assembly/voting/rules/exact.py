# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Exact numbers: whole, or decimals with at most six places (weights). Never a float.

Heads are whole numbers. Weights are decimals, kept as `Fraction`; a number that is whole is an
`int`, so that two equal numbers are always written alike.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from assembly.errors import UnsoundNumber

Exact = int | Fraction

PLACES = 6
LARGEST = 10**15
_DECIMAL = re.compile(rf"-?[0-9]{{1,16}}(?:\.[0-9]{{1,{PLACES}}})?", re.ASCII)


def read_exact(value: object, *, what: str) -> Exact:
    """The number meant by an int or a decimal string such as "12.5".

    Refuses everything else, `what` naming it: floats, booleans, exponents, signs but the minus,
    spaces, underscores, other scripts' digits, more than six places, and beyond ±10^15.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        number: Exact = int(value)
    elif isinstance(value, str) and _DECIMAL.fullmatch(value):
        number = exactly(Fraction(value))
    else:
        raise UnsoundNumber(
            f'{what} is no exact number: write 12 or "12.5", with at most six decimals.', what=what
        )
    if not -LARGEST <= number <= LARGEST:
        raise UnsoundNumber(f"{what} is beyond 1000000000000000.", what=what)
    return number


def write_exact(number: Exact) -> str:
    """Plain digits: "99", "12.5", "-1". What `read_exact` reads back; refuses 1/3."""
    places = places_of(number)
    sign = "-" if number < 0 else ""
    whole, rest = divmod(int(abs(number) * 10**places), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def exactly(number: Exact) -> Exact:
    """The same number, an `int` where it is whole."""
    return number.numerator if number.denominator == 1 else number


def places_of(number: Exact) -> int:
    """How many decimals it takes to write the number; refuses one that six cannot write."""
    for places in range(PLACES + 1):
        if 10**places % number.denominator == 0:
            return places
    raise UnsoundNumber(f"{number} has no exact form with six decimals.", what="number")


def step_of(numbers: Iterable[Exact]) -> Exact:
    """The smallest decimal step they are all written in: 1 for heads, 1/100 where one is 3.25."""
    return exactly(Fraction(1, 10 ** max((places_of(number) for number in numbers), default=0)))


def next_step(threshold: Exact, step: Exact, *, beyond: bool) -> Exact:
    """The smallest multiple of the step at the threshold, or `beyond` it."""
    steps = threshold / Fraction(step)
    whole = steps.numerator // steps.denominator
    return exactly((whole + 1 if beyond or whole != steps else whole) * step)
