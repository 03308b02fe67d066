import type { Page } from "@playwright/test";

/** Moments in milliseconds since 1970, as the coordinator's page shows them. */
export interface Departure {
  readonly goneAt: number;
  /** When each task that was in its hands was done, or in somebody else's. */
  readonly elsewhereAt: number;
}

/** Follows the coordinator's page, frame by frame, until a volunteer has gone and others have its tasks. */
export async function followDeparture(page: Page, volunteer: string): Promise<Departure> {
  return page.evaluate(async (name) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page gets this function and nothing around it
    const cells = (row: Element): string[] => Array.from(row.querySelectorAll('[role="cell"]'), (c) => c.textContent);
    const tasks = (): string[][] =>
      Array.from(document.querySelectorAll('[aria-label="Table of tasks"] [role="row"]'), cells);
    const isGone = (): boolean =>
      Array.from(document.querySelectorAll('[aria-label="List of volunteers"] tr.gone th')).some((head) =>
        head.textContent.startsWith(name),
      );
    let inHand: string[] = [];
    while (!isGone()) {
      inHand = tasks().flatMap(([task = "", , , , holder, , state]) =>
        holder === name && state === "leased" ? [task] : [],
      );
      await new Promise(requestAnimationFrame);
    }
    const goneAt = Date.now();
    const isElsewhere = ([task = "", , , , holder, , state]: string[]): boolean =>
      !inHand.includes(task) || state === "done" || (state === "leased" && holder !== name);
    while (!tasks().slice(1).every(isElsewhere)) await new Promise(requestAnimationFrame);
    return { goneAt, elsewhereAt: Date.now() };
  }, volunteer);
}
