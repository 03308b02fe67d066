import { describe, expect, onTestFinished, test, vi } from "vitest";
import answers from "../web/pool/python/object-answers.json" with { type: "json" };
import { all, namedAs, testAnswersOf } from "../web/pool/testing/in-python.ts";
import {
  activeChildren,
  Array as SharedArray,
  Barrier,
  BoundedSemaphore,
  Condition,
  type Connection,
  currentProcess,
  Event as SharedEvent,
  JoinableQueue,
  Lock,
  Manager,
  Pipe,
  Process,
  type ProcessTask,
  Queue,
  RLock,
  Semaphore,
  type SharedDict,
  type SharedList,
  type SharedNamespace,
  SimpleQueue,
  Value,
} from "./index.ts";

const nameOf = namedAs({ RangeError: "ValueError", Error: "AssertionError" });

async function started<Args extends readonly unknown[] | []>(
  target: NoInfer<(...args: [...Args, task: ProcessTask]) => unknown>,
  ...args: Args
): Promise<Process> {
  const process = new Process({ target, args });
  onTestFinished(() => process.kill());
  await process.start();
  return process;
}

async function ended(process: Process): Promise<number | null> {
  await process.join();
  return process.exitcode;
}

async function putAll(queue: Queue, items: readonly unknown[]): Promise<void> {
  for (const item of items) await queue.put(item);
}

async function getForEver(queue: Queue, taken: Queue): Promise<void> {
  for await (const item of queue) await taken.put(item);
}

async function answerOnce(questions: Queue<number>, given: Queue<number>): Promise<void> {
  await given.put((await questions.get()) + 1);
}

async function waitForWord(condition: Condition, told: Queue): Promise<void> {
  await condition.run(async () => {
    await told.put("ready");
    await told.put(await condition.wait());
  });
}

async function meet(barrier: Barrier, told: Queue): Promise<void> {
  const met = await barrier.wait().catch((error: unknown) => Object(error).name);
  await told.put(met);
}

async function addOften(total: Value, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) await total.run(async () => total.set((await total.get()) + 1));
}

async function tell(counts: SharedDict<string, string>, told: SharedList<string>, name: string): Promise<void> {
  await counts.set(name, name.toUpperCase());
  await told.append(name);
}

async function echo(end: Connection<number>): Promise<void> {
  await end.send((await end.recv()) * 2);
  await end.close();
}

async function holdForEver(end: Connection<string>): Promise<never> {
  await end.send("held");
  return new Promise(() => {});
}

async function answerTwice(questions: Queue<number>, given: Queue<number>): Promise<void> {
  for (let left = 2; left > 0; left -= 1) await given.put((await questions.get()) + 1);
}

const release = (lock: Lock): Promise<void> => lock.release();

const napForEver = (): Promise<never> => new Promise(() => {});

function fail(): void {
  throw Object.assign(new Error("for the test"), { name: "ValueError" });
}

const manager = new Manager();

/** Each by itself, on objects of its own. */
const cases: Readonly<Record<keyof typeof answers, () => unknown>> = {
  "a queue keeps the order": async () => {
    const queue = new Queue();
    await putAll(queue, [1, [2], "three", null]);
    const get = (): unknown => queue.get();
    return all(get, get, get, get);
  },
  "get of an empty queue at once": () => nameOf(() => new Queue().getNowait()),
  "get of an empty queue in time": () => nameOf(() => new Queue().get(10)),
  "put into a full queue at once": async () => nameOf(() => full().then((queue) => queue.putNowait(2))),
  "put into a full queue in time": async () => nameOf(() => full().then((queue) => queue.put(2, 10))),
  "a queue in no time": async () => {
    const queue = await full();
    return all(
      () => nameOf(() => new Queue().get(0)),
      () => nameOf(() => queue.put(2, 0)),
    );
  },
  "what a full queue says of itself": async () => {
    const queue = await full();
    return all(
      () => queue.qsize(),
      () => queue.full(),
    );
  },
  "a full queue has room after a get": async () => {
    const queue = await full();
    return all(
      () => queue.get(),
      () => queue.full(),
      () => queue.qsize(),
      () => queue.empty(),
    );
  },
  "put into a closed queue": () => nameOf(() => closed().then((queue) => queue.put(1))),
  "get of a closed queue": () => nameOf(() => closed().then((queue) => queue.get())),
  "join of a queue without tasks": async () => (await new JoinableQueue().join()) ?? null,
  "join of a queue whose tasks are done": async () => {
    const tasks = new JoinableQueue<number>();
    await putAll(tasks, [1, 2]);
    return all(
      () => tasks.get(),
      () => tasks.taskDone(),
      () => tasks.get(),
      () => tasks.taskDone(),
      () => tasks.join(),
    );
  },
  "task_done too often": () => nameOf(() => new JoinableQueue().taskDone()),
  "a simple queue": async () => {
    const queue = new SimpleQueue<string>();
    await queue.put("a");
    return all(
      () => queue.empty(),
      () => queue.get(),
      () => queue.empty(),
    );
  },
  "a lock is had once": () => {
    const lock = new Lock();
    return all(
      () => lock.acquire(),
      () => lock.acquire(0),
      () => lock.acquire(10),
    );
  },
  "a lock that is released is had again": async () => {
    const lock = await held();
    return all(
      () => lock.release(),
      () => lock.acquire(0),
    );
  },
  "a lock may be released by another": async () => {
    const lock = await held();
    return all(
      async () => ended(await started(release, lock)),
      () => lock.acquire(0),
    );
  },
  "release of a lock that nobody holds": () => nameOf(() => new Lock().release()),
  "an rlock is had again by its holder": () => {
    const lock = new RLock();
    return all(
      () => lock.acquire(),
      () => lock.acquire(0),
      () => lock.release(),
      () => lock.release(),
    );
  },
  "release of an rlock that nobody holds": () => nameOf(() => new RLock().release()),
  "a semaphore counts down": () => {
    const semaphore = new Semaphore(2);
    return all(
      () => semaphore.acquire(),
      () => semaphore.acquire(),
      () => semaphore.acquire(0),
    );
  },
  "a semaphore in time": async () => new Semaphore(0).acquire(10),
  "a semaphore without permits": async () => new Semaphore(0).acquire(0),
  "a semaphore counts up": () => {
    const semaphore = new Semaphore(0);
    return all(
      () => semaphore.release(),
      () => semaphore.release(),
      () => semaphore.release(),
      () => semaphore.getValue(),
    );
  },
  "a bounded semaphore has a bound": () => {
    const semaphore = new BoundedSemaphore(1);
    return all(
      () => semaphore.acquire(),
      () => semaphore.release(),
      () => nameOf(() => semaphore.release()),
    );
  },
  "an event that is not set": () => {
    const event = new SharedEvent();
    return all(
      () => event.isSet(),
      () => event.wait(10),
    );
  },
  "an event that is set": () => {
    const event = new SharedEvent();
    return all(
      () => event.set(),
      () => event.isSet(),
      () => event.wait(),
      () => event.wait(0),
    );
  },
  "an event that is cleared": async () => {
    const event = new SharedEvent();
    await event.set();
    return all(
      () => event.clear(),
      () => event.isSet(),
    );
  },
  "wait without the lock": () => nameOf(() => new Condition().wait(10)),
  "notify without the lock": () => nameOf(() => new Condition().notify()),
  "wait for a word in time": () => within((condition) => condition.wait(10)),
  "wait_for in time": () => within((condition) => condition.waitFor(() => false, 10)),
  "wait_for what is so already": () => within((condition) => condition.waitFor(() => 7)),
  "notify nobody": () => within(async (condition) => (await condition.notify()) ?? null),
  "a wait within a lock within a lock": () =>
    within((condition) =>
      condition.run(() =>
        all(
          () => condition.wait(10),
          () => condition.waitFor(() => false, 10),
          () => condition.notify(),
        ),
      ),
    ),
  "notify more than wait": async () => {
    const { told, waiting } = await notified((condition) => condition.notify(5));
    return all(
      () => told.get(),
      () => told.get(),
      () => told.get(),
      () => Promise.all(waiting.map(ended)),
    );
  },
  "notify wakes one": async () => {
    const { told } = await notified((condition) => condition.notify());
    return all(
      () => told.get(),
      () => nameOf(() => told.get(100)),
    );
  },
  "notify_all wakes all": async () => {
    const { told, waiting } = await notified((condition) => condition.notifyAll());
    await told.get();
    const rest = await all(
      () => told.get(),
      () => told.get(),
    );
    await Promise.all(waiting.map(ended));
    return rest;
  },
  "a barrier for one": () => {
    const barrier = new Barrier(1);
    return all(
      () => barrier.wait(),
      () => barrier.wait(),
      () => barrier.parties(),
      () => barrier.nWaiting(),
      () => barrier.broken(),
    );
  },
  "a barrier that was aborted": async () => {
    const barrier = new Barrier(1);
    await barrier.abort();
    return all(
      () => barrier.broken(),
      () => nameOf(() => barrier.wait()),
    );
  },
  "a barrier that was reset": async () => {
    const barrier = new Barrier(1);
    await barrier.abort();
    await barrier.reset();
    return all(
      () => barrier.broken(),
      () => barrier.wait(),
    );
  },
  "a barrier in time": () => {
    const barrier = new Barrier(2);
    return all(
      () => nameOf(() => barrier.wait(10)),
      () => barrier.broken(),
      () => nameOf(() => barrier.wait()),
    );
  },
  "a barrier that is aborted while one waits": async () => {
    const [barrier, told] = [new Barrier(2), new Queue()];
    const other = await started(meet, barrier, told);
    await vi.waitUntil(async () => (await barrier.nWaiting()) > 0);
    await barrier.abort();
    return all(
      () => told.get(),
      () => barrier.broken(),
      () => ended(other),
    );
  },
  "two meet at a barrier": async () => {
    const [barrier, told] = [new Barrier(2), new Queue()];
    await started(meet, barrier, told);
    return [await barrier.wait(), await told.get()].toSorted((a, b) => Number(a) - Number(b));
  },
  "a barrier that is reset while one waits": async () => {
    const [barrier, told] = [new Barrier(2), new Queue()];
    await started(meet, barrier, told);
    await vi.waitUntil(async () => (await barrier.nWaiting()) > 0);
    await barrier.reset();
    return all(
      () => told.get(),
      () => barrier.broken(),
    );
  },
  "a pipe goes both ways": async () => {
    const [here, there] = Pipe();
    await here.send(1);
    await here.send([2]);
    await there.send("x");
    return all(
      () => there.recv(),
      () => there.recv(),
      () => here.recv(),
    );
  },
  "poll of an empty pipe": () => {
    const [here] = Pipe();
    return all(
      () => here.poll(),
      () => here.poll(10),
    );
  },
  "what was sent before the end is received": async () => {
    const here = await ending();
    return all(
      () => here.poll(),
      () => here.recv(),
      () => here.poll(),
    );
  },
  "recv after the end": async () => {
    const here = await ending();
    await here.recv();
    return nameOf(() => here.recv());
  },
  "send to a closed end": async () => {
    const here = await ending();
    return nameOf(() => here.send(1));
  },
  "an end that was closed here": async () => {
    const [, there] = Pipe();
    await there.close();
    return all(
      () => nameOf(() => there.recv()),
      () => nameOf(() => there.send(1)),
      () => nameOf(() => there.poll()),
    );
  },
  "a pipe that goes one way": () => {
    const [receiver, sender] = Pipe(false);
    return all(
      () => nameOf(() => receiver.send(1)),
      () => nameOf(() => sender.recv()),
    );
  },
  "a pipe that goes one way brings what is sent": async () => {
    const [receiver, sender] = Pipe(false);
    await sender.send("y");
    return receiver.recv();
  },
  "a value": async () => {
    const value = new Value("i", 3);
    await value.set((await value.get()) + 1);
    return value.get();
  },
  "an array": async () => {
    const array = new SharedArray("i", 3);
    await array.set(1, 5);
    return all(
      () => array.length(),
      () => array.slice(),
      () => array.slice(1),
      () => array.get(-1),
    );
  },
  "a place that an array lacks": () => nameOf(() => new SharedArray("i", 3).get(3)),
  "an array of a list": () => new SharedArray("d", [1.5, 2.5]).slice(),
  "two processes add with a lock": async () => {
    const total = new Value("i");
    const adding = [await started(addOften, total, 50), await started(addOften, total, 50)];
    return all(
      () => Promise.all(adding.map(ended)),
      () => total.get(),
    );
  },
  "a dict keeps the order": () => {
    const found = manager.dict({ a: 1, b: 2 });
    return all(
      () => found.update({ c: 3 }),
      () => found.keys(),
      () => found.values(),
      () => found.items(),
      () => found.size(),
    );
  },
  "a dict filled from pairs": async () => {
    const pairs: readonly (readonly [string, unknown])[] = [
      ["a", 1],
      ["b", [2]],
    ];
    return Object.fromEntries(await manager.dict(pairs).items());
  },
  "a key that a dict lacks": () => {
    const found = manager.dict({ a: 1 });
    return all(
      () => found.get("z"),
      () => found.get("z", 0),
      () => found.has("z"),
      () => nameOf(() => found.pop("z")),
      () => found.pop("z", 0),
    );
  },
  "what is taken from a dict": () => {
    const found = manager.dict({ a: 1, b: 2, c: 3 });
    return all(
      () => found.pop("a"),
      () => found.popItem(),
      () => found.keys(),
    );
  },
  "setdefault of a dict": () => {
    const found = manager.dict({ b: 2 });
    return all(
      () => found.setDefault("b", 9),
      () => found.setDefault("d", 9),
      () => found.items(),
    );
  },
  "a dict that is cleared": () => {
    const found = manager.dict({ b: 2 });
    return all(
      () => found.clear(),
      () => found.size(),
      () => nameOf(() => found.popItem()),
    );
  },
  "a list takes items": () => {
    const items = manager.list([3, 1, 2]);
    return all(
      () => items.append(1),
      () => items.extend([5]),
      () => items.insert(1, 7),
      () => items.insert(-99, 0),
      () => items.insert(99, 8),
      () => items.slice(),
    );
  },
  "places of a list": () => {
    const items = manager.list([0, 3, 7, 1, 2, 1, 5, 8]);
    return all(
      () => items.get(1),
      () => items.get(-1),
      () => items.slice(2, 4),
      () => items.slice(null, null, -2),
      () => items.length(),
      () => nameOf(() => items.get(8)),
    );
  },
  "items of a list": () => {
    const items = manager.list([0, 3, 7, 1, 2, 1, 5, 8]);
    return all(
      () => items.index(1),
      () => items.count(1),
      () => items.remove(1),
      () => items.slice(),
      () => nameOf(() => items.index(6)),
      () => nameOf(() => items.remove(6)),
    );
  },
  "what is taken from a list": () => {
    const items = manager.list([0, 3, 7, 2, 1, 5, 8]);
    return all(
      () => items.pop(),
      () => items.pop(0),
      () => nameOf(() => items.pop(9)),
      () => items.slice(),
    );
  },
  "a list that is turned round and sorted": () => {
    const items = manager.list([3, 7, 2, 1, 5]);
    return all(
      // oxlint-disable-next-line unicorn/no-array-reverse -- it is no array
      () => items.reverse(),
      () => items.slice(),
      // oxlint-disable-next-line unicorn/no-array-sort -- as above
      () => items.sort(),
      () => items.slice(),
      () => items.sort({ reverse: true }),
      () => items.slice(),
    );
  },
  "an empty list": () =>
    all(
      () => nameOf(() => manager.list().pop()),
      () => manager.list().length(),
    ),
  "a namespace": async () => {
    const names: SharedNamespace = manager.Namespace({ x: 1 });
    await names.set("y", [2]);
    return all(
      () => names.get("x"),
      () => names.get("y"),
      () => nameOf(() => names.get("z")),
    );
  },
  "a name that is deleted": async () => {
    const names = manager.Namespace({ x: 1 });
    await names.delete("x");
    return all(
      () => nameOf(() => names.get("x")),
      () => nameOf(() => names.delete("x")),
    );
  },
  "processes share a dict and a list": async () => {
    const [counts, told] = [manager.dict<string, string>(), manager.list<string>()];
    const telling = [await started(tell, counts, told, "a"), await started(tell, counts, told, "b")];
    return all(
      () => Promise.all(telling.map(ended)),
      async () => (await counts.items()).toSorted(([a], [b]) => a.localeCompare(b)),
      async () => (await told.slice()).toSorted(),
    );
  },
  "a dict in a list": async () => {
    const nested = manager.list([manager.dict({ a: 1 })]);
    await (await nested.get(0)).set("a", 2);
    return (await nested.get(0)).get("a");
  },
  "a queue of a manager": async () => {
    const queue = manager.Queue(1);
    await queue.put(1);
    return all(
      () => queue.full(),
      () => queue.get(),
      () => nameOf(() => queue.getNowait()),
    );
  },
  "a process before its start": () => {
    const process = new Process({ target: () => {} });
    return [process.isAlive(), process.exitcode, process.pid, process.daemon];
  },
  "the name of a process": () => new Process({ target: () => {} }).name.split("-")[0],
  "join before the start": () => nameOf(() => new Process({ target: () => {} }).join()),
  "a second start": async () => {
    const process = await started(() => {});
    return nameOf(() => process.start());
  },
  "a process that has ended": async () => {
    const process = await started(() => {});
    return all(
      () => process.join(),
      () => process.exitcode,
      () => process.isAlive(),
      () => process.join(),
    );
  },
  "a process that throws": async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => printed.mockRestore());
    const process = await started(fail);
    const exitcode = await ended(process);
    expect(printed.mock.calls).toEqual([[expect.stringMatching(/^Process Process-\d+:\nValueError: for the test\n/)]]);
    expect(process.reason).toContain("ValueError: for the test");
    return exitcode;
  },
  "join in time": async () => {
    const process = await started(napForEver);
    return all(
      () => process.join(10),
      () => process.isAlive(),
      () => process.exitcode,
      () => activeChildren().filter((one) => one.pid === process.pid).length,
    );
  },
  "a process that is terminated": async () => {
    const process = await started(napForEver);
    process.terminate();
    return all(
      () => ended(process),
      () => process.isAlive(),
      () => activeChildren().filter((one) => one.pid === process.pid).length,
    );
  },
  "a process that is killed": async () => {
    const process = await started(napForEver);
    process.kill();
    return ended(process);
  },
  "a reader without an end": async () => {
    const { reader, taken, written } = await reading();
    return all(
      () => written,
      () =>
        all(
          () => taken.get(),
          () => taken.get(),
          () => taken.get(),
        ),
      () => reader.isAlive(),
    );
  },
  "a reader that is terminated": async () => {
    const { reader } = await reading();
    reader.terminate();
    return ended(reader);
  },
  "processes that wait for each other": async () => {
    const [first, second, third] = [new Queue<number>(), new Queue<number>(), new Queue<number>()];
    const chain = [await started(answerOnce, first, second), await started(answerOnce, second, third)];
    await first.put(1);
    return all(
      () => third.get(),
      () => Promise.all(chain.map(ended)),
    );
  },
  "a pipe whose other end dies": async () => {
    const [here, there] = Pipe<string>();
    const dying = await started(holdForEver, there);
    await there.close();
    await here.recv();
    dying.kill();
    return all(
      () => nameOf(() => here.recv()),
      () => ended(dying),
    );
  },
  "a wait that follows from another": async () => {
    const [first, second] = [new Queue<number>(), new Queue<number>()];
    const nested = await started(answerTwice, first, second);
    await first.put(1);
    return all(
      () => second.get(),
      () => first.put(5),
      () => second.get(),
      () => ended(nested),
    );
  },
  "a process at the other end of a pipe": async () => {
    const [here, there] = Pipe<number>();
    const echoing = await started(echo, there);
    await there.close();
    await here.send(21);
    return all(
      () => here.recv(),
      () => ended(echoing),
      () => nameOf(() => here.recv()),
    );
  },
  "the program itself": () => [currentProcess().name, currentProcess().daemon],
};

async function full(): Promise<Queue> {
  const queue = new Queue(1);
  await queue.put(1);
  return queue;
}

async function closed(): Promise<Queue> {
  const queue = new Queue();
  await queue.close();
  return queue;
}

async function held(): Promise<Lock> {
  const lock = new Lock();
  await lock.acquire();
  return lock;
}

/** An end of a pipe whose other end has sent a 3 and was closed. */
async function ending(): Promise<Connection<number>> {
  const [here, there] = Pipe<number>();
  await there.send(3);
  await there.close();
  return here;
}

/** What `work` gives while it has the lock of a condition. */
function within<Answer>(work: (condition: Condition) => Answer): Promise<Awaited<Answer>> {
  const condition = new Condition();
  return condition.run(() => work(condition));
}

/** Three processes wait for a word, and this one gives it. */
async function notified(
  give: (condition: Condition) => Promise<void>,
): Promise<{ readonly told: Queue; readonly waiting: readonly Process[] }> {
  const [condition, told] = [new Condition(), new Queue()];
  const waiting = await Promise.all([0, 1, 2].map(() => started(waitForWord, condition, told)));
  for (const _ of waiting) await told.get();
  await condition.run(() => give(condition));
  return { told, waiting };
}

/** A writer has put three letters, and a reader takes them. */
async function reading(): Promise<{
  readonly reader: Process;
  readonly taken: Queue;
  readonly written: number | null;
}> {
  const [queue, taken] = [new Queue(), new Queue()];
  const reader = await started(getForEver, queue, taken);
  return { reader, taken, written: await ended(await started(putAll, queue, ["A", "B", "C"])) };
}

describe("as in CPython", () => {
  test.each(Object.entries(cases))("%s", async (name, answer) => {
    expect({ [name]: await answer() }).toEqual({ [name]: Reflect.get(answers, name) });
  });
});

testAnswersOf("object_cases.py", answers);
