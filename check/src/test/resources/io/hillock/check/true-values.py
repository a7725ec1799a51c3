"""Writes true-values.csv: functions at doubles, to 40 digits, by mpmath.

    python3 true-values.py > true-values.csv

A line is the name, the arguments in hexadecimal and the value in decimal.
"""

import random
import struct

from mpmath import cos, erf, erfc, exp, expm1, log, log1p, mp, mpf, nstr, sech, sin, sqrt, tanh

mp.dps = 400
random.seed(2025)


def sigmoid(x):
    return 1 / (1 + exp(-x))


def normal_pdf(x):
    return exp(-(x**2) / 2) / sqrt(2 * mp.pi)


def normal_cdf(x):
    return erfc(-x / sqrt(2)) / 2


def gelu_tanh_argument(x):
    return sqrt(8 / mp.pi) * (x + mpf("0.044715") * x**3)


def gated_derivative(x, z, slope):
    return sigmoid(z) + x * slope * sigmoid(z) * sigmoid(-z)


def gelu_tanh_derivative(x):
    slope = sqrt(8 / mp.pi) * (1 + 3 * mpf("0.044715") * x**2)
    return gated_derivative(x, gelu_tanh_argument(x), slope)


def softplus(x):
    return log1p(exp(x))


def mish_derivative(x):
    t = tanh(softplus(x))
    return t + x * (1 - t**2) * sigmoid(x)


SELU_ALPHA = mpf("1.6732632423543772848170429916717")
SELU_SCALE = mpf("1.0507009873554804934193349852946")


def selu(x):
    return SELU_SCALE * (x if x > 0 else SELU_ALPHA * expm1(x))


def rational_tanh(x):
    y = 2 * x / 3
    p = abs(y) + y**2 + mpf("1.41645") * y**4
    return mpf("1.7159") * mp.sign(y) * (1 - 1 / (1 + p))


def rational_tanh_derivative(x):
    y = abs(2 * x / 3)
    p = y + y**2 + mpf("1.41645") * y**4
    return mpf("1.7159") * 2 / 3 * (1 + 2 * y + 4 * mpf("1.41645") * y**3) / (1 + p) ** 2


def hard_swish_derivative(x):
    return (2 * x + 3) / 6 if x < 3 else mpf(1)


# name: the function, the interval of its argument, and a zero that is not at 0.
UNARY = {
    "EXP": (exp, -745, 709),
    "EXPM1": (expm1, -740, 709),
    "LOG": (log, 0, 1e308, 1),
    "LOG1P": (log1p, -1, 1e308),
    "SIGMOID": (sigmoid, -745, 745),
    "LOGISTIC_PDF": (lambda x: sigmoid(x) * sigmoid(-x), -745, 745),
    "TANH": (tanh, -40, 40),
    "SECH2": (lambda x: sech(x) ** 2, -372, 372),
    "LOGIT": (lambda x: log(x / (1 - x)), 0, 1, 0.5),
    "LOGIT_DERIVATIVE": (lambda x: 1 / (x * (1 - x)), 0, 1),
    "ERF": (erf, -6, 6),
    "ERFC": (erfc, -6, 27),
    "NORMAL_PDF": (normal_pdf, -38, 38),
    "NORMAL_CDF": (normal_cdf, -38, 38),
    "GELU": (lambda x: x * normal_cdf(x), -38, 38),
    "GELU_DERIVATIVE": (lambda x: normal_cdf(x) + x * normal_pdf(x), -38, 38, -0.75179152),
    "SILU": (lambda x: x * sigmoid(x), -745, 745),
    "SILU_DERIVATIVE": (lambda x: gated_derivative(x, x, 1), -745, 745, -1.2784645),
    "GELU_SIGMOID": (lambda x: x * sigmoid(mpf("1.702") * x), -437, 437),
    "GELU_SIGMOID_DERIVATIVE": (
        lambda x: gated_derivative(x, mpf("1.702") * x, mpf("1.702")),
        -437,
        437,
        -0.7511543,
    ),
    "GELU_TANH": (lambda x: x * sigmoid(gelu_tanh_argument(x)), -21, 21),
    "GELU_TANH_DERIVATIVE": (gelu_tanh_derivative, -21, 21, -0.7524614),
    "SOFTPLUS": (softplus, -745, 745),
    "LOG_SIGMOID": (lambda x: -softplus(-x), -745, 745),
    "MISH": (lambda x: x * tanh(softplus(x)), -745, 745),
    "MISH_DERIVATIVE": (mish_derivative, -745, 745, -1.1924061),
    "TANH_SHRINK": (lambda x: x - tanh(x), -1e300, 1e300),
    "TANH_SQUARED": (lambda x: tanh(x) ** 2, -40, 40),
    "SELU": (selu, -745, 745),
    "SELU_DERIVATIVE": (
        lambda x: SELU_SCALE * (1 if x > 0 else SELU_ALPHA * exp(x)),
        -745,
        745,
    ),
    "CUBE": (lambda x: x**3, -1e102, 1e102),
    "CUBE_DERIVATIVE": (lambda x: 3 * x**2, -1e102, 1e102),
    "SQRT_DERIVATIVE": (lambda x: 1 / (2 * sqrt(x)), 0, 1e308),
    "HARD_SWISH": (lambda x: x * min(max(x + 3, 0), 6) / 6, -3, 10),
    "HARD_SWISH_DERIVATIVE": (hard_swish_derivative, -3, 10, -1.5),
    "SIN": (sin, -1e308, 1e308),
    "COS": (cos, -1e308, 1e308),
    "RATIONAL_TANH": (rational_tanh, -1e70, 1e70),
    "RATIONAL_TANH_DERIVATIVE": (rational_tanh_derivative, -1e60, 1e60),
    "SOFTSIGN": (lambda x: x / (1 + abs(x)), -1e308, 1e308),
    "SOFTSIGN_DERIVATIVE": (lambda x: 1 / (1 + abs(x)) ** 2, -1e150, 1e150),
}

# name: the function, the interval of its first argument and that of its second.
BINARY = {
    "SWISH": (lambda x, b: x * sigmoid(b * x), -300, 300, 0.1, 2.4),
    "SWISH_DERIVATIVE": (lambda x, b: gated_derivative(x, b * x, b), -300, 300, 0.1, 2.4),
    "SIGMOID_OF_PRODUCT": (lambda a, b: sigmoid(a * b), -50, 50, -14, 14),
    "SCALED_SOFTPLUS": (lambda x, b: softplus(b * x) / b, -70, 70, 0.1, 10),
    "ELU": (lambda x, a: x if x > 0 else a * expm1(x), -100, 100, -3, 3),
    "ELU_DERIVATIVE": (lambda x, a: mpf(1) if x > 0 else a * exp(x), -100, 100, -3, 3),
    "CELU": (lambda x, a: x if x > 0 else a * expm1(x / a), -100, 100, 0.2, 5),
    "CELU_DERIVATIVE": (lambda x, a: mpf(1) if x > 0 else exp(x / a), -100, 100, 0.2, 5),
    "POW": (lambda x, a: x**a, 0, 1000, -100, 100),
    "POW_DERIVATIVE": (lambda x, a: a * x ** (a - 1), 0, 1000, -100, 100),
    "SNAKE": (lambda x, a: x + sin(a * x) ** 2 / a, -1e20, 1e20, 0.1, 10),
    "SNAKE_DERIVATIVE": (lambda x, a: 1 + sin(2 * a * x), -1e20, 1e20, 0.1, 10),
    "SQUAREPLUS": (lambda x, b: (x + sqrt(x**2 + b)) / 2, -1e20, 1e20, 0.1, 10),
    "SQUAREPLUS_DERIVATIVE": (
        lambda x, b: (1 + x / sqrt(x**2 + b)) / 2,
        -1e20,
        1e20,
        0.1,
        10,
    ),
}


def to_float(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def points(low, high, *zeros):
    near = [0.5, -0.5, 0.25, 1.5, 1e-30, -1e-30, 1e-300, -2.2e-308]
    near += [zero + sign * 10.0**-k for zero in zeros for k in (1, 3, 7) for sign in (-1, 1)]
    near += [to_float(zero + sign * 2e-7) for zero in zeros for sign in (-1, 1)]
    ends = [random.uniform(low, high) for _ in range(16)]
    middle = [random.uniform(-1, 1) * 4 ** random.uniform(-1, 3) for _ in range(40)]
    tiny = [random.choice([-1, 1]) * 10 ** random.uniform(-40, 0) for _ in range(16)]
    huge = [random.choice([-1, 1]) * 10 ** random.uniform(0, 305) for _ in range(24)]
    return [x for x in near + ends + middle + tiny + huge if low < x < high and x not in zeros]


def line(name, arguments, value):
    if 5e-324 < abs(value) < 1.8e308:
        print(",".join([name, *(a.hex() for a in arguments), nstr(value, 40)]))


for name, (function, *interval) in UNARY.items():
    for x in points(*interval):
        line(name, [x], function(mpf(x)))
for name, (function, low, high, least, greatest) in BINARY.items():
    for x in points(low, high):
        b = random.uniform(least, greatest)
        line(name, [x, b], function(mpf(x), mpf(b)))
for a in (2.0, 3.0, -2.0, -3.0, 0.5, 1.0):
    for x in (-3.7, 2.5, -1e-20, 1e30):
        if x > 0 or a == round(a):
            line("POW", [x, a], mpf(x) ** mpf(a))
            line("POW_DERIVATIVE", [x, a], a * mpf(x) ** (mpf(a) - 1))
for _ in range(60):
    a = random.uniform(-100, 100)
    b = random.uniform(a - 700, a + 740)
    line("EXP_DIFFERENCE", [a, b], exp(mpf(a) - mpf(b)))
    line("SCALED_EXP", [b, a], mpf(2) ** 64 * exp(mpf(b) - mpf(a)))
for _ in range(60):
    u = random.uniform(-38, 38)
    v = u * random.uniform(-1, 1) * 2**-24
    z = mpf(u) + mpf(v)
    line("SCALED_GAUSSIAN", [u, v], mpf(2) ** 64 * exp(-(z**2) / 2))
    line("SCALED_GAUSSIAN_DERIVATIVE", [u, v], -(mpf(2) ** 64) * z * exp(-(z**2) / 2))
for _ in range(60):
    x = random.uniform(-100, 20)
    a = random.uniform(0.1, 3)
    b = random.uniform(0.1, 3)
    p = mpf(a) * mpf(b)
    line("SCALED_ELU", [x, a, b], mpf(x) * b if x > 0 else p * expm1(mpf(x)))
    line("SCALED_ELU_DERIVATIVE", [x, a, b], mpf(b) if x > 0 else p * exp(mpf(x)))
for _ in range(60):
    up = random.choice([-1, 1]) * 10 ** random.uniform(-150, 300)
    gate = random.uniform(-1400, 40) * random.choice([1, 0.01])
    normal_gate = random.uniform(-52, 8)
    z = mpf(gate)
    line("GLU", [up, gate], up * sigmoid(z))
    line("GLU_DERIVATIVE", [up, gate], up * sigmoid(z) * sigmoid(-z))
    line("SWIGLU", [gate, up], up * z * sigmoid(z))
    line("SWIGLU_DERIVATIVE", [gate, up], up * gated_derivative(z, z, 1))
    z = mpf(normal_gate)
    line("GEGLU", [normal_gate, up], up * z * normal_cdf(z))
    line("GEGLU_DERIVATIVE", [normal_gate, up], up * (normal_cdf(z) + z * normal_pdf(z)))
for _ in range(60):
    a = random.uniform(-100, 100)
    rest = random.uniform(-1, 1) * 2**-12
    b = a + random.uniform(0, 740)
    value = mpf(2) ** 64 * exp(mpf(a) + mpf(rest) - mpf(b))
    line("SCALED_EXP_OF_SUM", [a, rest, b], value)
