import type { VolunteerId } from "../../../core/ids.ts";
import type { LinkFigures } from "../../../links/link.ts";

/** Bytes a second of all links between two measurings. */
interface ByteRate {
  /** Milliseconds since the first measuring. */
  readonly atMs: number;
  readonly sent: number;
  readonly received: number;
}

/** Rates that are kept: with more, each two become one. */
const mostRates = 240;

type Figures = ReadonlyMap<VolunteerId, Pick<LinkFigures, "sentBytes" | "receivedBytes">>;

/** How many bytes a second went over the links of a room, from what the platform says that each has carried. */
export class ByteRates {
  #began: number | null = null;
  #before: { readonly atMs: number; readonly figures: Figures } | null = null;
  #rates: readonly ByteRate[] = [];

  /** Oldest first; another array with each measuring. */
  get rates(): readonly ByteRate[] {
    return this.#rates;
  }

  /** `atMs`: on any clock that never goes back. */
  take(atMs: number, figures: Figures): void {
    this.#began ??= atMs;
    const before = this.#before;
    this.#before = { atMs, figures };
    if (before === null || atMs <= before.atMs) return;
    let sent = 0;
    let received = 0;
    for (const [volunteer, now] of figures) {
      const then = before.figures.get(volunteer);
      // A link that has taken the place of another counts from 0.
      if (then === undefined || now.sentBytes < then.sentBytes || now.receivedBytes < then.receivedBytes) continue;
      sent += now.sentBytes - then.sentBytes;
      received += now.receivedBytes - then.receivedBytes;
    }
    const seconds = (atMs - before.atMs) / 1_000;
    const rate = { atMs: atMs - this.#began, sent: sent / seconds, received: received / seconds };
    const all = [...this.#rates, rate];
    this.#rates = all.length > mostRates ? halved(all) : all;
  }
}

function halved(rates: readonly ByteRate[]): readonly ByteRate[] {
  return rates.flatMap((rate, nth) => {
    const before = rates[nth - 1];
    if (nth % 2 === 0 || before === undefined) return nth === rates.length - 1 ? [rate] : [];
    return [{ atMs: rate.atMs, sent: (before.sent + rate.sent) / 2, received: (before.received + rate.received) / 2 }];
  });
}
