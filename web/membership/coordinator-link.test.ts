import { expect, test, vi } from "vitest";
import { volunteer } from "../core/handshake/testing/sample-room.ts";
import { decodeUp } from "../core/wire/codec.ts";
import type { Link } from "../links/link.ts";
import { createMemoryLinkPair } from "../links/memory-link.ts";
import { browserClock } from "../environment/browser/browser-clock.ts";
import { proveAsCoordinator } from "../links/prove-link.ts";
import { randomBytes } from "../links/random.ts";
import { Contact, type ContactEvent } from "./coordinator-link.ts";

/** A contact with a proven link, and what the coordinator hears of it and of its end. */
async function meet() {
  const heard: unknown[] = [];
  const events: ContactEvent[] = [];
  const proven: Link[] = [];
  const contact = new Contact(
    {
      findRoom: async () => ({ ok: true, identity: volunteer.identity }),
      dial: async (keys) => {
        const [theirs, ours] = createMemoryLinkPair();
        proveAsCoordinator(
          theirs,
          keys,
          { clock: browserClock, randomBytes },
          () => true,
          () => {
            proven.push(theirs);
            theirs.listen((event) => {
              if (event.type === "message") heard.push(decodeUp(event.lane, event.bytes));
              if (event.type === "ended") heard.push(event.end.type);
            });
          },
        );
        return { ok: true, link: ours };
      },
    },
    () => 0,
    (event) => events.push(event),
  );
  contact.connect(volunteer.identity);
  await vi.waitFor(() => expect(events.map(({ type }) => type)).toContain("opened"));
  await vi.waitFor(() => expect(proven).toHaveLength(1));
  const [coordinatorEnd = expect.fail("no link")] = proven;
  return { contact, heard, events, coordinatorEnd };
}

const goodbye = (reason: string) => ({ ok: true, message: { type: "goodbye", reason } });

test("a link that is of no use is closed with the reason as the last word", async () => {
  const { contact, heard } = await meet();
  contact.drop("the coordinator has not answered for a while");
  await vi.waitFor(() => expect(heard).toEqual([goodbye("the coordinator has not answered for a while"), "remote"]));
  contact.close("over");
});

test("a message that breaks the rules is refused, and both sides know why", async () => {
  const { contact, heard, events, coordinatorEnd } = await meet();
  coordinatorEnd.send("control", new TextEncoder().encode('{"type":"dance"}'));
  const reason = 'unknown type "dance"';
  await vi.waitFor(() => expect(heard).toEqual([goodbye(`it refused a message (${reason})`), "remote"]));
  expect(events).toContainEqual({ type: "refused", problem: "other-version", detail: reason });
  contact.close("over");
});

test("a reason that is too long to be told is cut, and still arrives", async () => {
  const { contact, heard } = await meet();
  contact.drop("x".repeat(500));
  await vi.waitFor(() => expect(heard).toEqual([goodbye("x".repeat(200)), "remote"]));
  contact.close("over");
});
