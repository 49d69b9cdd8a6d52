"""Least squares with coefficients that are not negative, and with a prior: what fit-profiles fits laws with.

Plain Python, so that the same numbers come out wherever it runs.
"""


def solve(matrix, right):
    """The solution of a small dense system, by elimination with pivots."""
    n = len(matrix)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def nonnegative(rows, right):
    """Minimises |rows x - right| over x >= 0 (Lawson and Hanson, "Solving Least Squares Problems", chapter 23)."""
    n = len(rows[0])
    gram = [[sum(row[i] * row[j] for row in rows) for j in range(n)] for i in range(n)]
    moment = [sum(row[i] * value for row, value in zip(rows, right)) for i in range(n)]
    x, free = [0.0] * n, []
    while True:
        gradient = [moment[i] - sum(gram[i][j] * x[j] for j in range(n)) for i in range(n)]
        candidates = [i for i in range(n) if i not in free and gradient[i] > 1e-9 * abs(moment[i])]
        if not candidates:
            return x
        free.append(max(candidates, key=lambda i: gradient[i]))
        while True:
            trial = solve([[gram[i][j] for j in free] for i in free], [moment[i] for i in free])
            if min(trial) > 0:
                x = [0.0] * n
                for i, value in zip(free, trial):
                    x[i] = value
                break
            # As far as the first that would become negative, which then stays at 0.
            step = min(x[i] / (x[i] - value) for i, value in zip(free, trial) if value <= 0)
            for i, value in zip(free, trial):
                x[i] += step * (value - x[i])
            free = [i for i in free if x[i] > 1e-12]


def scale(shape, points, features):
    """The factor of `shape` that fits (network, time) points best, as shares of the measured."""
    ratios = [sum(a * b for a, b in zip(shape, features[network])) / time for network, time in points]
    return sum(ratios) / sum(r * r for r in ratios)


def common_shape(systems, features, rounds=60):
    """Weights of the features that are the same for many systems, each of which has a speed of its own.

    systems: {name: [(network, time), ...]}. Weights and speeds in turn, each a least-squares problem of its own.
    The first weight is 1.
    """
    shape = [1.0] * len(next(iter(features.values())))
    for _ in range(rounds):
        rows = []
        for points in systems.values():
            speed = scale(shape, points, features)
            rows += [[speed * a / time for a in features[network]] for network, time in points]
        shape = nonnegative(rows, [1.0] * len(rows))
    return [weight / shape[0] for weight in shape]


def with_prior(points, prior, features, strength, loose=()):
    """Non-negative weights for one system's points, drawn towards `prior`.

    Each weight has a row of its own beside the measurements, which says with `strength` that it is what the prior
    says; those in `loose` have none.
    """
    rows = [[a * p / time for a, p in zip(features[network], prior)] for network, time in points]
    right = [1.0] * len(points)
    for i in range(len(prior)):
        if i not in loose:
            rows.append([strength if j == i else 0.0 for j in range(len(prior))])
            right.append(strength)
    return [a * p for a, p in zip(nonnegative(rows, right), prior)]
