import { expect, test } from "vitest";
import { coordinatorIdentity, type CoordinatorIdentity } from "../../core/handshake/identity.ts";
import { sampleKeys } from "../../core/handshake/testing/sample-room.ts";
import type { Dialer } from "../../environment/dialer.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { sampleCode } from "../../journal/testing/samples.ts";
import { OwnHelp } from "./own-help.ts";

test("this tab's help proves itself by the code under which it has found the room, also once the room has moved on to another", async () => {
  const address = { code: sampleCode("ABC234"), identity: coordinatorIdentity(sampleKeys(1), sampleCode("ABC234")) };
  const asked: CoordinatorIdentity[] = [];
  const dialer = await new Promise<Dialer>((resolve) => {
    const help = new OwnHelp({
      environment: {
        createLinkPair: createMemoryLinkPair,
        startHelper: async (made) => {
          resolve(made);
          return { join: () => {}, close: () => {} };
        },
      },
      address,
      gate: { receiveLink: (_, identity) => void asked.push(identity) },
      traits: { change: () => {} },
      announce: () => {},
    });
    help.wantHelp(true);
  });
  const found = await dialer.findRoom();
  if (found.type === "refused") throw new Error(found.problem);
  const before = address.identity;
  address.code = sampleCode("DEF567");
  address.identity = coordinatorIdentity(sampleKeys(1), address.code);
  await dialer.dial(found.identity, new AbortController().signal);
  expect(asked).toEqual([before]);
});
