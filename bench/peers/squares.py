"""What all peers in Python compute, and how they say how long it took."""

import json
import random


def square(n):
    return "%d * %d = %d" % (n, n, n * n)


def numbers(count):
    draw = random.Random(1)
    return [draw.randint(0, 10_000) for _ in range(count)]


def report(inputs, results, seconds):
    """One line of JSON on standard output, once the results have been checked."""
    if sorted(results) != sorted(square(n) for n in inputs):
        raise SystemExit("the results are wrong")
    print(json.dumps({"tasks": len(inputs), "seconds": seconds}))
