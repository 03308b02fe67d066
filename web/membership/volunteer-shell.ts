import { oneLine } from "../core/clean-words.ts";
import { textSeen, type Seen } from "../core/seen.ts";
import type { Compute, ComputeEvent, RunResults } from "../compute/compute.ts";
import { troubleInData } from "../core/compute-trouble.ts";
import { Alarm } from "../core/alarm.ts";
import { FactQueue, type Unstamped } from "../core/fact-queue.ts";
import type { RoomIdentity } from "../core/handshake/identity.ts";
import type { JobId } from "../core/ids.ts";
import type { Feature } from "../core/job/features.ts";
import { bringsValue } from "../core/job/job.ts";
import type { PartKind } from "../core/job/part-kind.ts";
import { inBackground } from "../core/in-background.ts";
import type { Identity, ToldJob, VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import { createVolunteerMachine, taskAt, type VolunteerMachine } from "../core/volunteer/state.ts";
import type { DownMessage } from "../core/wire/messages.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";
import type { MembershipEnvironment } from "../environment/environment.ts";
import type { LogBook } from "../words/log-book.ts";
import type { CommonSaying } from "../words/sayings.ts";
import type { Link } from "../links/link.ts";
import { CoordinatorLink, type CoordinatorLinkEvent } from "./coordinator-link.ts";
import type { VolunteerMachineKind } from "./membership.ts";
import { problemOf } from "./join-problems.ts";
import { SlotBoard } from "./slot-board.ts";
import { taskInWords } from "./task-words.ts";
import type { VolunteerPhase } from "./store.ts";
import { OwnPartsKeeper } from "./own-parts.ts";
import { TaskReports } from "./task-reports.ts";
import { maxReasonLength } from "../core/wire/limits.ts";

export interface Newcomer {
  readonly identity: Omit<Identity, "features">;
  readonly slots: number;
}

export type VolunteerShellEvent =
  | { readonly type: "phase"; readonly phase: VolunteerPhase }
  /** What people see has changed. */
  | { readonly type: "changed" };

/**
 * One stay in the room, from a join to its end: carries out the orders of the volunteer's machine and submits what came of
 * them. The last event is the phase `left` or `refused`; after it nothing of the stay computes, sends or rings.
 */
export class VolunteerShell {
  readonly machine: VolunteerMachine;
  readonly board = new SlotBoard();
  readonly #environment: MembershipEnvironment;
  readonly #machineKind: VolunteerMachineKind;
  readonly #newcomer: Newcomer;
  readonly #log: LogBook<CommonSaying>;
  readonly #announce: (event: VolunteerShellEvent) => void;
  readonly #compute: Compute;
  readonly #link: CoordinatorLink;
  readonly #reports: TaskReports;
  readonly #alarm: Alarm;
  readonly #facts = new FactQueue<Unstamped<VolunteerEvent>>((fact) => this.#onFact(fact));
  /** What tasks find in the sandbox; known once that is open. */
  #features: readonly Feature[] = [];
  #wasIn = false;
  isOver = false;
  /** The newest job. */
  job: ToldJob | null = null;
  readonly ownParts = new OwnPartsKeeper();
  /** How its results are drawn; null where they are not. */
  #drawn: { readonly job: JobId; readonly kind: PartKind } | null = null;
  /** Whether the coordinator has closed every job that it has sent. */
  isWorkOver = false;

  constructor(
    environment: MembershipEnvironment,
    machineKind: VolunteerMachineKind,
    newcomer: Newcomer,
    log: LogBook<CommonSaying>,
    announce: (event: VolunteerShellEvent) => void,
  ) {
    this.#environment = environment;
    this.#machineKind = machineKind;
    this.#newcomer = newcomer;
    this.#log = log;
    this.#announce = announce;
    this.machine = createVolunteerMachine(newcomer.slots, machineKind.settings);
    this.#alarm = new Alarm(environment.clock, () => this.submitFact({ type: "alarm-rang" }));
    this.#compute = environment.createCompute();
    this.#compute.listen((event) => this.#onComputeEvent(event));
    this.#link = new CoordinatorLink(environment, (event) => this.#onLinkEvent(event));
    this.#reports = new TaskReports(environment.clock, (message) => {
      if (this.machine.standing.type !== "present") return false;
      this.#link.sendMessage(message);
      return true;
    });
  }

  get link(): "steady" | "wavering" | "none" {
    return this.isOver ? "none" : this.#link.state;
  }

  get linkKind(): Link["kind"] | null {
    return this.isOver ? null : this.#link.kind;
  }

  /** Finds the room, starts the sandbox, then looks for a link to the coordinator. */
  enterRoom(): void {
    this.#enterPhase({ type: "joining", step: "room" });
    inBackground(this.#findRoom(), (reason) => this.#refuse("signaling-away", textSeen(reason)));
  }

  async #findRoom(): Promise<void> {
    const found = await this.#environment.dialer.findRoom();
    if (this.isOver) return;
    if (found.type === "refused") {
      this.#end(found);
      return;
    }
    this.#enterPhase({ type: "joining", step: "sandbox" });
    inBackground(this.#startCompute(found.identity), (reason) => this.#refuse("sandbox-failed", textSeen(reason)));
  }

  async #startCompute(keys: RoomIdentity): Promise<void> {
    const start = await this.#compute.open(this.machine.slots);
    if (this.isOver) return;
    switch (start.type) {
      case "leaky":
        this.#refuse("leaky-sandbox", { key: "ways-out", escapes: start.escapes });
        return;
      case "failed":
        this.#refuse("sandbox-failed", start.trouble);
        return;
      case "ready":
        this.#features = start.features;
        this.#link.findLink(keys);
        return;
    }
  }

  submitFact(fact: Unstamped<VolunteerEvent>): void {
    this.#facts.submitFact(fact);
    this.#announce({ type: "changed" });
  }

  /** Ends the stay without waiting for what is under way. */
  leaveAtOnce(): void {
    if (this.isOver) return;
    this.#link.sendMessage({ type: "goodbye", reason: "page-closed", detail: "" });
    this.#end({ type: "left", because: "own-wish" });
  }

  #onFact(fact: Unstamped<VolunteerEvent>): void {
    if (this.isOver) return;
    const orders = this.#machineKind.handle(this.machine, { ...fact, now: this.#environment.clock.now() });
    for (const order of orders) if (!this.isOver) this.#carryOut(order);
  }

  #carryOut(order: VolunteerEffect): void {
    switch (order.type) {
      case "send":
        this.#link.sendMessage(order.message);
        return;
      case "open-job":
        this.#compute.openJob(order.job, order);
        this.job = toldIn(order);
        this.#drawn = order.part === null ? null : { job: order.job, kind: order.part };
        this.ownParts.beginJob();
        return;
      case "close-job":
        this.#compute.closeJob(order.job);
        return;
      case "start-run":
        this.#compute.start(order.slot, order);
        return;
      case "answer-call":
        this.#compute.answerCall(order);
        return;
      case "resize":
        this.#compute.resize(order.slots);
        return;
      case "welcomed":
        this.#log.write("people", { key: "joined", again: this.#wasIn });
        this.#wasIn = true;
        this.#link.onWelcome();
        this.#enterPhase({ type: "present" });
        return;
      case "doubt-coordinator":
        this.#link.doubtLink();
        return;
      case "trust-coordinator":
        this.#link.trustLink();
        return;
      case "close-link":
        this.#closeLink(order);
        return;
      case "set-alarm":
        this.#alarm.setAlarm(order.at);
        return;
      case "forgotten":
        return;
    }
  }

  #closeLink({ why, detail }: Extract<VolunteerEffect, { readonly type: "close-link" }>): void {
    switch (why) {
      case "silence":
        this.#link.dropLink("silence");
        return;
      case "leaving":
        this.#end({ type: "left", because: "own-wish" });
        return;
      case "room-closed":
        this.#end({ type: "left", because: "room-closed" });
        return;
      case "broke-rules":
      case "no-join":
        this.#refuse(problemOf(why, detail), textSeen(detail));
        return;
    }
  }

  #onLinkEvent(event: CoordinatorLinkEvent): void {
    switch (event.type) {
      case "step":
        this.#enterPhase({ type: "joining", step: event.step });
        return;
      case "searching":
        if (event.attempt === 1) this.#log.write("trouble", { key: "link-lost", seen: event.seen });
        this.#enterPhase({ type: "reconnecting", attempt: event.attempt, seen: event.seen });
        return;
      case "refused":
        this.#end(event);
        return;
      case "opened":
        this.submitFact({ type: "link-opened", identity: { ...this.#newcomer.identity, features: this.#features } });
        return;
      case "message-arrived":
        this.#onMessage(event.message);
        return;
      case "path-changed":
        this.#announce({ type: "changed" });
        return;
      case "lost":
        this.submitFact({ type: "link-ended" });
        return;
      case "replaced":
        this.#log.write("trouble", { key: "link-replaced" });
        this.#enterPhase({ type: "reconnecting", attempt: 1, seen: null });
        this.submitFact({ type: "link-ended" });
        return;
    }
  }

  #onMessage(message: DownMessage): void {
    if (message.type === "close-job") this.#logClose(message);
    this.submitFact({ type: "message-arrived", message });
    // Only a close counts: the machine also forgets jobs together with a link, and those may go on.
    if (message.type === "close-job" && this.job !== null) this.isWorkOver = this.machine.jobs.size === 0;
    // The next job's blobs may take a while to come.
    else if (message.type === "job" && this.machine.jobs.size > 0) this.isWorkOver = false;
  }

  /** Before the machine forgets the job's title. */
  #logClose({ job, why }: Extract<DownMessage, { readonly type: "close-job" }>): void {
    const title = this.machine.jobs.get(job)?.title;
    if (title !== undefined && why !== "over") this.#log.write("job", { key: "job-closed", title, why });
  }

  #onComputeEvent(event: ComputeEvent): void {
    switch (event.type) {
      case "slot-ready":
        this.submitFact({ type: "slot-ready", slot: event.slot });
        return;
      case "task-started":
        this.#showTask(event);
        return;
      case "task-said": {
        const found = taskAt(this.machine, event.run, event.position ?? 0);
        if (found !== null) this.#reports.sayLine(found.job, event.position === null ? null : found.task, event);
        return;
      }
      case "task-progressed": {
        const found = taskAt(this.machine, event.run, event.position);
        if (found !== null) this.#reports.noteProgress(event.slot, { ...event, job: found.job, task: found.task });
        return;
      }
      case "task-called":
        this.submitFact(event);
        return;
      case "results": {
        const { run, first, outcomes } = event.results;
        this.#reports.endTasks(event.slot, run, first + outcomes.length);
        this.#noteParts(event.results);
        this.submitFact({ type: "run-answered", ...event.results });
        return;
      }
      case "run-ended":
        this.board.endRun(event.slot, event.run);
        this.#reports.endTasks(event.slot, event.run, Infinity);
        this.submitFact({ type: "run-ended", run: event.run });
        return;
      case "slot-replaced":
        // In the order of things: a job was closed, or the slot goes on with another program.
        if (event.cause === "aborted") return;
        this.#log.write("trouble", { key: "slot-replaced", slot: event.slot, trouble: event.trouble });
        this.#announce({ type: "changed" });
        return;
      case "failed":
        this.#link.sendMessage({
          type: "goodbye",
          reason: "sandbox-failed",
          detail: troubleInData(event.trouble, maxReasonLength),
        });
        this.#refuse("sandbox-failed", event.trouble);
        return;
    }
  }

  /** Before the machine forgets the run's inputs. */
  #noteParts({ run, first, outcomes: ended, values }: RunResults): void {
    if (this.#drawn === null) return;
    const { job, kind } = this.#drawn;
    for (const [at, outcome] of ended.entries()) {
      const found = bringsValue(outcome) ? taskAt(this.machine, run, first + at) : null;
      if (found === null || found.job !== job || found.largeBytes !== null) continue;
      this.ownParts.note({ kind, input: { column: found.inputs, at: found.at }, value: { column: values, at } });
    }
  }

  #showTask({ slot, run, position }: Extract<ComputeEvent, { readonly type: "task-started" }>): void {
    const found = taskAt(this.machine, run, position);
    if (found === null) return;
    const job = this.machine.jobs.get(found.job);
    if (job === undefined) return;
    const words = oneLine(taskInWords(job, found));
    this.board.showTask(slot, run, job.title, words);
    this.#log.write("task", { key: "task-started", task: words });
    this.#announce({ type: "changed" });
  }

  #refuse(problem: JoinProblem, seen: Seen | null): void {
    this.#end({ type: "refused", problem, seen });
  }

  #end(phase: Extract<VolunteerPhase, { readonly type: "left" | "refused" }>): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#alarm.setAlarm(null);
    this.#reports.stop();
    this.#link.closeLink();
    this.#compute.close();
    this.board.clearTasks();
    this.#enterPhase(phase);
  }

  #enterPhase(phase: VolunteerPhase): void {
    this.#announce({ type: "phase", phase });
  }
}

/** Without the program, which a store would hold for as long as a page shows the job's title. */
function toldIn({ title, about, workUnit, workOfTask, part }: ToldJob): ToldJob {
  return { title, about, workUnit, workOfTask, part };
}
