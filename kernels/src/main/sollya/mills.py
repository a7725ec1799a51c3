"""The polynomials MILLS and MILLS_NEAR_ZERO of ErrorFunction.java: python3 mills.py

With Q(a) = exp(a^2/2) Phi(-a) and v = a / (a + 4) they are the P of
  2 Q(a) = (q - v P(c - v)) / (k a + q), for a up to 19.75, and of
  Q(a) = (0.5 - v^2 P(v)) / (1 + a sqrt(2/pi)), for a up to 14.5.
They are found by least squares, weighted again and again until the relative error of Q is even (Lawson),
while one coefficient after another is rounded to float32, the lowest first. (Sollya's own method takes
minutes for these.)
"""

import numpy as np
from mpmath import erfc, exp, mp, mpf, pi, sqrt

mp.dps = 40


def tail(a):
    return exp(a * a / 2) * erfc(a / sqrt(2))


def fit(known, powers, values, weights, rounds):
    """Returns the lowest coefficient that is not known."""
    rest = values - powers[:, : len(known)] @ np.array(known, float)
    density = np.full(len(values), 1 / len(values))
    best = None
    for _ in range(rounds):
        root = np.sqrt(density) * weights
        free = powers[:, len(known) :]
        found = np.linalg.lstsq(free * root[:, None], rest * root, rcond=None)[0]
        error = np.abs((free @ found - rest) * weights)
        if best is None or error.max() < best[0]:
            best = error.max(), found[0]
        density *= error + 1e-30
        density /= density.sum()
    return float(np.float32(best[1]))


def polynomial(name, target, last, centre, degree, nodes, rounds):
    """Prints the coefficients, from the highest, of P in powers of v, or of the centre less v."""
    v = (1 - np.cos(np.pi * (np.arange(nodes) + 0.5) / nodes)) / 2 * (last / (last + 4))
    pairs = zip(*(target(mpf(float(x)), 4 * mpf(float(x)) / (1 - mpf(float(x)))) for x in v))
    values, weights = (np.array(c, float) for c in pairs)
    t = v if centre is None else centre - v
    powers = np.stack([t**j for j in range(degree + 1)], 1)
    coefficients = []
    while len(coefficients) <= degree:
        coefficients.append(fit(coefficients, powers, values, weights, rounds))
    error = np.abs((powers @ np.array(coefficients) - values) * weights).max()
    print(name, [c.hex() for c in reversed(coefficients)])
    print("relative error 2^%.1f" % np.log2(error))


def far(v, a, k=1.140625, q=0.90625):
    numerator = tail(a) * (k * a + q)
    return (q - numerator) / v, v / numerator


def near(v, a):
    numerator = tail(a) / 2 * (1 + a * sqrt(2 / pi))
    return (mpf(0.5) - numerator) / v**2, v**2 / numerator


polynomial("MILLS", far, 19.75, 0.375, degree=9, nodes=700, rounds=60)
polynomial("MILLS_NEAR_ZERO", near, 14.5, None, degree=8, nodes=600, rounds=40)
