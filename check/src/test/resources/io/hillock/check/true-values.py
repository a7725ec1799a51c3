"""Writes true-values.csv: the elementary functions to 60 digits, rounded to double, by mpmath.

    python3 true-values.py > true-values.csv
"""

import random
import struct

from mpmath import erf, erfc, exp, expm1, log, mp, mpf, npdf, sech, tanh

mp.dps = 60
random.seed(2025)


def to_float(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def normal_cdf(x):
    return erfc(-x / mp.sqrt(2)) / 2


def logistic_pdf(x):
    e = exp(-abs(x))
    return e / (1 + e) ** 2


# name: the function, and the interval in which its value is neither constant nor below 1e-46.
FUNCTIONS = {
    "EXP": (exp, -105, 88),
    "EXPM1": (lambda x: expm1(x), -40, 88),
    "LOG": (log, 0, 3e38),
    "LOG1P": (lambda x: log(1 + x), -1, 3e38),
    "SIGMOID": (lambda x: 1 / (1 + exp(-x)), -105, 40),
    "LOGISTIC_PDF": (logistic_pdf, -105, 105),
    "TANH": (tanh, -20, 20),
    "SECH2": (lambda x: sech(x) ** 2, -53, 53),
    "LOGIT": (lambda x: log(x / (1 - x)), 0, 1),
    "LOGIT_DERIVATIVE": (lambda x: 1 / (x * (1 - x)), 0, 1),
    "ERF": (erf, -5, 5),
    "ERFC": (erfc, -6, 10.2),
    "NORMAL_PDF": (npdf, -14.5, 14.5),
    "NORMAL_CDF": (normal_cdf, -14.5, 9),
    "GELU": (lambda x: x * normal_cdf(x), -14.6, 20),
    "GELU_DERIVATIVE": (lambda x: normal_cdf(x) + x * npdf(x), -14.7, 9),
}
SPECIAL = [0.5, 0.49999997, 0.50000006, -0.75179154, -0.7517915, -0.7517916, -0.76, -0.74, 1e-30]


def points(low, high):
    near = [x for x in SPECIAL if low < x < high]
    spread = [random.uniform(max(low, -200), min(high, 200)) for _ in range(40)]
    tiny = [random.choice([-1, 1]) * 10 ** random.uniform(-37, 0) for _ in range(25)]
    huge = [10 ** random.uniform(0, 38) for _ in range(10)]
    return [to_float(x) for x in near + spread + tiny + huge if low < x < high]


def line(name, a, b, value):
    print(f"{name},{a.hex()},{b.hex()},{float(value).hex()}")


for name, (function, low, high) in FUNCTIONS.items():
    for x in points(low, high):
        line(name, x, 0.0, function(mpf(x)))
for _ in range(60):
    a = to_float(random.uniform(-100, 100))
    b = to_float(random.uniform(a - 80, a + 104))
    line("EXP_DIFFERENCE", a, b, exp(mpf(a) - mpf(b)))
for _ in range(60):
    u = to_float(random.uniform(-14.4, 14.4))
    v = to_float(u * random.uniform(-1, 1) * 2**-24)
    line("SCALED_GAUSSIAN", u, v, mpf(2) ** 64 * exp(-((mpf(u) + mpf(v)) ** 2) / 2))
for _ in range(60):
    u = to_float(random.uniform(-14.4, 14.4))
    v = to_float(u * random.uniform(-1, 1) * 2**-24)
    z = mpf(u) + mpf(v)
    line("SCALED_GAUSSIAN_DERIVATIVE", u, v, -(mpf(2) ** 64) * z * exp(-(z**2) / 2))
for _ in range(60):
    b = to_float(random.uniform(-100, 100))
    a = to_float(b - random.uniform(0, 140))
    line("SCALED_EXP", a, b, mpf(2) ** 64 * exp(mpf(a) - mpf(b)))
    line("SCALED_EXP_REST", a, b, mpf(0))
