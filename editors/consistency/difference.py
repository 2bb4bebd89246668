"""How different two colours look."""

import numpy as np
from jaxtyping import Float, Shaped

_FAR = 25.0**7


def difference(
    one: Float[np.ndarray, "*n 3"], other: Float[np.ndarray, "*m 3"], lightness: float = 1.0
) -> Shaped[np.ndarray, "..."]:
    """CIEDE2000 of colours in L*a*b*: about 1 is the least that people see, 50 is red and blue.

    Args:
        one: colours; their shape and that of `other` are broadcast.
        other: those they are compared with.
        lightness: what differences of lightness are divided by (k_L): 2 is usual for textiles.

    >>> difference(np.array([50.0, 2.6772, -79.7751]), np.array([50.0, 0.0, -82.7485])).round(4).item()
    2.0425

    Source: Sharma, Wu, Dalal 2005 (The CIEDE2000 color-difference formula), section 2, and its table 1 as a test.
    """
    l1, a1, b1 = np.moveaxis(one, -1, 0)
    l2, a2, b2 = np.moveaxis(other, -1, 0)
    middle = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(middle / (middle + _FAR)))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    turn = np.where(grey, 0.0, (h2 - h1 + 180) % 360 - 180)
    chroma = c2 - c1
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    around = np.where(grey, h1 + h2, h1 + turn / 2)
    l_, c_ = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(around - 30))
        + 0.24 * np.cos(np.radians(2 * around))
        + 0.32 * np.cos(np.radians(3 * around + 6))
        - 0.20 * np.cos(np.radians(4 * around - 63))
    )
    s_l = 1 + 0.015 * (l_ - 50) ** 2 / np.sqrt(20 + (l_ - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_, 1 + 0.015 * c_ * t
    blue = np.sin(np.radians(60 * np.exp(-((((around % 360) - 275) / 25) ** 2))))
    both = -2 * np.sqrt(c_**7 / (c_**7 + _FAR)) * blue
    parts = (l2 - l1) / (s_l * lightness), chroma / s_c, hue / s_h
    squares = parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2 + both * parts[1] * parts[2]
    return np.asarray(np.sqrt(np.maximum(0.0, squares)))
