/** Takes back what was asked for; a second call does nothing. */
export type CallOff = () => void;

/**
 * The time around a room or a membership: a browser's, Node's, or a simulation's own. That of an environment is a `steadyClock`: it
 * stands still while its machine sleeps.
 */
export interface Clock {
  /** Milliseconds since any moment, on a clock that never goes back. */
  now(): number;
  /** Milliseconds since 1970. */
  date(): number;
  /** Milliseconds left out of `now` so far, while which others may have gone on; none where it is not there. */
  leftOutMs?(): number;
  /**
   * Calls `ring` once, `ms` from now or later, and never from within this call; with 0, as soon as all that waits already
   * has had its turn.
   */
  after(ms: number, ring: () => void): CallOff;
}
