import type { BlobHash } from "../core/blobs/blob-name.ts";
import type { JobId } from "../core/ids.ts";
import { isOver } from "../core/scheduler/state.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import type { JobMessage, VolunteerMachine } from "../core/volunteer/state.ts";
import type { DownMessage, UpMessage } from "../core/wire/messages.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook } from "./record-book.ts";
import { isSameBytes } from "../core/same-bytes.ts";
import { sampleBlob } from "./sample-blobs.ts";
import { sampleInput, sampleInputCount } from "./sample-inputs.ts";
import type { SampleTasks, TaskPlace } from "./sample-task.ts";
import type { SimulatedLink } from "./simulated-link.ts";
import type { Timeline } from "./timeline.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

/**
 * How soon after the last fault a tab has said whether it has a job's blobs: messages and frozen pages may be a quarter of an
 * hour late, and wrong bytes come twice.
 */
const answeredWithinMs = 1_800_000;

/** What a tab may say of a blob that it does not have. */
const answers: ReadonlySet<UpMessage["type"]> = new Set(["blob-wanted", "equipped", "unequipped"]);

export interface BlobOracleWorld {
  readonly timeline: Timeline;
  readonly findings: Findings;
  readonly record: RecordBook;
  readonly tasks: SampleTasks;
  readonly faultsEndAt: number;
}

/** What has come of one blob, since it was asked for first, in one stay of a tab. */
interface Arrival {
  arrived: number;
  /** Whether any of it is not the blob's. */
  isSpoilt: boolean;
  /** How often it has come as a whole and spoilt. */
  failures: number;
}

/** [S10] Checks that blobs and large inputs are sent once, gone on with after a lost link, and in a tab as they are before it gets a batch of their job. */
export class BlobOracle {
  readonly #world: BlobOracleWorld;
  /** By link, hash and offset: requests less answers. */
  readonly #owed = new Map<string, number>();
  /** Jobs with blobs, by the links over which they were told. */
  readonly #told = new Set<string>();
  readonly #equipped = new Set<string>();
  readonly #unequipped = new Set<string>();
  /** Pieces that were asked for and have not come over the present link, by machine. One that comes twice answers for no other. */
  readonly #asked = new Map<VolunteerMachine, Set<string>>();
  /** Machines that were told a job whose blob is not all there, while they handle that. */
  readonly #toAsk = new Set<VolunteerMachine>();
  /** Jobs whose blobs the machine awaits, while it handles a piece. */
  #awaited: readonly JobId[] = [];
  readonly #arrivals = new WeakMap<VolunteerMachine, Map<BlobHash, Arrival>>();

  constructor(world: BlobOracleWorld) {
    this.#world = world;
  }

  /** A message of either side's shell. */
  said(link: SimulatedLink, message: UpMessage | DownMessage): void {
    switch (message.type) {
      case "job":
        if (message.shared !== null) this.#noteTold(link, message.job);
        return;
      case "equipped":
        this.#equipped.add(`${link.number} ${message.job}`);
        return;
      case "unequipped":
        this.#unequipped.add(`${link.number} ${message.job}`);
        return;
      case "blob-wanted":
        this.#count(link, message.hash, message.from, 1);
        return;
      case "blob":
        this.#count(link, message.hash, message.offset, -1);
        return;
      case "batch": {
        const name = `${link.number} ${message.job}`;
        const isReady = !this.#told.has(name) || this.#equipped.has(name);
        this.#must(isReady, `a batch of job ${message.job} goes out before its volunteer has the blobs`);
        return;
      }
      case "welcome":
      case "recall":
      case "committed":
      case "close-job":
      case "join":
      case "limits":
      case "heartbeat":
      case "results":
      case "console":
      case "progress":
      case "returned":
      case "call":
      case "answer":
      case "call-credit":
      case "goodbye":
        return;
    }
  }

  #must(isTrue: boolean, words: string): void {
    this.#world.findings.must(isTrue, `[S10] ${words}`);
  }

  #count(link: SimulatedLink, hash: BlobHash, offset: number, change: 1 | -1): void {
    const name = `${link.number} ${hash} ${offset}`;
    const owed = (this.#owed.get(name) ?? 0) + change;
    this.#owed.set(name, owed);
    this.#must(owed >= 0 || link.hasDoubled, `a piece of a blob is sent that was not asked for, or twice`);
  }

  #noteTold(link: SimulatedLink, job: JobId): void {
    const { timeline, record, faultsEndAt } = this.#world;
    const name = `${link.number} ${job}`;
    this.#told.add(name);
    timeline.at(Math.max(timeline.now, faultsEndAt) + answeredWithinMs, () => {
      const phase = record.jobs.get(job)?.phase ?? "cancelled";
      const pages = [link.ends.room.page, link.ends.volunteer.page];
      const isThere = link.isOpen && !pages.some((page) => page.isDead || page.isFrozen || page.isClosed);
      const isAnswered = this.#equipped.has(name) || this.#unequipped.has(name);
      this.#must(isAnswered || !isThere || isOver({ phase }), `a tab was told job ${job}, and never has its blobs`);
    });
  }

  /** Before the machine takes the fact. */
  tabHears(machine: VolunteerMachine, event: VolunteerEvent): void {
    if (event.type === "link-ended") this.#asked.delete(machine);
    if (event.type === "message-arrived" && event.message.type === "job") this.#noteJob(machine, event.message);
    this.#awaited = [];
    if (event.type !== "message-arrived" || event.message.type !== "blob") return;
    this.#awaited = [...machine.jobs].flatMap(([job, { awaited }]) => (awaited === null ? [] : [job]));
    const { hash, offset, bytes } = event.message;
    this.#asked.get(machine)?.delete(`${hash} ${offset}`);
    const blob = this.#blobOf(hash);
    const arrival = this.#arrivals.get(machine)?.get(hash);
    if (arrival === undefined || offset !== arrival.arrived || blob === null) return;
    arrival.isSpoilt ||= !isSameBytes(bytes, blob.bytes.subarray(offset, offset + bytes.length));
    arrival.arrived += bytes.length;
    if (arrival.arrived < blob.name.bytes || !arrival.isSpoilt) return;
    // It must be noticed, and all of it asked for once more, or given up.
    arrival.arrived = 0;
    arrival.isSpoilt = false;
    arrival.failures += 1;
    if (arrival.failures > 1) this.#arrivals.get(machine)?.delete(hash);
  }

  tabOrders({ machine, number }: VolunteerTab, effect: VolunteerEffect): void {
    if (machine === null || effect.type !== "send") return;
    if (answers.has(effect.message.type)) this.#toAsk.delete(machine);
    // A blob that is given up is dropped, and what still comes of it.
    if (effect.message.type === "unequipped") {
      const { job } = effect.message;
      this.#awaited = this.#awaited.filter((awaited) => awaited !== job);
      this.#arrivals.delete(machine);
    }
    if (effect.message.type !== "blob-wanted") return;
    const { hash, from } = effect.message;
    this.#asked.set(machine, (this.#asked.get(machine) ?? new Set()).add(`${hash} ${from}`));
    this.#must(from >= this.#arrivalOf(machine, hash).arrived, `tab ${number} asks for a piece that it has`);
  }

  #noteJob(machine: VolunteerMachine, { job, shared }: JobMessage): void {
    // Closed by a message that travelled ahead.
    if (machine.closedJobs.has(job)) return;
    if (shared !== null && this.#arrivalOf(machine, shared.hash).arrived < shared.bytes) this.#toAsk.add(machine);
  }

  /**
   * A tab that lacks a blob of a job that it was told asks for it, or has asked for another piece before. One that gives a blob up
   * says so of each job that awaits it.
   */
  tabHandled({ number }: VolunteerTab, machine: VolunteerMachine): void {
    for (const job of this.#awaited) {
      this.#must(machine.jobs.has(job), `tab ${number} gives up the blobs of job ${job} and does not say so`);
    }
    if (!this.#toAsk.delete(machine)) return;
    const isAsking = (this.#asked.get(machine)?.size ?? 0) > 0;
    this.#must(isAsking, `tab ${number} is told a job, and asks for nothing of its blob`);
  }

  /** The slots of a tab get to know a planned job. */
  opened(plan: number, shared: Uint8Array | null): void {
    const wanted = this.#world.tasks.blobOf(plan);
    const isRight =
      wanted === null ? shared === null : shared !== null && isSameBytes(shared, sampleBlob(wanted).bytes);
    this.#must(isRight, `the slots get other bytes than the shared value of planned job ${plan}`);
  }

  /** A task has begun with a large input. */
  hasLarge(place: TaskPlace, input: unknown): void {
    const isRight = this.#world.tasks.isInputOf(place, input);
    this.#must(isRight, `task ${place.task} of planned job ${place.plan} begins with another input`);
  }

  #arrivalOf(machine: VolunteerMachine, hash: BlobHash): Arrival {
    const ofMachine = this.#arrivals.get(machine) ?? new Map<BlobHash, Arrival>();
    this.#arrivals.set(machine, ofMachine);
    const arrival = ofMachine.get(hash) ?? { arrived: 0, isSpoilt: false, failures: 0 };
    ofMachine.set(hash, arrival);
    return arrival;
  }

  #blobOf(hash: BlobHash): ReturnType<typeof sampleBlob> | null {
    for (const number of this.#world.tasks.blobs) {
      const blob = sampleBlob(number);
      if (blob.name.hash === hash) return blob;
    }
    for (let number = 0; number < sampleInputCount; number += 1) {
      const { blob } = sampleInput(number);
      if (blob.name.hash === hash) return blob;
    }
    return null;
  }
}
