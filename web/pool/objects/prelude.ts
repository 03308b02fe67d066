import { revived } from "./revived.ts";
import type { Reach } from "./shared-object.ts";

// What a program in a slot has of shared objects: bundled into one text, which is a file of the program.

/** What a slot gives a task, as far as proxies need it. */
interface CallingTask {
  readonly shared: unknown;
  readonly call: Reach["call"];
}

function reachBy(callOf: () => Reach["call"]): Reach {
  const reach: Reach = {
    async call(object, method, args) {
      return revived(await callOf()(object, method, args), reach);
    },
  };
  return reach;
}

/** Shared values, which a slot decodes once for all tasks of a job, with proxies in them. Whichever task has read one last is the one that calls. */
const sharedValues = new WeakMap<object, { reader: CallingTask; readonly value: unknown }>();

function sharedFor(task: CallingTask): unknown {
  const { shared } = task;
  if (typeof shared !== "object" || shared === null) return shared;
  const known = sharedValues.get(shared);
  if (known !== undefined) {
    known.reader = task;
    return known.value;
  }
  const reach = reachBy(() => (sharedValues.get(shared)?.reader ?? task).call);
  const value = revived(shared, reach);
  sharedValues.set(shared, { reader: task, value });
  return value;
}

/** The input and the task's argument, with proxies in place of handles. */
export function withProxies<Task extends CallingTask>(input: unknown, task: Task): readonly [unknown, Task] {
  const { call } = task;
  const withShared = new Proxy(task, {
    get: (_, name) => (name === "shared" ? sharedFor(task) : Reflect.get(task, name)),
  });
  return [
    revived(
      input,
      reachBy(() => call),
    ),
    withShared,
  ];
}
