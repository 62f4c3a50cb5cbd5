"""Student's t distribution for whole degrees of freedom, in decimals."""

from decimal import Decimal, localcontext
from functools import lru_cache

from monitoring.indicators.statistics import PRECISION, Z_95

PI = Decimal("3.141592653589793238462643383279502884")
SERIES_LIMIT = 200
"""Above so many degrees of freedom the expansion about the normal is right to more than ten digits."""


@lru_cache(maxsize=512)
def t_95(df: int) -> Decimal:
    """The 97.5th percentile of t with ``df`` degrees of freedom, to at least eight decimal places.

    Abramowitz M, Stegun IA (1964). Handbook of Mathematical Functions: 26.7.3 and 26.7.4 (the exact series), solved by
    halving; 26.7.5 (the expansion) above 200. Raises ValueError below one degree of freedom.
    """
    if df < 1:
        raise ValueError("t needs at least one degree of freedom")
    with localcontext(prec=PRECISION):
        if df > SERIES_LIMIT:
            return _expansion(df)
        low, high = Decimal(0), Decimal(13)
        for _ in range(60):
            middle = (low + high) / 2
            if central_probability(middle, df) < Decimal("0.95"):
                low = middle
            else:
                high = middle
        return (low + high) / 2


def central_probability(t: Decimal, df: int) -> Decimal:
    """The probability of a value between -t and t."""
    with localcontext(prec=PRECISION):
        root = (Decimal(df) + t * t).sqrt()
        sine, cosine_squared = t / root, Decimal(df) / (Decimal(df) + t * t)
        if df % 2 == 0:
            return sine * _series(cosine_squared, df // 2, first=1)
        angle = _arctangent(t / Decimal(df).sqrt())
        tail = sine * cosine_squared.sqrt() * _series(cosine_squared, (df - 1) // 2, first=2) if df > 1 else 0
        return 2 / PI * (angle + tail)


def _series(cosine_squared: Decimal, terms: int, *, first: int) -> Decimal:
    """1 + (first/(first+1)) c + (first (first+2))/((first+1)(first+3)) c² + ..., so many terms."""
    term = total = Decimal(1)
    for index in range(terms - 1):
        term *= cosine_squared * (first + 2 * index) / (first + 2 * index + 1)
        total += term
    return total


def _arctangent(value: Decimal) -> Decimal:
    """By halving the angle until the power series is short."""
    halvings = 0
    while abs(value) > Decimal("0.05"):
        value = value / (1 + (1 + value * value).sqrt())
        halvings += 1
    square, power, total, odd = value * value, value, Decimal(0), 1
    while abs(power) > Decimal("1e-36"):
        total += power / odd
        power, odd = -power * square, odd + 2
    return total * Decimal(2) ** halvings


def _expansion(df: int) -> Decimal:
    z, n = Z_95, Decimal(df)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / n + second / n**2 + third / n**3 + fourth / n**4
