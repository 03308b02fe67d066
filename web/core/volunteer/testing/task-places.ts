/** Where one task of a received batch is; it is in one place at a time, and what is gone never comes back. */
export type Place =
  | { readonly type: "waiting"; readonly lease: number; readonly job: number }
  | { readonly type: "running"; readonly lease: number; readonly job: number; readonly run: number }
  | { readonly type: "kept"; readonly parcel: number; readonly job: number }
  | { readonly type: "gone"; readonly why: "returned" | "recorded" | "orphaned" | "fenced" | "closed" | "unheard" };

/** A ledger of all tasks, kept beside the machine: each move names the place that the task must come from. */
export class TaskPlaces {
  readonly #held = new Map<number, Place>();
  readonly #gone = new Map<number, Place>();

  /** @throws Error where the task is not where it must be to get there. */
  move(task: number, from: Place["type"] | "nowhere", to: Place): Place | undefined {
    const place = this.at(task);
    if ((place?.type ?? "nowhere") !== from) {
      throw new Error(`task ${task} goes from ${from} to ${to.type}, but is ${JSON.stringify(place)}`);
    }
    this.#held.delete(task);
    (to.type === "gone" ? this.#gone : this.#held).set(task, to);
    return place;
  }

  at(task: number): Place | undefined {
    return this.#held.get(task) ?? this.#gone.get(task);
  }

  /** In ascending order. */
  tasks(type: "waiting" | "running" | "kept", which: (place: Place) => boolean = () => true): readonly number[] {
    const found: number[] = [];
    for (const [task, place] of this.#held) if (place.type === type && which(place)) found.push(task);
    return found.toSorted((a, b) => a - b);
  }

  /** Every task of such a place goes. */
  dismiss(
    type: "waiting" | "running" | "kept",
    why: Extract<Place, { type: "gone" }>["why"],
    which?: (place: Place) => boolean,
  ): void {
    for (const task of this.tasks(type, which)) this.move(task, type, { type: "gone", why });
  }
}
