"""What CPython's own Pool does, case by case: prints {name: answer} as JSON. Run by hand with a new Python, and by the tests where there is one."""
import json
import multiprocessing
import threading
import time
from multiprocessing import Pool, TimeoutError


def square(n):
    return n * n


def fail_odd(n):
    if n % 2 == 1:
        raise ValueError(f"{n} is odd")
    return n


def subtract(a, b):
    return a - b


def nap(ms):
    time.sleep(ms / 1000)
    return ms


def nothing(_):
    return None


def begin(value):
    global begun_with
    begun_with = value


def read_begun(_):
    return begun_with


def broken():
    yield 1
    raise RuntimeError("the source is broken")


def held_up(taken):
    """Goes on once its first value has come back."""
    yield 1
    taken.wait()
    yield 2


def before_the_end(pool):
    taken = threading.Event()
    values = pool.imap(square, held_up(taken))
    first = next(values)
    taken.set()
    return [first, *values]


def thrown_by(work):
    try:
        return work()
    except BaseException as error:  # the answer is which one
        return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def all_of(iterator):
    answers = []
    while True:
        try:
            answers.append(next(iterator))
        except StopIteration:
            return answers
        except Exception as error:
            answers.append(f"{type(error).__name__}: {error}")


def cases(pool):
    yield "map keeps the order", pool.map(square, range(5))
    yield "map of nothing", pool.map(square, [])
    yield "map of a generator", pool.map(square, (n for n in range(4)))
    yield "map of a text", pool.map(str.upper, "abc")
    yield "map in chunks", pool.map(square, range(10), chunksize=3)
    yield "map of a function without a result", pool.map(nothing, [1, 2])
    yield "map of what throws", thrown_by(lambda: pool.map(fail_odd, [0, 1, 2]))
    yield "map of a source that throws", thrown_by(lambda: pool.map(square, broken()))
    yield "map of no iterable", thrown_by(lambda: pool.map(square, 7)).split(":")[0]
    yield "the pool goes on after an error", pool.map(square, [3])
    yield "starmap spreads", pool.starmap(subtract, [(5, 3), (2, 9)])
    yield "starmap of a generator", pool.starmap(subtract, ((n, 1) for n in range(3)))
    yield "apply", pool.apply(subtract, (5, 3))
    yield "apply without arguments", pool.apply(dict)
    yield "apply of what throws", thrown_by(lambda: pool.apply(fail_odd, (1,)))
    yield "imap keeps the order", all_of(pool.imap(nap, [60, 0, 20]))
    yield "imap goes on after an error", all_of(pool.imap(fail_odd, range(4)))
    yield "imap of nothing", all_of(pool.imap(square, []))
    yield "imap gives values before its source has ended", before_the_end(pool)
    yield "imap of a source that throws", all_of(pool.imap(square, broken()))
    yield "imap_unordered goes on after an error", sorted(map(str, all_of(pool.imap_unordered(fail_odd, range(4)))))
    yield "imap in chunks", all_of(pool.imap(square, range(7), chunksize=3))
    yield "an iterator that has ended", [all_of(ended := pool.imap(square, [2])), all_of(ended)]
    yield "imap_unordered gives each once", sorted(all_of(pool.imap_unordered(square, range(20))))
    late = pool.imap(nap, [400])
    yield "imap in time", thrown_by(lambda: late.next(timeout=0.01))
    yield "imap after a time that has passed", late.next()
    result = pool.apply_async(nap, (400,))
    yield "async result before its end", [result.ready(), thrown_by(result.successful).split(":")[0]]
    yield "get in time", thrown_by(lambda: result.get(timeout=0.01))
    yield "wait in time", result.wait(timeout=0.01)
    yield "get after a time that has passed", [result.get(), result.ready(), result.successful(), result.get()]
    failed = pool.apply_async(fail_odd, (3,))
    failed.wait()
    yield "async result of what throws", [failed.ready(), failed.successful(), thrown_by(failed.get)]
    yield "map_async", pool.map_async(square, [2, 3]).get()
    yield "starmap_async", pool.starmap_async(subtract, [(2, 3)]).get()
    yield "join of an open pool", thrown_by(pool.join).split(":")[0]
    running = pool.map_async(nap, [100, 0])
    pool.close()
    yield "map of a closed pool", thrown_by(lambda: pool.map(square, [1])).split(":")[0]
    yield "imap of a closed pool", thrown_by(lambda: pool.imap(square, [1])).split(":")[0]
    yield "a closed pool ends what it has", running.get()
    pool.join()
    yield "join of a closed pool, again", pool.join()
    with Pool(2, initializer=begin, initargs=(11,)) as begun:
        yield "initializer", begun.map(read_begun, range(3))
    with Pool(1, maxtasksperchild=1) as young:
        yield "one task a child", young.map(square, range(4), chunksize=1)
    yield "a pool after its block", thrown_by(lambda: begun.map(square, [1])).split(":")[0]
    ended = Pool(1)
    ended.terminate()
    yield "map of a terminated pool", thrown_by(lambda: ended.map(square, [1])).split(":")[0]
    ended.join()
    yield "a pool without processes", thrown_by(lambda: Pool(0)).split(":")[0]


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    print(json.dumps(dict(cases(Pool(2))), indent=2))
