import { expect, test } from "vitest";
import { leaseId, parcelId, type TabId } from "../../core/ids.ts";
import { sampleTicket } from "../../core/testing/sample-ticket.ts";
import { packAll } from "../../core/values/packed.ts";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { DownMessage, UpMessage } from "../../core/wire/messages.ts";
import { proveAsVolunteer } from "../../links/prove-link.ts";
import { tabOf } from "../../membership/testing/fake-environment.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

type Batch = Extract<DownMessage, { type: "batch" }>;

/** A client of its own that speaks the protocol, in the place of a volunteer's page. */
class Client {
  readonly batches: Batch[] = [];
  readonly name: string;
  readonly #tab: TabId;
  #link: InstantLink | null = null;
  #parcels = 0;

  constructor(number: number) {
    this.name = `client-${number}`;
    this.#tab = tabOf(number);
  }

  get isIn(): boolean {
    return this.#link?.isOver === false;
  }

  async enter({ browser, environment }: OpenedRoom): Promise<void> {
    const link = environment.host.connect();
    this.#link = link;
    proveAsVolunteer(link, environment.host.identity, environment, () => {});
    await browser.passTime(10);
    link.listen((event) => {
      if (event.type !== "message") return;
      const decoded = decodeDown(event.lane, event.bytes);
      if (decoded.type === "value" && decoded.value.type === "batch") this.batches.push(decoded.value);
    });
    this.say({ type: "join", name: this.name, slots: 1, device: "a test", features: [], tab: this.#tab });
    await browser.passTime(100);
  }

  say(message: UpMessage): void {
    const { lane, bytes } = encodeUp(message);
    this.#link?.send(lane, bytes);
  }

  loseLink(): void {
    this.#link?.cutLink();
  }

  /** Offers "mine" for these tasks under the lease of the batch. */
  offer({ epoch, lease, job, ticket, indices }: Batch, tasks: readonly number[]): void {
    this.#parcels += 1;
    this.say({
      type: "results",
      epoch,
      lease,
      job,
      parcel: parcelId(this.#parcels),
      offered: ticket,
      granted: indices,
      busyMs: 1,
      slot: 0,
      beganMsAgo: 1,
      block: {
        indices: Uint32Array.from(tasks),
        outcomes: new Uint8Array(tasks.length),
        runtimesMs: new Float32Array(tasks.length),
        values: packAll(tasks.map(() => "mine")),
      },
    });
  }
}

/** A room with a job of 50 tasks, of which the client was given some before its link was lost. */
async function afterLoss(): Promise<{ opened: OpenedRoom; client: Client; batch: Batch; others: number[] }> {
  const opened = await OpenedRoom.open();
  const client = new Client(90);
  await client.enter(opened);
  await opened.start(squaresOf(50));
  const [batch] = client.batches;
  if (batch === undefined) throw new Error("nothing was granted");
  client.loseLink();
  await client.enter(opened);
  const others = Array.from({ length: 50 }, (_, task) => task).filter((task) => !batch.indices.includes(task));
  return { opened, client, batch, others };
}

function expectSentAway({ opened, client }: { opened: OpenedRoom; client: Client }): void {
  expect(client.isIn).toBe(false);
  const detail = expect.stringContaining("was not granted so");
  expect(opened.said).toContainEqual({
    key: "volunteer-gone",
    name: client.name,
    because: { reason: "broke-rules", detail },
  });
  expect(opened.job.done).toBe(0);
}

test("results of tasks that were granted are taken after the link was lost", async () => {
  const { opened, client, batch } = await afterLoss();
  client.offer(batch, [...batch.indices]);
  await opened.browser.passTime(1_000);
  expect(client.isIn).toBe(true);
  expect(opened.job.done).toBe(batch.indices.length);
});

test("and after the coordinator's page has come back, which has no memory of its leases", async () => {
  const { opened, client, batch } = await afterLoss();
  const { browser, code, room } = opened;
  room.close();
  const again = await OpenedRoom.open({ browser, code });
  await client.enter(again);
  client.offer(batch, [...batch.indices]);
  await browser.passTime(1_000);
  expect(client.isIn).toBe(true);
  expect(again.job.done).toBe(batch.indices.length);
});

test.each<[string, (rig: Awaited<ReturnType<typeof afterLoss>>) => void]>([
  ["other tasks under a lease that it had", ({ client, batch, others }) => client.offer(batch, others)],
  ["other tasks among its own", ({ client, batch, others }) => client.offer(batch, [...batch.indices, ...others])],
  [
    "other tasks that it says were granted",
    ({ client, batch, others }) => client.offer({ ...batch, indices: Uint32Array.from(others) }, others),
  ],
  [
    "its tasks under a lease that it makes up",
    ({ client, batch }) => client.offer({ ...batch, lease: leaseId(batch.lease + 1) }, [...batch.indices]),
  ],
  [
    "its tasks with a ticket that it makes up",
    ({ client, batch }) => client.offer({ ...batch, ticket: sampleTicket() }, [...batch.indices]),
  ],
])("a client that offers %s is sent away, and nothing counts", async (_, lie) => {
  const rig = await afterLoss();
  lie(rig);
  await rig.opened.browser.passTime(1_000);
  expectSentAway(rig);
});

test("a client that shows another tab's ticket is sent away, and so is one that makes a lease of an earlier start up", async () => {
  const { opened, batch } = await afterLoss();
  const other = new Client(91);
  await other.enter(opened);
  other.offer(batch, [...batch.indices]);
  await opened.browser.passTime(1_000);
  expectSentAway({ opened, client: other });

  const { browser, code, room } = opened;
  room.close();
  const again = await OpenedRoom.open({ browser, code });
  const liar = new Client(92);
  await liar.enter(again);
  liar.offer({ ...batch, lease: leaseId(77), ticket: sampleTicket("a") }, [...batch.indices]);
  await browser.passTime(1_000);
  expectSentAway({ opened: again, client: liar });
});
