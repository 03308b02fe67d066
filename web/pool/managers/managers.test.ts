import { describe, expect, test, vi } from "vitest";
import { nodeClock } from "../../../node/node-clock.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import { maxMessageBytes } from "../../core/wire/limits.ts";
import type { Packed } from "../../core/values/format.ts";
import { AuthenticationError, ConnectionRefusedError, NotSerializable, RemoteError } from "../errors.ts";
import type { SharedDict } from "../objects/collections.ts";
import { Lock } from "../objects/locks.ts";
import { ObjectHome } from "../objects/home.ts";
import { Manager } from "../objects/manager.ts";
import { Empty, EOFError } from "../objects/object-errors.ts";
import { homeHere } from "../objects/own-home.ts";
import { JoinableQueue, Queue } from "../objects/queues.ts";
import { handleKey, type SharedObject } from "../objects/shared-object.ts";
import { Value } from "../objects/values.ts";
import { PlayedManagers, sampleAddress, type PlayedClient } from "../testing/played-managers.ts";
import { encodeSession, type UpSession } from "./session-messages.ts";

const locals = new Manager();

/** Much longer than anything here takes. */
const patience = { timeout: 30_000 };

/** Of a machine that is at other work, for tests that say tens of thousands of things, one at a time. */
const patienceForMany = { timeout: 240_000 };

/** What a slot of the client's pool does: calls an object for a task. */
class PlayedTask {
  readonly #client: PlayedClient;
  readonly #caller: string;
  #number = 0;
  received = 0;

  constructor(client: PlayedClient, caller: string) {
    this.#client = client;
    this.#caller = caller;
  }

  call(object: SharedObject, method: string, ...args: readonly unknown[]): Promise<readonly unknown[]> {
    this.#number += 1;
    const numbers = { number: this.#number, received: this.received };
    const request = packAll([object[handleKey], method, ...args]);
    return new Promise((resolve) => {
      this.#client.home.takeRequest(this.#caller, numbers, request, (answer: Packed) => {
        this.received += 1;
        resolve(Array.from(answer.ends, (_, at) => valueAt(answer, at)));
      });
    });
  }

  end(how: "done" | "lost"): void {
    this.#client.home.endCaller(this.#caller, how);
  }
}

describe("a client of a manager", () => {
  test("uses the objects that are registered, of each kind", async () => {
    const played = new PlayedManagers();
    const objects = {
      queue: new Queue<number>(),
      lock: new Lock(),
      value: new Value("i", 3),
      dict: locals.dict({ a: 1 }),
      list: locals.list([1, 2]),
    };
    await played.serve({ getAll: () => objects });
    const client = await played.connect();
    const there = await client.call<typeof objects>("getAll");
    await there.queue.put(4);
    expect(await objects.queue.get()).toBe(4);
    expect(await there.lock.acquire()).toBe(true);
    expect(await objects.lock.acquire(0)).toBe(false);
    await there.lock.release();
    expect(await objects.lock.acquire(0)).toBe(true);
    await there.value.run(async () => there.value.set((await there.value.get()) + 1));
    expect(await objects.value.get()).toBe(4);
    await there.dict.set("b", 2);
    expect(await objects.dict.items()).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    expect(await there.list.pop()).toBe(2);
    await expect(there.queue.get(0)).rejects.toThrow(Empty);
  });

  test("is one of several, and finds what is there, however late it comes", async () => {
    const played = new PlayedManagers();
    const tasks = new Queue<string>();
    const manager = await played.serve({ getTasks: () => tasks });
    const first = await (await played.connect()).call<Queue<string>>("getTasks");
    const waiting = first.get();
    await tasks.put("a");
    await tasks.put("b");
    expect(await waiting).toBe("a");
    const late = await (await played.connect()).call<Queue<string>>("getTasks");
    expect(await late.get()).toBe("b");
    expect(manager.clients).toBe(2);
  });

  test("hands over arguments, among them the manager's own objects, and gets any value that travels", async () => {
    const played = new PlayedManagers();
    const queues = [new Queue<number>(), new Queue<number>()];
    await played.serve({
      getQueue: (at: number) => queues[at],
      move: async (from: Queue<number>, to: Queue<number>) => {
        const item = await from.get();
        await to.put(item);
        return { moved: [item] };
      },
    });
    const client = await played.connect();
    const [from, to] = [await client.call<Queue>("getQueue", 0), await client.call<Queue>("getQueue", 1)];
    await from.put(7);
    expect(await client.call("move", from, to)).toEqual({ moved: [7] });
    expect(await to.get()).toBe(7);
  });

  test("uses objects that it finds in others", async () => {
    const played = new PlayedManagers();
    const answers = locals.dict<string, number>();
    const tasks = new Queue<{ readonly to: typeof answers }>();
    await played.serve({ getTasks: () => tasks });
    const there = await (await played.connect()).call<typeof tasks>("getTasks");
    await tasks.put({ to: answers });
    const { to } = await there.get();
    await to.set("a", 1);
    expect(await answers.get("a")).toBe(1);
    await there.put({ to });
    expect(await (await tasks.get()).to.get("a")).toBe(1);
  });

  test("is told what a registered function has thrown", async () => {
    const played = new PlayedManagers();
    await played.serve({
      fail: () => {
        throw new RangeError("for the test");
      },
      giveSymbol: () => Symbol("none that travels"),
    });
    const client = await played.connect();
    const failing = client.call("fail");
    await expect(failing).rejects.toThrow(RemoteError);
    await expect(failing).rejects.toThrow("RangeError: for the test");
    await expect(client.call("giveSymbol")).rejects.toThrow("TypeError: ");
    expect(Object.keys(client.connection)).toEqual(["fail", "giveSymbol"]);
  });

  test("is told of whatever a registered function throws, and goes on", async () => {
    const nameless = Object.assign(new Error("one"), { name: 5 });
    const unreadable = Object.defineProperty(new Error("two"), "name", {
      get() {
        throw new Error("for the test");
      },
    });
    const thrown = [nameless, unreadable, new Error("x".repeat(65 * 1024 * 1024)), "a text", null];
    const played = new PlayedManagers();
    await played.serve({
      fail: (at: number) => {
        throw thrown[at];
      },
    });
    const client = await played.connect();
    await expect(client.call("fail", 0)).rejects.toThrow("5: one");
    await expect(client.call("fail", 1)).rejects.toThrow("Error: two");
    await expect(client.call("fail", 2)).rejects.toThrow(/^Error: x+…$/);
    await expect(client.call("fail", 3)).rejects.toThrow("Thrown: a text");
    await expect(client.call("fail", 4)).rejects.toThrow("Thrown: null");
  });

  test("cannot hand over objects of its own, which live elsewhere", async () => {
    const played = new PlayedManagers();
    const tasks = new Queue();
    await played.serve({ getTasks: () => tasks, take: () => null });
    const client = await played.connect();
    const there = await client.call<Queue>("getTasks");
    // An object of this process has a home here as the manager's have, but the client has not got it from there.
    const other = new Queue();
    await expect(there.put([other])).rejects.toThrow("have the manager make it");
    await expect(client.call("take", { other })).rejects.toThrow(NotSerializable);
    await there.put("on");
    expect(await tasks.get()).toBe("on");
  });

  test("passes objects on to its own tasks, each of which is a caller of its own there", async () => {
    const played = new PlayedManagers();
    const [tasks, lock] = [new Queue(), new Lock()];
    await played.serve({ getTasks: () => tasks, getLock: () => lock });
    const client = await played.connect();
    const there = await client.call<Queue>("getTasks");
    const held = await client.call<Lock>("getLock");
    const [one, other] = [new PlayedTask(client, "1 1.1.1"), new PlayedTask(client, "1 1.1.2")];
    expect(await one.call(held, "acquire", null)).toEqual(["value", true]);
    expect(await other.call(held, "acquire", 0)).toEqual(["value", false]);
    one.end("lost");
    expect(await other.call(held, "acquire", null)).toEqual(["value", "lost"]);
    await tasks.put({ inner: locals.dict({ a: 1 }) });
    const [, given] = await other.call(there, "get", null);
    const { inner } = Object(given);
    expect(await other.call(inner, "get", "a")).toEqual(["value", 1]);
  });

  test("loses no item and confirms none that it has not got, whichever homes its task calls by turns", async () => {
    const played = new PlayedManagers();
    const tasks = new Queue<string>();
    await played.serve({ getTasks: () => tasks });
    const client = await played.connect();
    const there = await client.call<Queue>("getTasks");
    const here = new PlayedTask(client, "1 1.1.1");
    const own = await ownQueueOf(client);
    for (const item of ["a", "b", "c"]) await tasks.put(item);
    await here.call(own, "put", "x", null);
    expect(await here.call(there, "get", null)).toEqual(["value", "a"]);
    expect(await here.call(own, "get", null)).toEqual(["value", "x"]);
    // It says to have had all three: the first item is gone with it.
    expect(await here.call(there, "get", null)).toEqual(["value", "b"]);
    // It had made this call before the second item came.
    here.received -= 1;
    expect(await here.call(there, "get", null)).toEqual(["value", "c"]);
    here.end("lost");
    await vi.waitUntil(async () => (await tasks.qsize()) === 2, patience);
    expect([await tasks.get(), await tasks.get()]).toEqual(["b", "c"]);
  });
});

/** A queue that lives at the client. */
async function ownQueueOf(client: PlayedClient): Promise<SharedObject> {
  const { isObjectId } = await import("../../core/objects/call.ts");
  const id = "AAAABBBBCCCCDDDDEEEE";
  if (!isObjectId(id)) throw new Error("no id");
  client.home.makeObject(id, { kind: "queue", maxsize: 0, isJoinable: false });
  const proxy = client.home.revive({ [handleKey]: `queue:${id}` });
  if (proxy instanceof Queue) return proxy;
  throw new Error("no queue");
}

test("objects that were had over a lost connection work again once they are had over another one", async () => {
  const played = new PlayedManagers();
  const tasks = new Queue<string>();
  await played.serve({ getTasks: () => tasks });
  const client = await played.connect();
  const before = await client.call<typeof tasks>("getTasks");
  await client.connection.close();
  await expect(before.put("a")).rejects.toThrow(EOFError);
  const again = await played.connect(sampleAddress, undefined, client.home);
  await again.call("getTasks");
  await before.put("b");
  expect(await tasks.get()).toBe("b");
});

describe("who is let in", () => {
  test("with another key neither side learns anything but that", async () => {
    const played = new PlayedManagers();
    const manager = await played.serve({ getTasks: () => new Queue() });
    const refused = played.connect({ ...sampleAddress, authkey: "abd" });
    await expect(refused).rejects.toThrow(AuthenticationError);
    await expect(refused).rejects.toThrow("another authkey");
    expect(manager.clients).toBe(0);
  });

  test("keys are texts and bytes: the same ones are the same key", async () => {
    const played = new PlayedManagers();
    await played.serve({ getOne: () => 1 });
    const client = await played.connect({ ...sampleAddress, authkey: new TextEncoder().encode("abc") });
    expect(await client.call("getOne")).toBe(1);
  });

  test("its link leads to it, and is no key", async () => {
    const played = new PlayedManagers();
    const { link, code } = await played.serve({ getOne: () => 1 });
    expect(link).toMatch(new RegExp(`/\\?manager=${code}#[\\w-]{43}$`));
    expect(await (await played.connect({ link, authkey: "abc" })).call("getOne")).toBe(1);
    await expect(played.connect({ link, authkey: "xyz" })).rejects.toThrow(AuthenticationError);
  });

  test("where nobody is, that is said", async () => {
    const played = new PlayedManagers();
    await expect(played.connect()).rejects.toThrow(ConnectionRefusedError);
    const manager = await played.serve({});
    const { link } = manager;
    await manager.shutdown();
    await expect(played.connect()).rejects.toThrow("no manager answers at http://127.0.0.1:5002: ");
    await expect(played.connect({ link, authkey: "abc" })).rejects.toThrow(ConnectionRefusedError);
  });

  test("a second manager at an address is refused", async () => {
    const played = new PlayedManagers();
    await played.serve({});
    await expect(played.serve({})).rejects.toThrow("the code is another one's");
  });
});

describe("the end of a session", () => {
  test("a manager that is shut down ends what waits, and says so afterwards", async () => {
    const played = new PlayedManagers();
    const tasks = new Queue();
    const manager = await played.serve({ getTasks: () => tasks, wait: () => new Promise(() => {}) });
    const client = await played.connect();
    const there = await client.call<Queue>("getTasks");
    const waiting = [there.get(), client.call("wait")].map((call) => call.catch((error: unknown) => String(error)));
    await tasks.empty();
    await manager.shutdown();
    const words = "the manager is lost: it was shut down";
    expect(await Promise.all(waiting)).toEqual([`EOFError: ${words}`, `ConnectionRefusedError: ${words}`]);
    await expect(there.qsize()).rejects.toThrow(new EOFError(words));
    await expect(client.call("getTasks")).rejects.toThrow(new ConnectionRefusedError(words));
    await manager[Symbol.asyncDispose]();
    await expect(Reflect.apply(Reflect.get(manager, "getTasks"), manager, [])).rejects.toThrow("is shut down");
    await tasks.put("kept");
    expect(await tasks.get()).toBe("kept");
  });

  test("a manager that is silent is lost after half a minute, and one that lives is not", async () => {
    const played = new PlayedManagers();
    const clocks = { manager: new ManualClock(), client: new ManualClock() };
    await played.serve({ getTasks: () => new Queue() }, clocks.manager);
    const client = await played.connect(sampleAddress, clocks.client);
    const there = await client.call<Queue>("getTasks");
    for (let second = 0; second < 60; second += 5) {
      for (const clock of [clocks.manager, clocks.client]) clock.pass(5_000);
      // Its answer has come behind all that was sent before.
      await there.empty();
    }
    const states: string[] = [];
    const waiting = there.get();
    waiting.catch(() => states.push("lost"));
    clocks.client.pass(29_999);
    await new Queue().empty();
    states.push("half a minute");
    clocks.client.pass(1);
    await expect(waiting).rejects.toThrow("the manager is lost: nothing was heard of it for 30 s");
    expect(states).toEqual(["half a minute", "lost"]);
  });

  test("a client that is silent is lost in the same time", async () => {
    const played = new PlayedManagers();
    const clock = new ManualClock();
    const manager = await played.serve({}, clock);
    await played.connect(sampleAddress, new ManualClock());
    clock.pass(29_999);
    expect(manager.clients).toBe(1);
    clock.pass(1);
    expect(manager.clients).toBe(0);
  });

  test("a client that is lost frees its locks with a word about it, and its items go back", async () => {
    const played = new PlayedManagers();
    const [lock, tasks] = [new Lock(), new Queue<string>()];
    const manager = await played.serve({ getAll: () => ({ lock, tasks }) });
    const client = await played.connect();
    const there = await client.call<{ lock: Lock; tasks: Queue<string> }>("getAll");
    await there.lock.acquire();
    await tasks.put("a");
    expect(await there.tasks.get()).toBe("a");
    const waiting = there.tasks.get();
    waiting.catch(() => undefined);
    for (const link of played.server.links) link.close({ key: "closed-here" });
    expect(await lock.acquire()).toBe(true);
    expect(lock.abandonedBy).toBe("lost");
    expect(await tasks.get()).toBe("a");
    expect(manager.clients).toBe(0);
    await expect(waiting).rejects.toThrow(EOFError);
  });

  test("a client that closes its connection keeps what it has got, and frees its locks", async () => {
    const played = new PlayedManagers();
    const [lock, tasks] = [new Lock(), new JoinableQueue<string>()];
    const manager = await played.serve({ getAll: () => ({ lock, tasks }) });
    const client = await played.connect();
    const there = await client.call<{ lock: Lock; tasks: JoinableQueue<string> }>("getAll");
    await there.lock.acquire();
    await tasks.put("a");
    expect(await there.tasks.get()).toBe("a");
    const waiting = there.tasks.get();
    waiting.catch(() => undefined);
    await client.connection.close();
    expect(await lock.acquire()).toBe(true);
    expect([await tasks.empty(), manager.clients]).toEqual([true, 0]);
    await expect(waiting).rejects.toThrow(new EOFError("the connection to the manager was closed here"));
    await expect(there.lock.release()).rejects.toThrow(EOFError);
    await client.connection[Symbol.asyncDispose]();
  });

  test("a manager and a client that end it at the same time wait for no farewell of each other", async () => {
    const played = new PlayedManagers();
    const clock = new ManualClock();
    const manager = await played.serve({}, clock);
    const client = await played.connect(sampleAddress, clock);
    await Promise.all([client.connection.close(), manager.shutdown()]);
    expect(manager.clients).toBe(0);
  });

  test("pages that go say so", async () => {
    const played = new PlayedManagers();
    const lock = new Lock();
    const manager = await played.serve({ getLock: () => lock });
    const [one, other] = [await played.connect(), await played.connect()];
    const there = await one.call<Lock>("getLock");
    await there.acquire();
    const [goes] = played.leaving.client;
    goes?.();
    expect(await lock.acquire()).toBe(true);
    expect(manager.clients).toBe(1);
    const waiting = (await other.call<Lock>("getLock")).acquire();
    for (const leave of played.leaving.manager) leave();
    await expect(waiting).rejects.toThrow("the manager is lost");
  });

  test.each([
    ["speak no sense", Uint8Array.of(0, 0, 0, 9, 1)],
    ["send what is too long for a message", new Uint8Array(maxMessageBytes + 1)],
  ])("clients that %s are sent away, and nobody else", async (_, bytes) => {
    const played = new PlayedManagers();
    const manager = await played.serve({ getOne: () => 1 });
    const honest = await played.connect();
    await played.connect();
    const [, link] = played.server.links;
    link?.send("bulk", bytes);
    await vi.waitUntil(() => manager.clients === 1, patience);
    expect(await honest.call("getOne")).toBe(1);
  });

  test("a client with more calls open than any program makes is sent away", async () => {
    const played = new PlayedManagers();
    let calls = 0;
    const wait = (): Promise<never> => {
      calls += 1;
      return new Promise(() => {});
    };
    const manager = await played.serve({ wait });
    await played.connect();
    const [link] = played.server.links;
    const send = (number: number): void => {
      link?.send("bulk", encodeSession({ type: "name-call", number, name: "wait", args: packAll([]) }));
    };
    for (let number = 1; number <= 65_536; number += 1) send(number);
    await vi.waitUntil(() => calls === 65_536, patienceForMany);
    expect(manager.clients).toBe(1);
    send(65_537);
    await vi.waitUntil(() => manager.clients === 0, patienceForMany);
  }, 300_000);

  test("a client that reads no answers is sent away, however little it says", async () => {
    const played = new PlayedManagers();
    const manager = await played.serve({}, new ManualClock());
    await played.connect();
    const [link] = played.server.links;
    played.server.isClogged = true;
    const ended = encodeSession({ type: "caller-ended", caller: "any", how: "done" });
    for (let said = 1; said <= 65_537; said += 1) link?.send("bulk", ended);
    await vi.waitUntil(() => manager.clients === 0, patienceForMany);
  }, 300_000);

  test("a client that calls and reads no answers is sent away before it takes the memory of all", async () => {
    const played = new PlayedManagers();
    const manager = await played.serve({ getOne: () => 1 }, new ManualClock());
    await played.connect();
    const [link] = played.server.links;
    const args = packAll([new Uint8Array(8 * 1024 * 1024)]);
    // The link of the test gives what it has no room for to its platform, which takes nothing.
    played.server.isClogged = true;
    for (let number = 1; number <= 9; number += 1) {
      const call: UpSession = { type: "name-call", number, name: "getOne", args };
      link?.send("bulk", encodeSession(call));
    }
    await vi.waitUntil(() => manager.clients === 0, patience);
  });
});

test("answers wait for room in the link of their client, and come when there is", async () => {
  const played = new PlayedManagers();
  const clock = new ManualClock();
  const tasks = new Queue<number>();
  await played.serve({ getTasks: () => tasks }, clock);
  const there = await (await played.connect()).call<typeof tasks>("getTasks");
  played.server.isClogged = true;
  await tasks.put(1);
  const getting = there.get();
  const order: string[] = [];
  const got = getting.then(() => order.push("got"));
  await vi.waitUntil(() => clock.pending > 1, patience);
  clock.pass(50);
  expect(await tasks.qsize()).toBe(1);
  played.server.isClogged = false;
  order.push("room");
  clock.pass(50);
  await got;
  expect(order).toEqual(["room", "got"]);
});

describe("a served manager", () => {
  test("may have any other names than its own, also those that it uses within", async () => {
    const played = new PlayedManagers();
    const manager = await played.serve({ open: (what: string) => `${what} is open` });
    const client = await played.connect();
    expect(await client.call("open", "a")).toBe("a is open");
    expect(await Reflect.apply(Reflect.get(manager, "open"), manager, ["b"])).toBe("b is open");
  });

  test("may register an object of a class: its methods are called on it, those of its base too", async () => {
    class Counter {
      count = 0;
      constructor(from: number) {
        this.count = from;
      }
      add(by: number): number {
        // oxlint-disable-next-line no-underscore-dangle -- that is what is tested
        this.count += this._checked(by);
        return this.count;
      }
      _checked(by: number): number {
        return by;
      }
      get half(): number {
        return this.count / 2;
      }
    }
    class Named extends Counter {
      readonly #name = "a";
      nameOf = (): string => `${this.#name}${this.count}`;
      override add(by: number): number {
        return super.add(2 * by);
      }
      async name(): Promise<string> {
        return this.#name;
      }
      override toString(): string {
        return this.#name;
      }
    }
    const played = new PlayedManagers();
    const counter = new Named(1);
    const manager = await played.serve(counter);
    const client = await played.connect();
    expect(Object.keys(client.connection).toSorted()).toEqual(["add", "name", "nameOf"]);
    expect(await client.call("add", 2)).toBe(5);
    expect(await client.call("nameOf")).toBe("a5");
    expect(await client.call("name")).toBe("a");
    expect(await Reflect.apply(Reflect.get(manager, "add"), manager, [1])).toBe(7);
    expect(counter.half).toBe(3.5);
  });

  test("calls a function of a plain object on it", async () => {
    const played = new PlayedManagers();
    const register = {
      one: () => 1,
      two(): number {
        return this.one() + 1;
      },
    };
    await played.serve(register);
    const client = await played.connect();
    expect(await client.call("two")).toBe(2);
  });

  test("has the registered names itself", async () => {
    const played = new PlayedManagers();
    const tasks = new Queue();
    const manager = await played.serve({ getTasks: () => tasks, add: (a: number, b: number) => a + b });
    expect(await Reflect.apply(Reflect.get(manager, "getTasks"), manager, [])).toBe(tasks);
    expect(await Reflect.apply(Reflect.get(manager, "add"), manager, [2, 3])).toBe(5);
    expect([manager.address, manager.code]).toEqual(["127.0.0.1:5002", "MANAGE"]);
  });
});

describe("coming and going", () => {
  const comings = 20;

  test("leaves nothing of clients and their tasks with the manager", async () => {
    const played = new PlayedManagers();
    const tasks = new Queue<number>();
    const manager = await played.serve({ getTasks: () => tasks });
    await tasks.empty();
    const here = await homeHere();
    const before = here.counts;
    for (let nth = 0; nth < comings; nth += 1) {
      const client = await played.connect();
      const there = await client.call<typeof tasks>("getTasks");
      await there.put(nth);
      const task = new PlayedTask(client, `task ${nth}`);
      await task.call(there, "get", null);
      await client.connection.close();
    }
    await vi.waitFor(() => expect(here.counts).toEqual(before), patience);
    expect(manager.clients).toBe(0);
  });

  test("leaves a client that connects again and again with what it holds, and a word for it", async () => {
    const played = new PlayedManagers();
    const home = new ObjectHome();
    await played.serve({ getTask: () => new Queue() });
    const proxies: Queue[] = [];
    for (let nth = 0; nth < comings; nth += 1) {
      const client = await played.connect(sampleAddress, nodeClock, home);
      const there = await client.call<Queue>("getTask");
      await there.put(nth);
      proxies.push(there);
      await client.connection.close();
    }
    expect(home.counts).toEqual({ callers: 1, objects: 0, foreign: 0, lost: comings });
    for (const proxy of proxies) await expect(proxy.get()).rejects.toThrow(EOFError);
  });
});

class Fields {
  readonly one = 1;
}

class Closing extends Fields {
  close(): number {
    return this.one;
  }
}

describe("wrong arguments are named", () => {
  const good = { ...sampleAddress, register: {} };

  test.each<readonly [unknown, new (message: string) => Error, string]>([
    [undefined, TypeError, "options must be an object, got undefined"],
    [{ ...good, port: 5002 }, TypeError, "there is no option `port`"],
    [{ ...good, authkey: 5 }, TypeError, "authkey must be a text or bytes, got a number"],
    [{ ...good, authkey: "" }, RangeError, "authkey must not be empty"],
    [{ ...good, address: 5002 }, TypeError, "address must be a text, got a number"],
    [{ ...good, address: "nowhere" }, TypeError, 'address must be such as "127.0.0.1:5002"'],
    [{ ...good, address: "127.0.0.1:65536" }, RangeError, "a port is a whole number from 0 to 65535, got 65536"],
    [{ ...good, address: "http://x/?manager=ABC23" }, TypeError, "address must be a server's"],
    [{ ...good, address: "http://x/?manager=ABC234&room=ABC234" }, TypeError, "address must be a server's"],
    [{ ...good, address: "http://x/worker" }, TypeError, "address must be a server's"],
    [{ ...good, address: "http://x/?manager=ABC234#key" }, TypeError, "address must be a server's"],
    [{ ...good, register: null }, TypeError, "register must be an object of functions by their names, got null"],
    [{ ...good, register: { a: 1 } }, TypeError, "register: `a` must be a function, got a number"],
    [{ ...good, register: [() => 1] }, TypeError, "register must be an object of functions by their names"],
    [{ ...good, register: new Fields() }, TypeError, "this object of a class has no methods"],
    [
      {
        ...good,
        register: new Closing(),
      },
      TypeError,
      "`close` is a name of the manager itself",
    ],
    [{ ...good, register: { Queue } }, TypeError, "register: `Queue` is a class: give a function that makes"],
    [{ ...good, register: { close: () => 1 } }, TypeError, "register: `close` is a name of the manager itself"],
    [
      { ...good, register: Object.fromEntries(["then"].map((name) => [name, () => 1])) },
      TypeError,
      "register: `then` is a name of the manager itself",
    ],
  ])("serve(%o)", async (options, Thrown, words) => {
    const serving: unknown = Reflect.apply(Reflect.get(Manager, "serve"), undefined, [options]);
    await expect(serving).rejects.toThrow(Thrown);
    await expect(serving).rejects.toThrow(words);
  });

  test.each<readonly [unknown, new (message: string) => Error, string]>([
    [null, TypeError, "options must be an object, got null"],
    [{ authkey: "a" }, TypeError, "connect needs either an address or a link"],
    [{ ...sampleAddress, link: "http://x/" }, TypeError, "connect needs either an address or a link"],
    [{ authkey: "a", link: 5 }, TypeError, "link must be a text, got a number"],
    [{ authkey: "a", link: "x" }, TypeError, "link must be a URL, got x"],
    [{ authkey: "a", link: "http://x/worker?room=ABC234#AA" }, TypeError, "link must be the `link` of a manager"],
    [{ address: "x:1" }, TypeError, "authkey must be a text or bytes, got undefined"],
  ])("connect(%o)", async (options, Thrown, words) => {
    const played = new PlayedManagers();
    const connecting: unknown = Reflect.apply(Reflect.get(played, "connect"), played, [options]);
    await expect(connecting).rejects.toThrow(Thrown);
    await expect(connecting).rejects.toThrow(words);
  });
});

test("a dict of a manager elsewhere is what it is here", async () => {
  const played = new PlayedManagers();
  const counts = locals.dict<string, number>();
  await played.serve({ getCounts: () => counts });
  const client = await played.connect();
  const there = await client.call<SharedDict<string, number>>("getCounts");
  expect(await there.setDefault("a", 1)).toBe(1);
  await expect(there.pop("b")).rejects.toThrow(expect.objectContaining({ name: "KeyError" }));
});
