import { Ranking } from "./ranking.ts";

/** Members (leases) by the length of their silence, in one ranking for each octave of typical runtime. */
export class SilenceOrder<Member> {
  readonly #octaves = new Map<number, Ranking<Member>>();

  /** `typicalMs` is what a task usually takes on its volunteer. */
  set(member: Member, since: number, typicalMs: number): void {
    const octave = Math.round(Math.log2(Math.max(1, typicalMs)));
    for (const [other, ranking] of this.#octaves) if (other !== octave) ranking.delete(member);
    const ranking = this.#octaves.get(octave) ?? new Ranking<Member>();
    this.#octaves.set(octave, ranking);
    ranking.set(member, since);
  }

  delete(member: Member): void {
    for (const ranking of this.#octaves.values()) ranking.delete(member);
  }

  has(member: Member): boolean {
    for (const ranking of this.#octaves.values()) if (ranking.keyOf(member) !== undefined) return true;
    return false;
  }

  /** The longest silence. */
  longest(isWanted: (member: Member) => boolean, looks: number): Member | undefined {
    return this.#best(isWanted, looks, (since) => -since);
  }

  /**
   * Like `longest`, but silence is weighted by typical runtime: on a slow volunteer more work is still to come, so a copy
   * saves more. Only members that have been silent for `leastMs`.
   */
  costliest(isWanted: (member: Member) => boolean, looks: number, now: number, leastMs: number): Member | undefined {
    return this.#best(isWanted, looks, (since, octave) =>
      now - since < leastMs ? Number.NEGATIVE_INFINITY : (now - since) * 2 ** octave,
    );
  }

  #best(
    isWanted: (member: Member) => boolean,
    looks: number,
    worth: (since: number, octave: number) => number,
  ): Member | undefined {
    let best: Member | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const [octave, ranking] of this.#octaves) {
      const member = ranking.first(isWanted, looks);
      const since = member === undefined ? undefined : ranking.keyOf(member);
      if (since === undefined || worth(since, octave) <= most) continue;
      most = worth(since, octave);
      best = member;
    }
    return best;
  }
}
