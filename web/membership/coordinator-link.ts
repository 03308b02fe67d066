import { textSeen } from "../core/seen.ts";
import type { RoomIdentity } from "../core/handshake/identity.ts";
import { decodeDown, encodeUp } from "../core/wire/codec.ts";
import type { DownMessage, UpMessage } from "../core/wire/messages.ts";
import type { Link, LinkEvent } from "../links/link.ts";
import { closeWithReason } from "./close-with-reason.ts";
import { LinkFinder, type LinkEnvironment, type LinkFinderEvent } from "./link-finder.ts";
import type { UpFarewell } from "../core/wire/farewells.ts";

export type CoordinatorLinkEvent =
  | Exclude<LinkFinderEvent, { readonly type: "linked" }>
  /** A proven link is there, the first one or another. */
  | { readonly type: "opened" }
  | { readonly type: "message-arrived"; readonly message: DownMessage }
  | { readonly type: "path-changed" }
  /** The link is gone, and another one is looked for. */
  | { readonly type: "lost" }
  /** The link made way for another one, which opens next. */
  | { readonly type: "replaced" };

/** Messages ahead of the welcome that are kept: far more than a coordinator has to say by then. */
const mostEarly = 256;

/** The one link to the coordinator, or none. A lost link is looked for, a doubtful one replaced. */
export class CoordinatorLink {
  readonly #finder: LinkFinder;
  readonly #announce: (event: CoordinatorLinkEvent) => void;
  #link: Link | null = null;
  #path: "steady" | "wavering" = "steady";
  #isClosed = false;
  /** What has come on the bulk lane ahead of the welcome, which is on the control lane; null once that is there. */
  #early: LinkEvent[] | null = null;

  constructor(environment: LinkEnvironment, announce: (event: CoordinatorLinkEvent) => void) {
    this.#announce = announce;
    this.#finder = new LinkFinder(environment, (event) => {
      if (event.type === "linked") this.#takeLink(event.link);
      else announce(event);
    });
  }

  get state(): "steady" | "wavering" | "none" {
    return this.#link === null ? "none" : this.#path;
  }

  get kind(): Link["kind"] | null {
    return this.#link?.kind ?? null;
  }

  findLink(keys: RoomIdentity): void {
    this.#finder.findLink(keys);
  }

  sendMessage(message: UpMessage): void {
    const { lane, bytes } = encodeUp(message);
    this.#link?.send(lane, bytes);
  }

  /** The coordinator has taken the volunteer in. */
  onWelcome(): void {
    this.#finder.onWelcome();
  }

  /** The coordinator does not answer: another link is looked for beside this one. */
  doubtLink(): void {
    this.#finder.addDoubt("silence");
  }

  /** The coordinator answers again. */
  trustLink(): void {
    this.#finder.removeDoubt("silence");
  }

  /** Closes this link; another one is looked for. */
  dropLink(reason: UpFarewell): void {
    if (this.#link !== null) closeWithReason(this.#link, reason);
  }

  /** Closes the link for good: nothing is looked for, and nothing announced any more. */
  closeLink(): void {
    this.#isClosed = true;
    this.#finder.closeFinder();
    this.#link?.close({ key: "closed-here" });
  }

  #takeLink(link: Link): void {
    const former = this.#link;
    this.#link = link;
    this.#path = "steady";
    this.#early = [];
    if (former !== null) {
      closeWithReason(former, "another-link");
      this.#announce({ type: "replaced" });
    }
    link.listen((event) => {
      if (!this.#isClosed && this.#link === link) this.#onLinkEvent(link, event);
    });
    this.#announce({ type: "opened" });
  }

  #readEarly(link: Link): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const event of early) if (!this.#isClosed && this.#link === link) this.#onLinkEvent(link, event);
  }

  #onLinkEvent(link: Link, event: LinkEvent): void {
    switch (event.type) {
      case "message": {
        if (event.lane === "bulk" && this.#early !== null) {
          if (this.#early.length < mostEarly) this.#early.push(event);
          else closeWithReason(link, "no-welcome");
          return;
        }
        const decoded = decodeDown(event.lane, event.bytes);
        if (decoded.type === "value") {
          this.#announce({ type: "message-arrived", message: decoded.value });
          if (decoded.value.type === "welcome") this.#readEarly(link);
          return;
        }
        if (decoded.type === "problem") this.#refuse(link, decoded.problem);
        return;
      }
      case "malformed":
        this.#refuse(link, event.problem);
        return;
      case "path-changed":
        this.#path = event.path;
        if (event.path === "wavering") this.#finder.addDoubt("path");
        else this.#finder.removeDoubt("path");
        this.#announce({ type: "path-changed" });
        return;
      case "ended":
        this.#link = null;
        this.#announce({ type: "lost" });
        // A volunteer that was leaving has left with that.
        if (!this.#isClosed) this.#finder.findAnother(event.end.reason);
        return;
    }
  }

  /** For good: it would send the same again. */
  #refuse(link: Link, problem: string): void {
    closeWithReason(link, "refused-message", problem);
    // As in the handshake: pages of one version send each other nothing that the other refuses.
    this.#announce({ type: "refused", problem: "other-version", seen: textSeen(problem) });
  }
}
