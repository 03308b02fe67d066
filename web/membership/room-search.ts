import { textSeen } from "../core/seen.ts";
import { backOffMs } from "../core/back-off.ts";
import type { CallOff } from "../core/clock.ts";
import { inBackground } from "../core/in-background.ts";
import type { FoundRoom } from "../environment/dialer.ts";
import type { MembershipEnvironment } from "../environment/environment.ts";

/** Asks the dialer whether the room is there, now or after a while, without joining it. */
export class RoomSearch {
  readonly #environment: Pick<MembershipEnvironment, "clock" | "random" | "dialer">;
  readonly #ended: (found: FoundRoom) => void;
  #callOffWait: CallOff | null = null;
  /** Raised with each question; answers to an older one are dropped. */
  #asked = 0;
  /** Waits since the volunteer was last in the room. */
  #waits = 0;

  constructor(
    environment: Pick<MembershipEnvironment, "clock" | "random" | "dialer">,
    ended: (found: FoundRoom) => void,
  ) {
    this.#environment = environment;
    this.#ended = ended;
  }

  askNow(): void {
    this.stopAsking();
    this.#ask();
  }

  /** Asks after a wait, which grows from call to call up to some seconds, until `resetWaits`. */
  askLater(): void {
    this.stopAsking();
    this.#waits += 1;
    const { clock, random } = this.#environment;
    this.#callOffWait = clock.after(backOffMs(this.#waits, random()), () => this.#ask());
  }

  /** Calls off the wait, and drops the answer to a question that is under way. */
  stopAsking(): void {
    this.#callOffWait?.();
    this.#callOffWait = null;
    this.#asked += 1;
  }

  /** The volunteer is in the room: the next search begins with short waits. */
  resetWaits(): void {
    this.stopAsking();
    this.#waits = 0;
  }

  #ask(): void {
    const asked = this.#asked;
    const answer = async (): Promise<void> => {
      const found = await this.#environment.dialer.findRoom();
      if (asked === this.#asked) this.#ended(found);
    };
    inBackground(answer(), (reason) => {
      if (asked === this.#asked) this.#ended({ type: "refused", problem: "signaling-away", seen: textSeen(reason) });
    });
  }
}
