import { describe, expect, test } from "vitest";
import type { ServedManager } from "../managers/manager-types.ts";
import type { SharedDict } from "../objects/collections.ts";
import { Manager } from "../objects/manager.ts";
import { Queue } from "../objects/queues.ts";
import { all, namedAs, testAnswersOf } from "../testing/in-python.ts";
import { PlayedManagers, sampleAddress } from "../testing/played-managers.ts";
import answers from "./manager-answers.json" with { type: "json" };

/** A plain Error is what Python throws where a manager is used that is not served. */
const nameOf = namedAs({ Error: "AssertionError" });

interface Program {
  readonly played: PlayedManagers;
  readonly master: ServedManager;
  /** The task queue of one client, and of another one. */
  readonly task: Queue;
  readonly other: Queue;
  /** What a client is given by this name. */
  readonly named: <Given>(name: string) => Promise<Given>;
}

function fail(): never {
  throw Object.assign(new Error("for the test"), { name: "ValueError" });
}

async function begunProgram(): Promise<Program> {
  const played = new PlayedManagers();
  const [tasks, counts] = [new Queue(2), new Manager().dict({ a: 1 })];
  const master = await played.serve({ getTask: () => tasks, getCounts: () => counts, fail });
  const [first, second] = [await played.connect(), await played.connect()];
  return {
    played,
    master,
    task: await first.call("getTask"),
    other: await second.call("getTask"),
    named: (name) => first.call(name),
  };
}

const ofMaster = (master: ServedManager, name: string): unknown => Reflect.apply(Reflect.get(master, name), master, []);

const cases: Readonly<Record<keyof typeof answers, (program: Program) => unknown>> = {
  "connect with another key": ({ played }) => nameOf(() => played.connect({ ...sampleAddress, authkey: "abd" })),
  "connect where nobody is": ({ played }) => nameOf(() => played.connect({ address: "ABC234", authkey: "abd" })),
  "two clients of one queue": async ({ task, other }) => {
    await task.put(1);
    await other.put([2]);
    return all(
      () => task.qsize(),
      () => other.get(),
      () => task.get(),
      () => other.empty(),
    );
  },
  "get of an empty queue in time": ({ task }) => nameOf(() => task.get(10)),
  "get of an empty queue at once": ({ task }) => nameOf(() => task.getNowait()),
  "put into a full queue": ({ task, other }) =>
    all(
      () => task.put(1),
      () => task.put(2),
      () => nameOf(() => other.put(3, 10)),
      () => other.full(),
    ),
  "a client that comes late": async ({ task, played }) => {
    for (const item of [1, 2]) await task.put(item);
    const late = await (await played.connect()).call<Queue>("getTask");
    return all(
      () => late.get(),
      () => late.get(),
    );
  },
  "the manager's own program": async ({ master, task }) => {
    const own = await ofMaster(master, "getTask");
    return all(
      () => (own instanceof Queue ? own.put(5) : own),
      () => task.get(),
    );
  },
  "a dict of two clients": async ({ played, named }) => {
    const first = await named<SharedDict<string, number>>("getCounts");
    const second = await (await played.connect()).call<typeof first>("getCounts");
    return all(
      () => first.update({ b: 2 }),
      () => second.items(),
    );
  },
  "a registered function that throws": ({ named }) => nameOf(() => named("fail")),
  "what goes on after an error": async ({ named, task, other }) => {
    await nameOf(() => named("fail"));
    return all(
      () => task.put("on"),
      () => other.get(),
    );
  },
  shutdown: ({ master }) => nameOf(() => master.shutdown()),
  "a call after that": async ({ master, task }) => {
    await master.shutdown();
    return nameOf(() => task.qsize());
  },
  "a name after that": async ({ master, named }) => {
    await master.shutdown();
    return nameOf(() => named("getTask"));
  },
  "connect after that": async ({ master, played }) => {
    await master.shutdown();
    return nameOf(() => played.connect());
  },
  "the manager itself after that": async ({ master }) => {
    await master.shutdown();
    return nameOf(() => ofMaster(master, "getTask"));
  },
  "a second shutdown": async ({ master }) => {
    await master.shutdown();
    return nameOf(() => master.shutdown());
  },
};

describe("as CPython's managers with an address", () => {
  test.each(Object.entries(cases))("%s", async (name, answer) => {
    expect({ [name]: await answer(await begunProgram()) }).toEqual({ [name]: Reflect.get(answers, name) });
  });
});

testAnswersOf("manager_cases.py", answers);
