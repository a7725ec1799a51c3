"""The polynomial MILLS_NEAR_ZERO of ErrorFunction.java: python3 mills-near-zero.py

Q(a) = exp(a^2/2) Phi(-a) is (0.5 - v^2 P(v)) / (1 + a sqrt(2/pi)) with v = a / (a + 4), for a up to
14.5. P is found by least squares, weighted again and again until the relative error of Q is even
(Lawson), while one coefficient after another is rounded to float32, the lowest first.
"""

import numpy as np
from mpmath import erfc, exp, mp, mpf, pi, sqrt

mp.dps = 40
DEGREE = 8
NODES = 600
END = 14.5 / (14.5 + 4)


def target(v):
    a = 4 * v / (1 - v)
    numerator = exp(a * a / 2) * erfc(a / sqrt(2)) / 2 * (1 + a * sqrt(2 / pi))
    return (mpf(0.5) - numerator) / v**2, v**2 / numerator


v = (1 - np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)) / 2 * END
values, weights = (np.array(c, float) for c in zip(*(target(mpf(float(x))) for x in v)))
powers = np.stack([v**j for j in range(DEGREE + 1)], 1)


def fit(known):
    rest = values - powers[:, : len(known)] @ np.array(known, float)
    density = np.full(NODES, 1 / NODES)
    best = None
    for _ in range(40):
        root = np.sqrt(density) * weights
        free = powers[:, len(known) :]
        found = np.linalg.lstsq(free * root[:, None], rest * root, rcond=None)[0]
        error = np.abs((free @ found - rest) * weights)
        if best is None or error.max() < best[0]:
            best = error.max(), found[0]
        density *= error + 1e-30
        density /= density.sum()
    return float(np.float32(best[1]))


coefficients = []
while len(coefficients) <= DEGREE:
    coefficients.append(fit(coefficients))
error = np.abs((powers @ np.array(coefficients) - values) * weights).max()
print("MILLS_NEAR_ZERO:", [c.hex() for c in reversed(coefficients)])
print("relative error 2^%.1f" % np.log2(error))
