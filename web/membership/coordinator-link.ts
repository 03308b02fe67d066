import type { RoomIdentity } from "../core/handshake/identity.ts";
import { decodeDown, encodeUp } from "../core/wire/codec.ts";
import type { DownMessage, UpMessage } from "../core/wire/messages.ts";
import type { Link, LinkEvent } from "../links/link.ts";
import { partFrom } from "./part-from.ts";
import { Connector, type ConnectorEvent } from "./link-finder.ts";
import type { Dialer } from "../environment/dialer.ts";

export type ContactEvent =
  | Exclude<ConnectorEvent, { type: "linked" }>
  /** A proven link, the first one or another. */
  | { readonly type: "opened" }
  | { readonly type: "heard"; readonly message: DownMessage }
  | { readonly type: "path-changed" }
  /** The link is gone, and another one is looked for. */
  | { readonly type: "lost" }
  /** The link made way for another one, which opens next. */
  | { readonly type: "replaced"; readonly reason: string };

/** The way to the coordinator as it is at this moment: one link or none; a lost one is looked for, a doubtful one replaced. */
export class Contact {
  readonly #connector: Connector;
  readonly #tell: (event: ContactEvent) => void;
  #link: Link | null = null;
  #path: "steady" | "wavering" = "steady";
  #isClosed = false;

  constructor(dialer: Dialer, random: () => number, tell: (event: ContactEvent) => void) {
    this.#tell = tell;
    this.#connector = new Connector(dialer, random, (event) => {
      if (event.type === "linked") this.#take(event.link);
      else tell(event);
    });
  }

  get link(): "steady" | "wavering" | "none" {
    return this.#link === null ? "none" : this.#path;
  }

  connect(keys: RoomIdentity): void {
    this.#connector.connect(keys);
  }

  send(message: UpMessage): void {
    const { lane, bytes } = encodeUp(message);
    this.#link?.send(lane, bytes);
  }

  /** The coordinator has taken the volunteer in. */
  found(): void {
    this.#connector.found();
  }

  /** The coordinator does not answer, or does so again. */
  doubt(isSilent: boolean): void {
    if (isSilent) this.#connector.doubt("silence");
    else this.#connector.trust("silence");
  }

  /** This link is of no use; another one is looked for. */
  drop(reason: string): void {
    if (this.#link !== null) partFrom(this.#link, reason);
  }

  close(reason: string): void {
    this.#isClosed = true;
    this.#connector.close();
    this.#link?.close(reason);
  }

  #take(link: Link): void {
    const former = this.#link;
    this.#link = link;
    this.#path = "steady";
    if (former !== null) {
      const reason = "nothing came over it any more";
      partFrom(former, reason);
      this.#tell({ type: "replaced", reason });
    }
    link.listen((event) => {
      if (!this.#isClosed && this.#link === link) this.#hear(link, event);
    });
    this.#tell({ type: "opened" });
  }

  #hear(link: Link, event: LinkEvent): void {
    switch (event.type) {
      case "message": {
        const decoded = decodeDown(event.lane, event.bytes);
        if (decoded.ok) this.#tell({ type: "heard", message: decoded.message });
        else {
          partFrom(link, `it refused a message (${decoded.reason})`);
          // As in the handshake: of pages that were loaded at one time neither says what the other does not take.
          this.#tell({ type: "refused", problem: "other-version", detail: decoded.reason });
        }
        return;
      }
      case "path-changed":
        this.#path = event.path;
        if (event.path === "wavering") this.#connector.doubt("path");
        else this.#connector.trust("path");
        this.#tell({ type: "path-changed" });
        return;
      case "ended":
        this.#link = null;
        this.#tell({ type: "lost" });
        // Who was leaving has left with that.
        if (!this.#isClosed) this.#connector.search(event.end.reason);
        return;
    }
  }
}
