import { expect, onTestFinished, test } from "vitest";
import { loneHost, loneRegister } from "../environment/lone-address.ts";
import { loneSeats } from "../environment/seat.ts";
import { noScreen } from "../environment/screen.ts";
import { keepsNothing } from "../environment/stay-keeper.ts";
import { createHelper } from "../membership/create-helper.ts";
import { tabOf } from "../membership/testing/fake-environment.ts";
import { createRoom } from "./create-room.ts";
import { FakeBrowser, FakeEnvironment } from "./testing/fake-environment.ts";
import { squaresOf } from "./testing/opened-room.ts";
import { PlainCompute } from "./testing/plain-compute.ts";

test("a room without a server and without tabs has its helper compute, never opens to others, and closes", async () => {
  const browser = new FakeBrowser();
  const environment = Object.assign(new FakeEnvironment(browser), {
    register: loneRegister,
    seats: loneSeats,
    openHost: () => loneHost,
  });
  environment.createHelper = (dialer) =>
    createHelper(
      {
        ...browser.basics,
        dialer,
        stays: keepsNothing,
        screen: noScreen,
        tab: tabOf(1),
        device: "a test",
        createCompute: () => new PlainCompute(() => 1),
      },
      2,
    );
  const room = createRoom(environment, { code: null });
  onTestFinished(() => room.close());
  await browser.passTime(100);
  room.helpHere(true);
  room.startJob(squaresOf(20));
  await browser.passTime(10_000);
  expect(room.store.getState()).toMatchObject({
    job: { phase: "done", done: 20 },
    room: { phase: "opening", code: null, joinLinks: [], problem: null },
    volunteers: [{ slots: 2 }],
  });
  room.closeRoom();
  await browser.passTime(1_000);
  expect(room.store.getState().room.problem).toBeNull();
});
