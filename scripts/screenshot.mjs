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
 * The form of each kind of job but the first, as it is at first and with problems.
 * @param {import("@playwright/test").Page} page
 * @param {(page: import("@playwright/test").Page, name: string) => Promise<void>} shoot
 */
async function everyForm(page, shoot) {
  const file = { name: "moby-dick.txt", mimeType: "text/plain", buffer: Buffer.from("Call me Ishmael.") };
  for (const workload of ["words", "own"]) {
    await page.goto(`${origin}/coordinator?workload=${workload}`);
    await page.getByRole("textbox", { name: "Join link" }).waitFor();
    if (workload === "own") await page.locator(".code-editor").getByRole("textbox").waitFor();
    await shoot(page, `form-${workload}`);
    const input = page.getByLabel("Or a file");
    await input.setInputFiles(file);
    await page.getByText(file.name, { exact: true }).waitFor();
    await shoot(page, `form-${workload}-file`);
    await input.setInputFiles({ ...file, buffer: Buffer.from([0xff]) });
    for (const text of await page.locator(".job-fields").getByRole("textbox").all()) await text.fill("");
    await page.getByText(/is no UTF-8/).waitFor();
    await shoot(page, `form-${workload}-wrong`);
  }
}

/**
 * The gallery, and each picture that a workload brings, in the middle of its job and at its end.
 * @param {import("@playwright/test").BrowserContextOptions} options
 * @param {(page: import("@playwright/test").Page, name: string) => Promise<void>} shoot
 */
async function gallery(options, shoot) {
  const { page } = await openCoordinator(browser, origin, "", options);
  await shoot(page, "gallery");
  for (const id of ["mandelbrot", "pathtracer", "photo"]) {
    const room = await openCoordinator(browser, origin, `?workload=${id}&start=2`, options);
    for (const name of ["laptop-1", "phone-2"]) await joinRoom(browser, room.joinLink, { name }, options);
    await room.page.getByText(/^[1-9][\d,]* of [\d,]+ (?:tiles|strips)/).waitFor();
    await shoot(room.page, `picture-${id}`);
    await room.page.getByText(/: done in/).waitFor({ timeout: 120_000 });
    await room.page.getByLabel("Coloured").selectOption("by volunteer");
    await shoot(room.page, `picture-${id}-volunteers`);
    await room.page.getByLabel("Coloured").selectOption("as computed");
    await shoot(room.page, `picture-${id}-done`);
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
      for (const name of ["Timeline", "Speed-up", "Volunteers", "Failures", "Log", "Table"]) {
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
