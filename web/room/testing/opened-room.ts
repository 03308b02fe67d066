import { onTestFinished } from "vitest";
import type { RoomCode } from "../../core/ids.ts";
import type { Feature } from "../../core/job/features.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions, type JobOptions } from "../../core/job/job.ts";
import { squares } from "../../workloads/squares/squares.ts";
import { createRoom } from "../create-room.ts";
import type { JobMaterial } from "../jobs/job-material.ts";
import type { Room, RoomOptions } from "../room.ts";
import type { JobView, RoomState } from "../store.ts";
import { FakeBrowser, FakeEnvironment } from "./fake-environment.ts";
import type { PlainTask } from "./plain-compute.ts";
import { FakeVolunteer } from "./fake-volunteer.ts";
import type { Saying } from "../../words/sayings.ts";

interface Opening extends Partial<RoomOptions> {
  readonly browser?: FakeBrowser;
}

/** A job that squares `count` numbers, without a sleep. */
export function squaresOf(count: number, options: Partial<JobOptions> = {}): JobDefinition {
  const numbers = { count, smallest: 3, largest: 9, seed: 1, shortest: 0, longest: 0 };
  return squares.createJob(numbers, { ...defaultJobOptions, ...options });
}

/** A room in a page of a fake browser, as a person and its volunteers use it. */
export class OpenedRoom {
  readonly browser: FakeBrowser;
  readonly environment: FakeEnvironment;
  readonly room: Room;
  readonly #volunteers: FakeVolunteer[] = [];

  private constructor({ browser = new FakeBrowser(), ...options }: Opening) {
    this.browser = browser;
    this.environment = new FakeEnvironment(browser);
    this.room = createRoom(this.environment, { code: null, ...options });
  }

  /** Closed with the test. */
  static async open(opening: Opening = {}): Promise<OpenedRoom> {
    const opened = new OpenedRoom(opening);
    onTestFinished(() => opened.close());
    await opened.browser.passTime(100);
    return opened;
  }

  get state(): RoomState {
    return this.room.store.getState();
  }

  /** @throws Error where no job is shown. */
  get job(): JobView {
    const { job } = this.state;
    if (job === null) throw new Error("no job is shown");
    return job;
  }

  get code(): RoomCode {
    const { code } = this.state;
    if (code === null) throw new Error("the room has no code");
    return code;
  }

  /** What stands in the log. */
  get said(): readonly Saying[] {
    return this.state.log.map(({ saying }) => saying);
  }

  /** Comes in with one slot, and computes `task` of each input. */
  async enter(
    name: string,
    task: PlainTask = (input) => input,
    slots = 1,
    features: readonly Feature[] = [],
  ): Promise<FakeVolunteer> {
    const tab = this.#volunteers.length + 1;
    const volunteer = new FakeVolunteer(this.browser, this.environment, { name, slots, task, features, tab });
    this.#volunteers.push(volunteer);
    await this.browser.passTime(100);
    return volunteer;
  }

  async start(definition: JobDefinition, material: JobMaterial = {}): Promise<void> {
    this.room.startJob(definition, material);
    await this.browser.passTime(1_000);
  }

  /** The page and all its volunteers' pages go. */
  close(): void {
    for (const { membership } of this.#volunteers) membership.close();
    this.room.close();
  }
}
