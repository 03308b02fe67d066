/** The two ends of a link, by where they are. */
export type Side = "volunteer" | "room";

export function otherSide(side: Side): Side {
  return side === "volunteer" ? "room" : "volunteer";
}

/** What the network does to the links of one tab; faults change it. Records are by the side that sends. */
export class Weather {
  /** Nothing sent before this moment arrives before it. */
  readonly blockedUntil: Record<Side, number> = { volunteer: 0, room: 0 };
  /** Messages still to be delivered twice. */
  readonly duplicates: Record<Side, number> = { volunteer: 0, room: 0 };
  /** Whether any were: a recall that comes twice takes back more than the room has asked for. */
  hasDuplicated = false;
  /** Messages still to arrive as what no frame is. */
  readonly truncated: Record<Side, number> = { volunteer: 0, room: 0 };
  /** Whether any of its own did: the room sends it away for that, honest as it is. */
  seemsRude = false;
  /** Pieces of blobs still to arrive with another byte than they were sent with. */
  spoilt = 0;
  delayedUntil = 0;
  /** The longest delay of a message until then. */
  delayMs = 0;

  clear(): void {
    for (const side of ["volunteer", "room"] as const) {
      this.blockedUntil[side] = 0;
      this.duplicates[side] = 0;
      this.truncated[side] = 0;
    }
    this.spoilt = 0;
    this.delayedUntil = 0;
  }

  isBlocked(now: number): boolean {
    return now < Math.max(this.blockedUntil.volunteer, this.blockedUntil.room);
  }
}
