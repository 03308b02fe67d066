"""pool.py TASKS CHUNKSIZE: multiprocessing.Pool with a process for each core; CHUNKSIZE 0 leaves it to the pool. With
`--round-trips`: one task at a time."""

import json
import multiprocessing
import sys
import time

from squares import numbers, report, square


def main():
    count, chunksize = int(sys.argv[1]), int(sys.argv[2])
    inputs = numbers(count)
    with multiprocessing.Pool() as pool:
        pool.map(square, range(1_000))
        if "--round-trips" in sys.argv:
            times = []
            for n in inputs:
                started = time.perf_counter()
                pool.apply(square, (n,))
                times.append(1_000 * (time.perf_counter() - started))
            print(json.dumps({"times": times}))
        else:
            started = time.perf_counter()
            found = pool.map(square, inputs, chunksize or None)
            report(inputs, found, time.perf_counter() - started)


if __name__ == "__main__":
    main()
