import random
import time
from multiprocessing import Process, Queue


def put_letters(queue):
    for letter in "ABC":
        print(f"put {letter}")
        queue.put(letter)
        time.sleep(0.5 * random.random())


def get_for_ever(queue):
    while True:
        print(f"got {queue.get()}")


if __name__ == "__main__":
    queue = Queue()
    writer = Process(target=put_letters, args=(queue,))
    reader = Process(target=get_for_ever, args=(queue,))
    writer.start()  # turn: writer
    reader.start()  # turn: reader
    writer.join()  # turn: alive
    reader.join(1)
    print(f"writer is alive: {writer.is_alive()}")
    print(f"reader is alive: {reader.is_alive()}")
    reader.terminate()  # turn: terminate
    reader.join()
    print(f"reader ended with {reader.exitcode}")
