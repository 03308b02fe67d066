import os
import time
from multiprocessing import Process


def work(name):
    print(f"child {name} runs as {os.getpid()}, its parent is {os.getppid()}")
    time.sleep(1.5)


if __name__ == "__main__":
    print(f"parent {os.getpid()}")
    child = Process(target=work, args=("test",))
    child.start()  # turn: start
    child.join()  # turn: join
    print(f"child ended with {child.exitcode}")  # turn: exitcode
