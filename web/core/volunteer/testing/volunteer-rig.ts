import type { Unstamped } from "../../fact-queue.ts";
import { isTabId, type TabId } from "../../ids.ts";
import { outcomes, type Outcome } from "../../job/job.ts";
import type { DownMessage } from "../../wire/messages.ts";
import type { Identity, VolunteerEffect, VolunteerEvent } from "../events.ts";
import { defaultVolunteerSettings, type VolunteerSettings } from "../settings.ts";
import { createVolunteerMachine, type VolunteerMachine } from "../state.ts";
import { handle } from "../volunteer.ts";
import { job, packed, welcome } from "./down-messages.ts";
import { inWords } from "./effects-in-words.ts";

/** An event whose time is the rig's. */
export type Fact = Unstamped<VolunteerEvent>;

function tabOf(hex: string): TabId {
  if (!isTabId(hex)) throw new Error(`${hex} names no tab`);
  return hex;
}

export const identity: Identity = {
  tab: tabOf("0123456789abcdef".repeat(2)),
  name: "laptop",
  device: "a test",
  features: ["wasm-simd"],
};

export interface AnswerShape {
  readonly first?: number;
  readonly busyMs?: number;
  /** Bytes of each value. */
  readonly bytes?: number;
  readonly outcome?: Outcome;
}

export function answered(run: number, count: number, shape: AnswerShape = {}): Fact {
  const { first = 0, busyMs = 100 * count, bytes = 1, outcome = outcomes.value } = shape;
  return {
    type: "run-answered",
    run,
    first,
    outcomes: new Uint8Array(count).fill(outcome),
    runtimesMs: new Float32Array(count).fill(busyMs / count),
    values: packed(Array.from({ length: count }, () => new Uint8Array(bytes))),
    busyMs,
  };
}

export const heard = (message: DownMessage): Fact => ({ type: "message-arrived", message });

/** A volunteer's machine with a clock of its own; orders come back in words. */
export class VolunteerRig {
  readonly machine: VolunteerMachine;
  now = 0;

  constructor(slots = 1, settings: Partial<VolunteerSettings> = {}) {
    this.machine = createVolunteerMachine(slots, { ...defaultVolunteerSettings, runTargetMs: 50, ...settings });
  }

  effectsOf(fact: Fact): readonly VolunteerEffect[] {
    return handle(this.machine, { ...fact, now: this.now });
  }

  tell(...facts: readonly Fact[]): readonly string[] {
    return facts.flatMap((fact) => inWords(this.effectsOf(fact)));
  }

  hear(...messages: readonly DownMessage[]): readonly string[] {
    return this.tell(...messages.map(heard));
  }

  join(): readonly string[] {
    return this.tell({ type: "link-opened", identity }, heard(welcome()));
  }

  /** The run's next positions have ended, and with its last the run. */
  answer(run: number, count: number, shape: AnswerShape = {}): readonly string[] {
    const { count: length, answered: before } = this.run(run);
    const words = this.tell(answered(run, count, { first: before, ...shape }));
    return before + count < length ? words : [...words, ...this.tell({ type: "run-ended", run })];
  }

  /** The inner state of a run. */
  run(id: number): { readonly count: number; readonly answered: number } {
    const run = this.machine.runs.get(id);
    if (run === undefined) throw new Error(`there is no run ${id}`);
    return run;
  }
}

/** Present, with job 1 open and all slots ready. */
export function presentRig(slots = 1, settings: Partial<VolunteerSettings> = {}): VolunteerRig {
  const rig = new VolunteerRig(slots, settings);
  rig.join();
  for (let slot = 0; slot < slots; slot += 1) rig.tell({ type: "slot-ready", slot });
  rig.hear(job(1));
  return rig;
}
