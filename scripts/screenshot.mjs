import { join } from "node:path";
import { requireNode, requirePackages, root } from "./preconditions.mjs";

// `npm run screenshot`: makes the picture in README.md, of the running demo. `--all FOLDER`: every page and state in both colour
// schemes and three widths, for review.

requireNode();
requirePackages();
const { parseArgs } = await import("node:util");
const { joinRoom, openCoordinator, openHouse } = await import("./room.mjs");
const { values } = parseArgs({ options: { all: { type: "string" } } });

const house = await openHouse("own address");
if (house === null) process.exit(1);
const { origin, browser } = house;

/**
 * Opens the demo in the middle of a job, with three volunteers and some results.
 * @param {import("@playwright/test").BrowserContextOptions} options
 */
async function runningDemo(options) {
  const query = "?workload=squares&count=24&seed=8399&sleep=1-2&start=3";
  const { page, joinLink } = await openCoordinator(browser, origin, query, options);
  const volunteers = [];
  for (const name of ["laptop-1", "laptop-2", "phone-3"]) {
    volunteers.push(await joinRoom(browser, joinLink, { name, slots: 2 }, options));
  }
  await page.getByRole("region", { name: "Table of tasks" }).getByText("done").nth(9).waitFor();
  return { page, joinLink, volunteers };
}

/**
 * The form of each kind of job, as it is at first and with problems; where it takes a file of inputs, with one and with one that is no text.
 * @param {import("@playwright/test").Page} page
 * @param {(page: import("@playwright/test").Page, name: string) => Promise<void>} shoot
 */
async function everyForm(page, shoot) {
  for (const workload of [...galleryJobs.keys(), "words", "own"]) {
    await page.goto(`${origin}/coordinator?workload=${workload}`);
    await page.getByRole("textbox", { name: "Join link" }).waitFor();
    if (workload === "own") await page.locator(".code-editor").getByRole("textbox").waitFor();
    await shoot(page, `form-${workload}`);
    const texts = page.locator(".job-fields").getByRole("textbox");
    for (const text of await texts.all()) if (await text.isVisible()) await text.fill("");
    await shoot(page, `form-${workload}-wrong`);
  }
  await page.goto(`${origin}/coordinator?workload=own`);
  await page.getByLabel("Inputs come from").selectOption("a file");
  await page.getByLabel("Read as").selectOption("lines of text");
  const file = { name: "moby-dick.txt", mimeType: "text/plain", buffer: Buffer.from("Call me Ishmael.") };
  const input = page.locator('.job-fields input[type="file"]').first();
  await input.setInputFiles(file);
  await page.getByText("Call me Ishmael.").first().waitFor();
  await shoot(page, "form-own-file");
  await input.setInputFiles({ ...file, buffer: Buffer.from([0xff]) });
  await page.getByText(/is no UTF-8/).waitFor();
  await shoot(page, "form-own-no-text");
}

/** Jobs of the gallery by their ids, each with numbers of its form that take some seconds. */
const galleryJobs = new Map([
  ["squares", "count=40&shortest=0&longest=1"],
  ["mandelbrot", "points=6"],
  ["pathtracer", "passes=4"],
  ["password", "longest=5&words=250000"],
  ["pi", "tasks=100&darts=2000000"],
  ["primes", "to=4000000000&segment=50000000"],
  ["lucaslehmer", "to=3500"],
  ["queens", "n=14"],
  ["islands", "count=200&islands=8&epochs=10&tries=1"],
  ["tournament", "first=8&second=7"],
  ["hyperparameters", "runs=80&epochs=600"],
  ["photo", "radius=12&rows=24"],
  ["wordcount", "characters=40"],
  ["matrix", "n=512&block=64"],
  ["heavytail", "count=80&shortest=20&longest=2"],
  ["collatz", "below=20000000&segment=500000"],
]);

/**
 * The gallery; and each of its jobs while it runs and at its end, as the coordinator sees it, and a volunteer.
 * @param {import("@playwright/test").BrowserContextOptions} options
 * @param {(page: import("@playwright/test").Page, name: string) => Promise<void>} shoot
 */
async function gallery(options, shoot) {
  const { page } = await openCoordinator(browser, origin, "", options);
  await shoot(page, "gallery");
  for (const [id, numbers] of galleryJobs) {
    const room = await openCoordinator(browser, origin, `?workload=${id}&${numbers}&start=2`, options);
    const volunteers = [];
    for (const name of ["laptop-1", "phone-2"]) {
      volunteers.push(await joinRoom(browser, room.joinLink, { name }, options));
    }
    await room.page.locator(".board-picture canvas").first().waitFor();
    await shoot(room.page, `job-${id}-running`);
    await room.page
      .getByText(/: (done in|ended early)/)
      .first()
      .waitFor({ timeout: 180_000 });
    const coloured = room.page.getByLabel("Coloured");
    if (await coloured.isVisible()) {
      await coloured.selectOption("by volunteer");
      await shoot(room.page, `job-${id}-volunteers`);
      await coloured.selectOption("as computed");
    }
    await shoot(room.page, `job-${id}-done`);
    if (volunteers[0] !== undefined) await shoot(volunteers[0], `job-${id}-volunteer`);
    for (const one of [room.page, ...volunteers]) await one.context().close();
  }
}

/** @param {string} folder */
async function everyPage(folder) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [1920, 1280, 360]) {
      const options = { colorScheme, viewport: { width, height: 800 } };
      /**
       * @param {import("@playwright/test").Page} page
       * @param {string} name
       */
      const shoot = async (page, name) => {
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      };
      await gallery(options, shoot);
      const { page, joinLink, volunteers } = await runningDemo(options);
      await shoot(page, "coordinator-running");
      for (const name of ["Timeline", "Speed-up", "Volunteers", "Failures", "Log", "Network", "Table"]) {
        await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name }).click();
        await page.getByRole("heading", { name: name === "Table" ? "Tasks" : name }).waitFor();
        if (name !== "Table") await shoot(page, `coordinator-${name.toLowerCase()}`);
      }
      await page.getByRole("button", { name: "Projector" }).click();
      await page.getByText(/^\d+ of 24 done$/).waitFor();
      await shoot(page, "projector");
      await page.goBack();
      await page.getByText("Options", { exact: true }).click();
      for (const [count, priority] of [
        [400, 5],
        [60, 0],
      ]) {
        await page.getByRole("textbox", { name: "Count" }).fill(String(count));
        await page.getByRole("textbox", { name: "Priority" }).fill(String(priority));
        await page.getByRole("button", { name: "Start", exact: true }).click();
      }
      await page.getByRole("button", { name: "Pause job 3" }).click();
      await page.getByRole("list", { name: "Open jobs" }).getByText("paused").waitFor();
      await page.getByText("Options", { exact: true }).click();
      await shoot(page, "coordinator-several");
      const [volunteer] = volunteers;
      if (volunteer !== undefined) await shoot(volunteer, "volunteer-working");
      const visitor = await (await browser.newContext(options)).newPage();
      await visitor.goto(origin);
      await visitor.getByRole("textbox", { name: "Room code" }).waitFor();
      await shoot(visitor, "home");
      await visitor.goto(joinLink);
      await visitor.getByRole("button", { name: "Join", exact: true }).waitFor();
      await shoot(visitor, "volunteer-asked");
      const wrongKey = `${joinLink.replace(/#.*/, "")}&autojoin=1#AAAAAAAAAAAAAAAAAAAAAA`;
      await visitor.goto(wrongKey);
      await visitor.getByRole("alert").waitFor();
      await shoot(visitor, "volunteer-wrong-key");
      await visitor.goto(`${origin}/coordinator?cuont=5&sleep=long`);
      await visitor.getByRole("alert").waitFor();
      await shoot(visitor, "coordinator-wrong-url");
      await everyForm(visitor, shoot);
      await volunteers[1]?.close({ runBeforeUnload: true });
      await page.getByText(/^1 left: /).waitFor();
      for (const job of [3, 2]) {
        await page.getByRole("button", { name: `Cancel job ${job}` }).click();
        await page
          .getByRole("dialog")
          .getByRole("button", { name: `Cancel job ${job}` })
          .click();
      }
      // Among the open jobs, or on record if it is over by now.
      await page
        .getByRole("button", { name: /^(?:Show|Open) job 1\b/ })
        .first()
        .click();
      await page.getByText(/: done in/).waitFor();
      await shoot(page, "coordinator-done");
      await page.getByText("Options", { exact: true }).click();
      await page.getByRole("textbox", { name: "Time limit" }).fill("soon");
      await shoot(page, "coordinator-options");
      for (const context of browser.contexts()) await context.close();
    }
  }
}

if (values.all === undefined) {
  const { page } = await runningDemo({ viewport: { width: 1280, height: 840 }, deviceScaleFactor: 1.5 });
  const path = join(root, "docs/demo.png");
  await page.screenshot({ path });
  console.log(`Wrote ${path}`);
} else {
  await everyPage(values.all);
  console.log(`Wrote the pictures to ${values.all}`);
}
await house.close();
