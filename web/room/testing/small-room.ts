import type { Compute, ComputeEvent, ComputeStart, SlotRun } from "../../compute/compute.ts";
import { coordinator } from "../../core/handshake/testing/sample-room.ts";
import { epoch, isTabId, jobId, type JobId } from "../../core/ids.ts";
import type { InputSource } from "../../core/job/inputs.ts";
import { defaultJobOptions, outcomes, type JobOptions } from "../../core/job/job.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler } from "../../core/scheduler/state.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import type { Link } from "../../links/link.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { LogBook } from "../../words/log-book.ts";
import { browserBasics } from "../../environment/browser/browser-basics.ts";
import { noScreen } from "../../environment/screen.ts";
import { keepsNothing } from "../../environment/stay-keeper.ts";
import { defaultVolunteerSettings } from "../../core/volunteer/settings.ts";
import { handle } from "../../core/volunteer/volunteer.ts";
import { framePace } from "../../ui/frames.ts";
import { Stay } from "../../membership/stay.ts";
import type { VolunteerPhase } from "../../membership/store.ts";
import { squares } from "../../workloads/squares.ts";
import { Gate } from "../people/gate.ts";
import { Members } from "../people/people.ts";
import { JobRecord } from "../results/job-results.ts";
import { Reception } from "../people/volunteer-messages.ts";
import { TaskFlow, type PageJob } from "../jobs/scheduler-shell.ts";

const changed = (): void => {};

/** Computes in the thread of the test what a slot would compute in a Worker. */
class PlainCompute implements Compute {
  readonly #task: (input: unknown) => unknown;
  #tell: (event: ComputeEvent) => void = () => {};

  constructor(task: (input: unknown) => unknown) {
    this.#task = task;
  }

  listen(listener: (event: ComputeEvent) => void): void {
    this.#tell = listener;
  }

  async open(slots: number): Promise<ComputeStart> {
    this.resize(slots);
    return { type: "ready" };
  }

  resize(slots: number): void {
    queueMicrotask(() => {
      for (let slot = 0; slot < slots; slot += 1) this.#tell({ type: "slot-ready", slot });
    });
  }

  start(slot: number, { run, inputs }: SlotRun): void {
    queueMicrotask(() => {
      const count = inputs.ends.length;
      const values = packAll(Array.from({ length: count }, (_, at) => this.#task(valueAt(inputs, at))));
      const columns = {
        outcomes: new Uint8Array(count).fill(outcomes.value),
        runtimesMs: new Float32Array(count).fill(1),
      };
      this.#tell({ type: "results", slot, results: { run, first: 0, ...columns, values, busyMs: count } });
      this.#tell({ type: "run-ended", slot, run });
    });
  }

  openJob(): void {}
  closeJob(): void {}
  close(): void {}
}

/** A volunteer of a small room: its real machine and shell, and what its page would show. */
interface SmallVolunteer {
  readonly stay: Stay;
  readonly log: LogBook;
  readonly phase: () => VolunteerPhase;
  /** The link that it came by last, as it has it. */
  readonly link: () => Link;
}

/**
 * The coordinator's and the volunteers' real machines and shells over memory links; only Workers, journal and screen are
 * missing.
 */
export class SmallRoom {
  readonly scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  readonly log = new LogBook();
  readonly jobs = new Map<JobId, PageJob>();
  /** Why jobs were told to stand still. */
  readonly stuck: string[] = [];
  readonly flow: TaskFlow;
  readonly #gate: Gate;
  readonly #volunteers: SmallVolunteer[] = [];

  constructor() {
    const members = new Members();
    const { scheduler, log } = this;
    this.flow = new TaskFlow({
      scheduler,
      members,
      log,
      jobOf: (id) => this.jobOf(id),
      jobEnded: changed,
      jobDropped: changed,
      jobStuck: (job, reason) => {
        this.stuck.push(reason);
        this.flow.tell({ type: "job-paused", job: job.id });
      },
      commit: (_job, _results, _isLast, written) => queueMicrotask(() => written(0)),
      jobStopped: changed,
      handled: changed,
      changed,
    });
    const reception = new Reception({ scheduler, members, log, flow: this.flow, met: changed, changed });
    this.#gate = new Gate({
      identity: coordinator.identity,
      hasRoom: () => true,
      admit: (link, join) => reception.admit(link, join),
      turnedAway: (reason) => log.write("trouble", reason),
    });
  }

  jobOf(id: JobId): PageJob {
    const job = this.jobs.get(id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  /** As it is: nothing checks the job before. */
  submit(number: number, inputs: InputSource, chosen: Partial<JobOptions> = {}): JobId {
    const id = jobId(number);
    const options = { ...defaultJobOptions, ...chosen };
    const request = {
      workload: squares.id,
      program: { language: "javascript", source: "export default (n) => n" },
      inputs: { type: "list", values: [] },
      options,
    } as const;
    this.jobs.set(id, { id, request, workload: squares, inputs, record: new JobRecord(inputs.total), problem: null });
    this.flow.tell({ type: "job-submitted", job: id, total: inputs.total, options });
    return id;
  }

  /** Comes in and computes `task` for each input. */
  enter(name: string, slots: number, task: (input: unknown) => unknown): SmallVolunteer {
    const log = new LogBook();
    const tab = String(this.#volunteers.length).padStart(32, "0");
    if (!isTabId(tab)) throw new Error("bad sample");
    let phase: VolunteerPhase = { type: "asking" };
    let link: Link | null = null;
    const stay = new Stay(
      {
        ...browserBasics(framePace),
        dialer: {
          findRoom: async () => ({ type: "found", identity: coordinator.identity }),
          dial: async () => {
            const [theirs, ours] = createMemoryLinkPair();
            link = ours;
            this.#gate.knock(theirs);
            return { type: "opened", link: ours };
          },
        },
        tab,
        device: "test",
        createCompute: () => new PlainCompute(task),
        random: () => 0,
        stays: keepsNothing,
        screen: noScreen,
      },
      { settings: defaultVolunteerSettings, handle },
      { identity: { tab, device: "test", name }, slots },
      log,
      (event) => {
        if (event.type === "phase") ({ phase } = event);
      },
    );
    const volunteer = {
      stay,
      log,
      phase: () => phase,
      link: () => {
        if (link === null) throw new Error("it has no link yet");
        return link;
      },
    };
    this.#volunteers.push(volunteer);
    stay.enterRoom();
    return volunteer;
  }

  lines(): readonly string[] {
    return this.log.read().map(({ text }) => text);
  }

  close(): void {
    for (const { stay } of this.#volunteers) stay.leaveAtOnce();
    this.flow.stop();
    this.#gate.close();
  }
}
