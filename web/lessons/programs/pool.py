import random
import time
from multiprocessing import Pool


def nap(task):
    print(f"task {task} begins")
    began = time.perf_counter()
    time.sleep(1 + 2 * random.random())
    print(f"task {task} took {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    slots = 4
    pool = Pool(slots)
    for task in range(slots + 1):  # turn: apply
        pool.apply_async(nap, (task,))
    print(f"waiting for all {slots + 1}")
    pool.close()  # turn: join
    pool.join()
    print(f"all {slots + 1} done")
