from multiprocessing import Lock, Pipe, Process, Value


def add_unlocked(total, other):
    before = total.value
    print(f"read {before}")
    other.send(before)
    other.recv()
    total.value = before + 1
    print(f"wrote {before + 1}")


def add_locked(total, lock):
    with lock:
        before = total.value
        print(f"read {before}")
        total.value = before + 1
        print(f"wrote {before + 1}")


if __name__ == "__main__":
    total = Value("i", 0)
    ends = Pipe()
    hasty = [Process(target=add_unlocked, args=(total, end)) for end in ends]  # turn: without
    for process in hasty:
        process.start()
    for process in hasty:
        process.join()
    print(f"without the lock: {total.value} of 2")
    total.value = 0  # turn: with
    lock = Lock()
    careful = [Process(target=add_locked, args=(total, lock)) for _ in range(2)]
    for process in careful:
        process.start()
    for process in careful:
        process.join()
    print(f"with the lock: {total.value} of 2")
