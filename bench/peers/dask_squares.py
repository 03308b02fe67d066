"""dask_squares.py TASKS WORKERS: Dask's scheduler and workers as processes of this machine, one thread each."""

import logging
import sys
import time

from distributed import Client, LocalCluster

from squares import numbers, report, square


def main():
    count, workers = int(sys.argv[1]), int(sys.argv[2])
    cluster = LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.ERROR
    )
    with cluster, Client(cluster) as client:
        client.gather(client.map(square, range(100)))
        inputs = numbers(count)
        started = time.perf_counter()
        # Not pure: equal inputs would else be computed once.
        found = client.gather(client.map(square, inputs, pure=False))
        report(inputs, found, time.perf_counter() - started)


if __name__ == "__main__":
    main()
