import type { Page } from "@playwright/test";

/**
 * In the coordinator's page from its beginning on: notes when it shows the first result that was not there when it was
 * opened, in milliseconds since then.
 */
export function noteFirstNewResult(): void {
  let restored: number | null = null;
  const watch = new MutationObserver(() => {
    const states = document.querySelector('[aria-label="Tasks by state"]');
    const name = Array.from(states?.querySelectorAll("dt") ?? []).find((term) => term.textContent === "Done");
    const figure = name?.parentElement?.querySelector("dd")?.textContent;
    if (figure === undefined) return;
    const done = Number(figure.replaceAll(/\D/g, ""));
    restored ??= done;
    if (done <= restored) return;
    watch.disconnect();
    Reflect.set(globalThis, "firstNewResultMs", performance.now());
  });
  watch.observe(document, { subtree: true, childList: true, characterData: true });
}

/** From the moment at which the page was opened. Waits for it, and rejects where the page goes before. */
export async function firstNewResultMs(page: Page): Promise<number> {
  const found = await page.waitForFunction(() => Reflect.get(globalThis, "firstNewResultMs"), null, { timeout: 0 });
  return Number(await found.jsonValue());
}
