"""What CPython's own shared objects and processes do, case by case: prints {name: answer} as JSON. Run by hand with a new Python, and by the tests where there is one."""
import json
import multiprocessing
import time
from multiprocessing import (
    Array,
    Barrier,
    BoundedSemaphore,
    Condition,
    Event,
    JoinableQueue,
    Lock,
    Manager,
    Pipe,
    Process,
    Queue,
    RLock,
    Semaphore,
    SimpleQueue,
    Value,
    active_children,
    current_process,
)


def nothing():
    return None


def fail():
    raise ValueError("for the test")


def put_all(queue, items):
    for item in items:
        queue.put(item)


def get_for_ever(queue, taken):
    while True:
        taken.put(queue.get())


def answer_once(questions, answers):
    answers.put(questions.get() + 1)


def wait_for_word(condition, told):
    with condition:
        told.put("ready")
        told.put(condition.wait())


def meet(barrier, told):
    told.put(name_of(barrier.wait))


def add_often(total, times):
    for _ in range(times):
        with total.get_lock():
            total.value += 1


def tell(counts, told, name):
    counts[name] = name.upper()
    told.append(name)


def echo(end):
    end.send(end.recv() * 2)
    end.close()


def hold_for_ever(end):
    end.send("held")
    time.sleep(600)


def answer_twice(questions, answers):
    answer_once(questions, answers)
    answer_once(questions, answers)


def release(lock):
    lock.release()


def nap_for_ever():
    time.sleep(600)


def started(target, *args):
    process = Process(target=target, args=args)
    process.start()
    return process


def ended(process):
    process.join()
    return process.exitcode


def name_of(work):
    """The name of the error, or what there is instead."""
    try:
        return work()
    except BaseException as error:  # the answer is which one
        return type(error).__name__


def cases_of_queues():
    queue = Queue()
    put_all(queue, [1, [2], "three", None])
    yield "a queue keeps the order", [queue.get() for _ in range(4)]
    yield "get of an empty queue at once", name_of(queue.get_nowait)
    yield "get of an empty queue in time", name_of(lambda: queue.get(timeout=0.01))
    small = Queue(1)
    small.put(1)
    yield "put into a full queue at once", name_of(lambda: small.put_nowait(2))
    yield "put into a full queue in time", name_of(lambda: small.put(2, timeout=0.01))
    yield "a queue in no time", [name_of(lambda: queue.get(timeout=0)), name_of(lambda: small.put(2, timeout=0))]
    yield "what a full queue says of itself", [small.qsize(), small.full()]
    yield "a full queue has room after a get", [small.get(), small.full(), small.qsize(), small.empty()]
    small.close()
    yield "put into a closed queue", name_of(lambda: small.put(1))
    yield "get of a closed queue", name_of(small.get)
    tasks = JoinableQueue()
    yield "join of a queue without tasks", tasks.join()
    put_all(tasks, [1, 2])
    yield "join of a queue whose tasks are done", [tasks.get(), tasks.task_done(), tasks.get(), tasks.task_done(), tasks.join()]
    yield "task_done too often", name_of(tasks.task_done)
    simple = SimpleQueue()
    simple.put("a")
    yield "a simple queue", [simple.empty(), simple.get(), simple.empty()]


def cases_of_locks():
    lock = Lock()
    yield "a lock is had once", [lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01)]
    yield "a lock that is released is had again", [lock.release(), lock.acquire(False)]
    yield "a lock may be released by another", [ended(started(release, lock)), lock.acquire(False)]
    lock.release()
    yield "release of a lock that nobody holds", name_of(lock.release)
    again = RLock()
    yield "an rlock is had again by its holder", [again.acquire(), again.acquire(False), again.release(), again.release()]
    yield "release of an rlock that nobody holds", name_of(again.release)
    semaphore = Semaphore(2)
    yield "a semaphore counts down", [semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False)]
    yield "a semaphore in time", semaphore.acquire(timeout=0.01)
    yield "a semaphore counts up", [semaphore.release(), semaphore.release(), semaphore.release(), semaphore.get_value()]
    bounded = BoundedSemaphore(1)
    yield "a semaphore without permits", Semaphore(0).acquire(False)
    yield "a bounded semaphore has a bound", [bounded.acquire(), bounded.release(), name_of(bounded.release)]


def cases_of_meetings():
    event = Event()
    yield "an event that is not set", [event.is_set(), event.wait(0.01)]
    yield "an event that is set", [event.set(), event.is_set(), event.wait(), event.wait(0)]
    yield "an event that is cleared", [event.clear(), event.is_set()]
    condition = Condition()
    yield "wait without the lock", name_of(lambda: condition.wait(0.01))
    yield "notify without the lock", name_of(condition.notify)
    with condition:
        yield "wait for a word in time", condition.wait(0.01)
        yield "wait_for in time", condition.wait_for(lambda: False, 0.01)
        yield "wait_for what is so already", condition.wait_for(lambda: 7)
        yield "notify nobody", condition.notify()
        with condition:
            yield "a wait within a lock within a lock", [condition.wait(0.01), condition.wait_for(lambda: False, 0.01), condition.notify()]
    told = Queue()
    waiting = [started(wait_for_word, condition, told) for _ in range(3)]
    for _ in waiting:
        told.get()
    with condition:
        condition.notify()
    yield "notify wakes one", [told.get(), name_of(lambda: told.get(timeout=0.1))]
    with condition:
        condition.notify_all()
    yield "notify_all wakes all", [told.get(), told.get()]
    for process in waiting:
        process.join()
    waiting = [started(wait_for_word, condition, told) for _ in range(3)]
    for _ in waiting:
        told.get()
    with condition:
        condition.notify(5)
    yield "notify more than wait", [*[told.get() for _ in waiting], [ended(process) for process in waiting]]
    alone = Barrier(1)
    yield "a barrier for one", [alone.wait(), alone.wait(), alone.parties, alone.n_waiting, alone.broken]
    alone.abort()
    yield "a barrier that was aborted", [alone.broken, name_of(alone.wait)]
    alone.reset()
    yield "a barrier that was reset", [alone.broken, alone.wait()]
    barrier = Barrier(2)
    yield "a barrier in time", [name_of(lambda: barrier.wait(0.01)), barrier.broken, name_of(barrier.wait)]
    barrier.reset()
    other = started(meet, barrier, told)
    while barrier.n_waiting == 0:
        time.sleep(0.01)
    barrier.abort()
    yield "a barrier that is aborted while one waits", [told.get(), barrier.broken, ended(other)]
    barrier.reset()
    other = started(meet, barrier, told)
    yield "two meet at a barrier", sorted([barrier.wait(), told.get()])
    other.join()
    other = started(meet, barrier, told)
    while barrier.n_waiting == 0:
        time.sleep(0.01)
    barrier.reset()
    yield "a barrier that is reset while one waits", [told.get(), barrier.broken]
    other.join()


def cases_of_pipes():
    here, there = Pipe()
    here.send(1)
    here.send([2])
    there.send("x")
    yield "a pipe goes both ways", [there.recv(), there.recv(), here.recv()]
    yield "poll of an empty pipe", [here.poll(), here.poll(0.01)]
    there.send(3)
    there.close()
    yield "what was sent before the end is received", [here.poll(), here.recv(), here.poll()]
    yield "recv after the end", name_of(here.recv)
    yield "send to a closed end", name_of(lambda: here.send(1))
    yield "an end that was closed here", [name_of(there.recv), name_of(lambda: there.send(1)), name_of(there.poll)]
    receiver, sender = Pipe(duplex=False)
    yield "a pipe that goes one way", [name_of(lambda: receiver.send(1)), name_of(sender.recv)]
    sender.send("y")
    yield "a pipe that goes one way brings what is sent", receiver.recv()


def cases_of_values():
    value = Value("i", 3)
    value.value += 1
    yield "a value", value.value
    array = Array("i", 3)
    array[1] = 5
    yield "an array", [len(array), array[:], array[1:], array[-1]]
    yield "a place that an array lacks", name_of(lambda: array[3])
    yield "an array of a list", Array("d", [1.5, 2.5])[:]
    total = Value("i", 0)
    adding = [started(add_often, total, 50) for _ in range(2)]
    yield "two processes add with a lock", [[ended(process) for process in adding], total.value]


def cases_of_managers():
    manager = Manager()
    found = manager.dict({"a": 1, "b": 2})
    yield "a dict keeps the order", [found.update({"c": 3}), found.keys(), found.values(), found.items(), len(found)]
    yield "a dict filled from pairs", manager.dict([("a", 1), ("b", [2])]).copy()
    yield "a key that a dict lacks", [found.get("z"), found.get("z", 0), "z" in found, name_of(lambda: found.pop("z")), found.pop("z", 0)]
    yield "what is taken from a dict", [found.pop("a"), found.popitem(), found.keys()]
    yield "setdefault of a dict", [found.setdefault("b", 9), found.setdefault("d", 9), found.items()]
    yield "a dict that is cleared", [found.clear(), len(found), name_of(found.popitem)]
    items = manager.list([3, 1, 2])
    yield "a list takes items", [items.append(1), items.extend([5]), items.insert(1, 7), items.insert(-99, 0), items.insert(99, 8), items[:]]
    yield "places of a list", [items[1], items[-1], items[2:4], items[::-2], len(items), name_of(lambda: items[8])]
    yield "items of a list", [items.index(1), items.count(1), items.remove(1), items[:], name_of(lambda: items.index(6)), name_of(lambda: items.remove(6))]
    yield "what is taken from a list", [items.pop(), items.pop(0), name_of(lambda: items.pop(9)), items[:]]
    yield "a list that is turned round and sorted", [items.reverse(), items[:], items.sort(), items[:], items.sort(reverse=True), items[:]]
    yield "an empty list", [name_of(manager.list().pop), len(manager.list())]
    names = manager.Namespace(x=1)
    names.y = [2]
    yield "a namespace", [names.x, names.y, name_of(lambda: names.z)]
    del names.x
    yield "a name that is deleted", [name_of(lambda: names.x), name_of(lambda: delattr(names, "x"))]
    counts, told = manager.dict(), manager.list()
    telling = [started(tell, counts, told, name) for name in ("a", "b")]
    yield "processes share a dict and a list", [[ended(process) for process in telling], sorted(counts.items()), sorted(told)]
    nested = manager.list([manager.dict({"a": 1})])
    nested[0]["a"] = 2
    yield "a dict in a list", nested[0]["a"]
    queue = manager.Queue(1)
    queue.put(1)
    yield "a queue of a manager", [queue.full(), queue.get(), name_of(queue.get_nowait)]
    manager.shutdown()


def cases_of_processes():
    process = Process(target=nothing)
    yield "a process before its start", [process.is_alive(), process.exitcode, process.pid, process.daemon]
    yield "the name of a process", process.name.split("-")[0]
    yield "join before the start", name_of(process.join)
    process.start()
    yield "a second start", name_of(process.start)
    yield "a process that has ended", [process.join(), process.exitcode, process.is_alive(), process.join()]
    yield "a process that throws", ended(started(fail))
    napping = started(nap_for_ever)
    yield "join in time", [napping.join(0.01), napping.is_alive(), napping.exitcode, len(active_children())]
    napping.terminate()
    yield "a process that is terminated", [ended(napping), napping.is_alive(), len(active_children())]
    killed = started(nap_for_ever)
    killed.kill()
    yield "a process that is killed", ended(killed)
    queue, taken = Queue(), Queue()
    reader = started(get_for_ever, queue, taken)
    writer = started(put_all, queue, ["A", "B", "C"])
    yield "a reader without an end", [ended(writer), [taken.get() for _ in range(3)], reader.is_alive()]
    reader.terminate()
    yield "a reader that is terminated", ended(reader)
    first, second, third = Queue(), Queue(), Queue()
    chain = [started(answer_once, first, second), started(answer_once, second, third)]
    first.put(1)
    yield "processes that wait for each other", [third.get(), [ended(process) for process in chain]]
    here, there = Pipe()
    dying = started(hold_for_ever, there)
    there.close()
    here.recv()
    dying.kill()
    yield "a pipe whose other end dies", [name_of(here.recv), ended(dying)]
    first, second = Queue(), Queue()
    nested = started(answer_twice, first, second)
    first.put(1)
    yield "a wait that follows from another", [second.get(), first.put(5), second.get(), ended(nested)]
    here, there = Pipe()
    echoing = started(echo, there)
    there.close()
    here.send(21)
    yield "a process at the other end of a pipe", [here.recv(), ended(echoing), name_of(here.recv)]
    yield "the program itself", [current_process().name, current_process().daemon]


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    answers = {}
    for cases in (cases_of_queues, cases_of_locks, cases_of_meetings, cases_of_pipes, cases_of_values, cases_of_managers, cases_of_processes):
        answers.update(cases())
    print(json.dumps(answers, indent=2))
