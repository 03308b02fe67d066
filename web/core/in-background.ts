import { messageOf } from "./message-of.ts";

/** Lets work go on that nothing waits for. `failed` is told why, should it fail: a bare promise would end as an error of the page. */
export function inBackground(work: Promise<unknown>, failed: (reason: string) => void): void {
  work.catch((error: unknown) => failed(messageOf(error)));
}
