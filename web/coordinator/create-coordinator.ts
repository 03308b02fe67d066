import { epoch, isLeaseId, jobId, type JobId } from "../core/ids.ts";
import { openInputs } from "../core/job/inputs.ts";
import { defaultSchedulerSettings } from "../core/scheduler/settings.ts";
import { createScheduler } from "../core/scheduler/state.ts";
import { LogBook } from "../ui/log-book.ts";
import { Publisher } from "../ui/publisher.ts";
import { Ticker } from "../ui/ticker.ts";
import { findWorkload } from "../workloads/catalogue.ts";
import type { JobRequest } from "../workloads/workload.ts";
import { Gate, mostVolunteers } from "./admission.ts";
import type { Coordinator } from "./coordinator.ts";
import { OwnHelp } from "./own-help.ts";
import { JobTable } from "./job-table.ts";
import { Members } from "./members.ts";
import { jobView, volunteerViews } from "./page-views.ts";
import { Progress } from "./progress.ts";
import { Reception } from "./reception.ts";
import { JobRecord } from "./record.ts";
import { Room } from "./room.ts";
import { createCoordinatorStore } from "./store.ts";
import type { TaskTable } from "./task-table.ts";
import { TaskFlow, type PageJob } from "./task-flow.ts";

/** Inputs that the log names one by one when a job starts. */
const inputsLogged = 100;

/** How often the clock of a running job is brought up to date. */
const clockMs = 500;

/** Opens a room at once. */
export function createCoordinator(): Coordinator {
  return new RoomCoordinator();
}

class RoomCoordinator implements Coordinator {
  readonly store = createCoordinatorStore();
  readonly #log = new LogBook();
  readonly #members = new Members();
  readonly #scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  readonly #jobs = new Map<JobId, PageJob>();
  readonly #publisher = new Publisher(() => this.#publish());
  readonly #flow = new TaskFlow({
    scheduler: this.#scheduler,
    members: this.#members,
    log: this.#log,
    jobOf: (id) => this.#jobOf(id),
    jobEnded: (job) => this.#jobEnded(job),
    changed: () => {
      this.#tableVersion += 1;
      this.#publisher.touch();
    },
  });
  readonly #reception = new Reception({
    scheduler: this.#scheduler,
    members: this.#members,
    log: this.#log,
    flow: this.#flow,
    changed: () => this.#publisher.touch(),
  });
  readonly #room: Room;
  readonly #help: OwnHelp;
  #gate: Gate | null = null;
  #shown: { readonly job: PageJob; readonly progress: Progress; readonly table: TaskTable } | null = null;
  readonly #clock = new Ticker(clockMs, () => this.#publisher.touch());
  #tableVersion = 0;
  #nextJob = 1;

  constructor() {
    this.#room = new Room({
      opened: (identity) => {
        this.#gate = new Gate({
          identity,
          hasRoom: () => this.#members.present < mostVolunteers,
          admit: (link, join) => this.#reception.admit(link, join),
          turnedAway: (reason) => {
            this.#log.write("trouble", `Somebody was turned away: ${reason}`);
            this.#publisher.touch();
          },
        });
      },
      linkOpened: (link) => this.#gate?.knock(link),
      changed: () => this.#publisher.touch(),
    });
    this.#help = new OwnHelp({
      keys: () => this.#room.keys,
      linkOpened: (link) => this.#gate?.knock(link),
      changed: () => this.#publisher.touch(),
    });
    this.#publish();
  }

  get table(): TaskTable | null {
    return this.#shown?.table ?? null;
  }

  startJob(request: JobRequest): void {
    const workload = findWorkload(request.workload);
    if (workload === undefined) throw new RangeError(`there is no workload ${request.workload}`);
    if (this.#isOpen()) throw new Error("the job shown is not over yet");
    const inputs = openInputs(request.inputs);
    this.#forgetShown();
    const id = jobId(this.#nextJob);
    this.#nextJob += 1;
    const record = new JobRecord(inputs.total);
    const job: PageJob = { id, request, workload, inputs, record };
    this.#jobs.set(id, job);
    this.#log.write("job", `Job ${id}: ${workload.title}, ${inputs.total} tasks`);
    for (let task = 0; task < Math.min(inputs.total, inputsLogged); task += 1) {
      this.#log.write("task", `Put task ${workload.describeInput(inputs.at(task))}...`);
    }
    if (inputs.total > inputsLogged) this.#log.write("task", `Put ${inputs.total - inputsLogged} further tasks...`);
    const progress = new Progress(performance.now());
    this.#flow.tell({ type: "job-submitted", job: id, total: inputs.total, options: request.options });
    this.#show(job, progress);
  }

  /** The job before makes way for the next one: its columns and results may take hundreds of megabytes. */
  #forgetShown(): void {
    if (this.#shown === null) return;
    const { id } = this.#shown.job;
    this.#flow.tell({ type: "job-forgotten", job: id });
    this.#jobs.delete(id);
    this.#shown = null;
  }

  #show(job: PageJob, progress: Progress): void {
    const known = this.#scheduler.jobs.get(job.id);
    if (known === undefined) return;
    const { tasks } = known;
    const { workload, inputs, record } = job;
    const table = new JobTable({
      workload,
      inputs,
      record,
      tasks,
      holderOf: (task) => {
        const lease = tasks.holder(task);
        return isLeaseId(lease) ? (this.#scheduler.leases.get(lease)?.session.id ?? null) : null;
      },
      nameOf: (volunteer) => this.#members.nameOf(volunteer),
    });
    this.#shown = { job, progress, table };
    if (known.phase === "running") this.#clock.start();
    this.#publisher.now();
  }

  #isOpen(): boolean {
    const phase = this.#shown === null ? undefined : this.#scheduler.jobs.get(this.#shown.job.id)?.phase;
    return phase === "running" || phase === "paused";
  }

  pauseJob(): void {
    if (this.#shown === null || !this.#isOpen()) return;
    const { job, progress } = this.#shown;
    progress.pause(performance.now());
    this.#clock.stop();
    this.#log.write("job", `Job ${job.id} paused`);
    this.#flow.tell({ type: "job-paused", job: job.id });
  }

  resumeJob(): void {
    if (this.#shown === null || !this.#isOpen()) return;
    const { job, progress } = this.#shown;
    progress.resume(performance.now());
    this.#clock.start();
    this.#log.write("job", `Job ${job.id} resumed`);
    this.#flow.tell({ type: "job-resumed", job: job.id });
  }

  cancelJob(): void {
    if (this.#shown === null || !this.#isOpen()) return;
    const { job } = this.#shown;
    this.#stopClock();
    this.#log.write("job", `Job ${job.id} cancelled`);
    this.#flow.tell({ type: "job-cancelled", job: job.id });
  }

  #stopClock(): void {
    this.#clock.stop();
    this.#shown?.progress.pause(performance.now());
  }

  #jobOf(id: JobId): PageJob {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  #jobEnded(job: PageJob): void {
    if (this.#shown?.job === job) this.#stopClock();
    const tasks = this.#scheduler.jobs.get(job.id)?.tasks;
    this.#log.write("job", `Job ${job.id} ended: ${tasks?.done ?? 0} done, ${tasks?.failed ?? 0} failed`);
  }

  lendSecret(lent: boolean): void {
    this.#room.lend(lent);
  }

  helpHere(on: boolean): void {
    this.#help.set(on);
  }

  close(): void {
    this.#clock.stop();
    this.#flow.stop();
    this.#help.set(false);
    this.#reception.sendAway("The coordinator has closed the room.");
    this.#gate?.close();
    this.#room.close();
    this.#publisher.stop();
  }

  #publish(): void {
    const before = this.store.getState();
    this.store.setState({
      room: this.#room.view,
      volunteers: volunteerViews(this.#scheduler, this.#members, before.volunteers),
      job:
        this.#shown === null
          ? null
          : jobView(this.#scheduler, this.#shown.job, this.#shown.progress, performance.now()),
      tableVersion: this.#tableVersion,
      log: this.#log.read(),
      helping: this.#help.state,
      helpProblem: this.#help.problem,
    });
  }
}
