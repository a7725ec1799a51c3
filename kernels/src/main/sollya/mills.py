"""The polynomial MILLS of ErrorFunction.java: python3 mills.py

2 Q(a) = 2 exp(a^2/2) Phi(-a) is (q - v P(c - v)) / (k a + q) with v = a / (a + 4), for a up to 19.75.
P is found as in mills-near-zero.py.
"""

import numpy as np
from mpmath import erfc, exp, mp, mpf, sqrt

mp.dps = 40
DEGREE = 9
NODES = 700
END = 19.75 / (19.75 + 4)
K = 1.140625
Q = 0.90625
C = 0.375


def target(v):
    a = 4 * v / (1 - v)
    numerator = exp(a * a / 2) * erfc(a / sqrt(2)) * (K * a + Q)
    return (Q - numerator) / v, v / numerator


v = (1 - np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)) / 2 * END
values, weights = (np.array(c, float) for c in zip(*(target(mpf(float(x))) for x in v)))
powers = np.stack([(C - v) ** j for j in range(DEGREE + 1)], 1)


def fit(known):
    rest = values - powers[:, : len(known)] @ np.array(known, float)
    density = np.full(NODES, 1 / NODES)
    best = None
    for _ in range(60):
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
print("MILLS:", [c.hex() for c in reversed(coefficients)])
print("relative error 2^%.1f" % np.log2(error))
