import { phone } from "./actors/devices.ts";
import { expect, test } from "./fixtures.ts";

test("a link that opens neither a direct path within its time limit nor a relayed one says what to try", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("cut off");
  // As between two networks: neither side gets an address of the other.
  await page.addInitScript(() => {
    RTCPeerConnection.prototype.addIceCandidate = () => Promise.resolve();
    Object.defineProperty(RTCPeerConnection.prototype, "onicecandidate", { set: () => {} });
  });
  await page.routeWebSocket(/\/peer\/relay\?/, (socket) => socket.close());
  const link = new URL(await coordinator.joinLink(server.origin));
  link.searchParams.set("autojoin", "1");
  await page.goto(link.href);
  await expect(page.getByRole("heading", { name: "No path to the coordinator" })).toBeVisible();
  await expect(page.getByText("client isolation")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
});

test("a volunteer whose sandbox leaks refuses to compute, and says which way out is open", async ({
  coordinator,
  newPage,
  server,
  expectedNoise,
}) => {
  // The escapes reach a page that is no script and no stream.
  expectedNoise.push(/sandbox\.html|MIME type/);
  const page = await newPage("leaky");
  // For example, a proxy that removes the policy header.
  await page.route("**/sandbox.html*", async (route) => {
    const response = await route.fetch();
    const headers = Object.entries(response.headers()).filter(([name]) => name !== "content-security-policy");
    await route.fulfill({ response, headers: Object.fromEntries(headers) });
  });
  const link = new URL(await coordinator.joinLink(server.origin));
  link.searchParams.set("autojoin", "1");
  await page.goto(link.href);
  await expect(page.getByRole("heading", { name: /sandbox leaks/ })).toBeVisible();
  await expect(page.getByText(/Open ways out: .*fetch/)).toBeVisible();
  await expect(coordinator.page.getByText("Nobody is here yet")).toBeVisible();
});

test("a page that is closed while it waits for a click leaves no trace in the room", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("hesitant");
  await page.goto(await coordinator.joinLink(server.origin));
  await expect(page.getByRole("button", { name: "Join", exact: true })).toBeVisible();
  await page.close({ runBeforeUnload: true });
  await expect(coordinator.log).toHaveText("Nothing has happened yet.");
});

test("a network that answers in the server's place says so, and the page goes on by itself once it is let through", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("guest", phone);
  let isFiltered = true;
  await page.route("**/api/rooms/**", (route) =>
    isFiltered
      ? route.fulfill({ status: 302, headers: { location: "http://portal.example.org/sign-in" } })
      : route.continue(),
  );
  await page.goto(await coordinator.joinLink(server.origin));
  await expect(page.getByRole("heading", { name: "Something else answered in the server’s place" })).toBeVisible();
  await expect(page.getByRole("listitem").first()).toContainText("sign in");
  await expect(page.getByText("This page keeps trying")).toBeVisible();
  isFiltered = false;
  await expect(page.getByRole("button", { name: "Join", exact: true })).toBeVisible();
});
