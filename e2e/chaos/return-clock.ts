import type { Page } from "@playwright/test";

/**
 * Runs in the coordinator's page from its beginning. Records when the page shows its first new result, in milliseconds since it
 * was opened.
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

/** Resolves to the milliseconds from the page's opening to its first new result. Rejects if the page is closed before. */
export async function firstNewResultMs(page: Page): Promise<number> {
  const found = await page.waitForFunction(() => Reflect.get(globalThis, "firstNewResultMs"), null, { timeout: 0 });
  return Number(await found.jsonValue());
}
