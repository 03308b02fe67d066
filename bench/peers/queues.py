"""queues.py TASKS VOLUNTEERS: the task queue and the result queue of the distributed demo, over the network by
multiprocessing.managers with an authkey; each volunteer is a process of its own. With `--round-trips`: one task at a time."""

import json
import multiprocessing
import queue
import sys
import time
from multiprocessing.managers import BaseManager

from squares import numbers, report, square

AUTHKEY = b"tabpool"


class QueueManager(BaseManager):
    pass


TASKS = queue.Queue()
RESULTS = queue.Queue()


def tasks():
    return TASKS


def results():
    return RESULTS


def volunteer(address):
    QueueManager.register("get_task_queue")
    QueueManager.register("get_result_queue")
    manager = QueueManager(address=address, authkey=AUTHKEY)
    manager.connect()
    task, result = manager.get_task_queue(), manager.get_result_queue()
    while True:
        n = task.get()
        if n is None:
            return
        result.put(square(n))


def main():
    count, volunteers = int(sys.argv[1]), int(sys.argv[2])
    QueueManager.register("get_task_queue", callable=tasks)
    QueueManager.register("get_result_queue", callable=results)
    manager = QueueManager(address=("127.0.0.1", 0), authkey=AUTHKEY)
    manager.start()
    task, result = manager.get_task_queue(), manager.get_result_queue()
    others = [multiprocessing.Process(target=volunteer, args=(manager.address,)) for _ in range(volunteers)]
    for other in others:
        other.start()
    # Everybody is connected once so many answers have come.
    for _ in range(100):
        task.put(1)
    for _ in range(100):
        result.get()

    inputs = numbers(count)
    if "--round-trips" in sys.argv:
        times = []
        for n in inputs:
            started = time.perf_counter()
            task.put(n)
            result.get()
            times.append(1_000 * (time.perf_counter() - started))
        print(json.dumps({"times": times}))
    else:
        started = time.perf_counter()
        for n in inputs:
            task.put(n)
        found = [result.get() for _ in inputs]
        report(inputs, found, time.perf_counter() - started)

    for _ in others:
        task.put(None)
    for other in others:
        other.join()
    manager.shutdown()


if __name__ == "__main__":
    main()
