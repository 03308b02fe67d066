"""What CPython's managers with an address and a key do, case by case: prints {name: answer} as JSON. Run by hand with a new Python, and by the tests where there is one."""
import json
import multiprocessing
import queue
from multiprocessing.managers import BaseManager, DictProxy

tasks = queue.Queue(2)
counts = {"a": 1}


class Master(BaseManager):
    pass


class Client(BaseManager):
    pass


def fail():
    raise ValueError("for the test")


Master.register("get_task", callable=lambda: tasks)
Master.register("get_counts", callable=lambda: counts, proxytype=DictProxy)
Master.register("fail", callable=fail)
for registered in ("get_task", "get_counts", "fail"):
    Client.register(registered)


def name_of(work):
    try:
        return work()
    except Exception as error:
        return type(error).__name__


def name_of_loss(work):
    """Which of the two it is depends on how far the end of the server had come."""
    try:
        return work()
    except (EOFError, ConnectionError):
        return "EOFError"


def connected(address, authkey=b"abc"):
    client = Client(address=address, authkey=authkey)
    client.connect()
    return client


def cases():
    master = Master(address=("127.0.0.1", 0), authkey=b"abc")
    master.start()
    address = master.address
    yield "connect with another key", name_of(lambda: connected(address, b"abd"))
    yield "connect where nobody is", name_of(lambda: connected(("127.0.0.1", 1)))
    first, second = connected(address), connected(address)
    task, other = first.get_task(), second.get_task()
    task.put(1)
    other.put([2])
    yield "two clients of one queue", [task.qsize(), other.get(), task.get(), other.empty()]
    yield "get of an empty queue in time", name_of(lambda: task.get(timeout=0.01))
    yield "get of an empty queue at once", name_of(task.get_nowait)
    yield "put into a full queue", [task.put(1), task.put(2), name_of(lambda: other.put(3, timeout=0.01)), other.full()]
    late = connected(address).get_task()
    yield "a client that comes late", [late.get(), late.get()]
    yield "the manager's own program", [master.get_task().put(5), task.get()]
    yield "a dict of two clients", [first.get_counts().update({"b": 2}), sorted(second.get_counts().items())]
    yield "a registered function that throws", name_of(first.fail)
    yield "what goes on after an error", [task.put("on"), other.get()]
    yield "shutdown", master.shutdown()
    yield "a call after that", name_of_loss(task.qsize)
    yield "a name after that", name_of(first.get_task)
    yield "connect after that", name_of(lambda: connected(address))
    yield "the manager itself after that", name_of(master.get_task)
    yield "a second shutdown", master.shutdown()


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    print(json.dumps(dict(cases()), indent=2))
