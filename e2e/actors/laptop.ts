import type { Browser, Page } from "@playwright/test";

/** A browser of its own, all of whose processes can be stopped at once: what is in it sees a machine that sleeps. */
export class Laptop {
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async openPage(): Promise<Page> {
    return (await this.#browser.newContext()).newPage();
  }

  /** Stops all of its processes, and has them go on after so many milliseconds. */
  async sleepFor(ms: number): Promise<void> {
    const processes = await this.#findProcesses();
    for (const id of processes) process.kill(id, "SIGSTOP");
    try {
      await new Promise((resolve) => setTimeout(resolve, ms));
    } finally {
      for (const id of processes.toReversed()) process.kill(id, "SIGCONT");
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** The browser's own process first: it would miss the others. */
  async #findProcesses(): Promise<readonly number[]> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    await session.detach();
    const isMain = ({ type }: (typeof processInfo)[number]): boolean => type === "browser";
    return [...processInfo.filter(isMain), ...processInfo.filter((one) => !isMain(one))].map(({ id }) => id);
  }
}
