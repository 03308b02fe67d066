import { connect, Manager, Process, Queue } from "../index.ts";

// A program that comes to its end while a daemon waits with a time, or, as `own` says, waits so itself, or, as `refused` says, after its
// offer to a manager that is gone was refused. Prints what it has come to.

async function waitLong(items: Queue<string>, ready: Queue<null>): Promise<void> {
  void items.get(3_600_000);
  await ready.put(null);
  await new Promise(() => {});
}

if (process.argv[2] === "own") {
  const error: unknown = await new Queue().get(1_500).catch((reason: unknown) => reason);
  process.stdout.write(`${Object(error).name}\n`);
} else if (process.argv[2] === "refused") {
  const earlier = await Manager.serve({ address: "127.0.0.1:0", authkey: "abc", register: {} });
  await earlier.shutdown();
  const later = await Manager.serve({ address: earlier.address, authkey: "abc", register: {} });
  const error: unknown = await connect({ link: earlier.link, authkey: "abc" }).catch((reason: unknown) => reason);
  await later.shutdown();
  process.stdout.write(`${Object(error).name}\n`);
} else {
  const ready = new Queue<null>();
  await new Process({ target: waitLong, args: [new Queue<string>(), ready], daemon: true }).start();
  await ready.get();
  process.stdout.write("over\n");
}
