import { expect, test } from "vitest";
import {
  candidate,
  coordinatorId,
  offer,
  PeerClient,
  peerUrl,
  register,
  tokenOf,
  volunteerId,
} from "./testing/peer-client.ts";
import { ask, room, startTestServer } from "./testing/test-server.ts";

test("messages of a coordinator and its volunteer arrive with the sender's true id and known fields only", async () => {
  const server = await startTestServer();
  const { coordinator, volunteer } = await room(server.origin);
  volunteer.send({ ...offer(coordinatorId), src: "tp-forged", extra: 1 });
  const { payload, ...rest } = offer(coordinatorId);
  expect(await coordinator.next()).toEqual({
    ...rest,
    payload: { ...Object(payload), metadata: { from: expect.stringMatching(/^[0-9a-f]{16}$/) } },
    src: volunteerId(1),
  });
  coordinator.send(candidate(volunteerId(1)));
  expect(await volunteer.next()).toEqual({ ...candidate(volunteerId(1)), src: coordinatorId });
  await server.close();
});

test("a client that returns with its id and token gets the id back at once, and its old socket gets ID-TAKEN", async () => {
  const server = await startTestServer();
  const { coordinator, volunteer } = await room(server.origin);
  const returned = await register(server.origin, coordinatorId);
  expect((await coordinator.next())["type"]).toBe("ID-TAKEN");
  await coordinator.ended;
  volunteer.send(offer(coordinatorId));
  expect((await returned.next())["type"]).toBe("OFFER");
  expect(server.signaling.health()).toMatchObject({ clients: 2, refused: {} });
  await server.close();
});

test("a volunteer's id is free for another token once its holder has left", async () => {
  const server = await startTestServer();
  await (await register(server.origin, volunteerId(1), "first")).close();
  await register(server.origin, volunteerId(1), "second");
  await server.close();
});

test("an offer waits for a coordinator whose page is being reloaded", async () => {
  const server = await startTestServer();
  const volunteer = await register(server.origin, volunteerId(1));
  volunteer.send(offer(coordinatorId));
  const coordinator = await register(server.origin, coordinatorId);
  expect((await coordinator.next())["type"]).toBe("OFFER");
  await server.close();
});

test("an offer to a coordinator that does not come is answered with EXPIRE", async () => {
  const server = await startTestServer({ limits: { waitMs: 10 } });
  const volunteer = await register(server.origin, volunteerId(1));
  volunteer.send(offer(coordinatorId));
  expect(await volunteer.next()).toMatchObject({ type: "EXPIRE", src: coordinatorId });
  await server.close();
});

test("a client that is silent for too long is disconnected", async () => {
  const server = await startTestServer({ limits: { silenceMs: 50 } });
  const client = await register(server.origin, coordinatorId);
  await client.ended;
  expect((await ask(server, "/healthz")).json).toMatchObject({ clients: 0 });
  await server.close();
});

test("clients register again at a server that was restarted on the same port", async () => {
  const first = await startTestServer();
  const { coordinator, volunteer } = await room(first.origin);
  await first.close();
  await Promise.all([coordinator.ended, volunteer.ended]);
  const second = await startTestServer({ port: first.port });
  const again = await room(second.origin);
  again.volunteer.send(offer(coordinatorId));
  expect((await again.coordinator.next())["type"]).toBe("OFFER");
  await second.close();
});

test("closing the server ends clients in the middle of their handshake, too", async () => {
  const server = await startTestServer();
  const client = new PeerClient(peerUrl(server.origin, coordinatorId, tokenOf(coordinatorId)));
  await server.close();
  expect((await client.ended).code).toBeGreaterThan(1000);
});
