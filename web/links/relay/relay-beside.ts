import type { DialBeside } from "../dial-beside.ts";
import type { Dial, DialOutcome } from "../link.ts";
import { createRelayDial, type RelayDialOptions } from "./relay-dial.ts";

async function closeUnless(used: DialOutcome, dialling: Promise<DialOutcome>): Promise<void> {
  const outcome = await dialling;
  if (outcome !== used && outcome.type === "opened") outcome.link.close({ key: "called-off" });
}

/** Dials through a relay beside a direct try that goes on or has failed. The first link that opens is the link; one that opens after it is closed. */
export function besideDirect(dialRelay: Dial): DialBeside {
  return async (direct, signal) => {
    const relaying = new AbortController();
    const callOff = (): void => relaying.abort();
    signal.addEventListener("abort", callOff);
    if (signal.aborted) callOff();
    const relayed = dialRelay(relaying.signal);
    try {
      const first = await Promise.race([direct, relayed]);
      if (first.type === "opened") {
        callOff();
        for (const each of [direct, relayed]) void closeUnless(first, each);
        return first;
      }
      const [ofDirect, ofRelay] = await Promise.all([direct, relayed]);
      if (ofDirect.type === "opened" || ofRelay.type === "opened")
        return ofDirect.type === "opened" ? ofDirect : ofRelay;
      // What kept the relay from opening was the last hope, so it is what people are told.
      return { ...ofDirect, seen: ofRelay.seen };
    } finally {
      signal.removeEventListener("abort", callOff);
    }
  };
}

/** The same, through the relay of these options. */
export function besideRelay(options: RelayDialOptions): DialBeside {
  return besideDirect(createRelayDial(options));
}
