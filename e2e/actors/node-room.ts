import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobBegun, NodeRoomState, SourcePiece } from "../processes/room.ts";
import type { TaskJob } from "../pages/task-job.ts";
import { expect } from "./expect.ts";
import type { TaskRow } from "../../web/table/table-query.ts";
import { standardSeats } from "../../web/room/people/seats.ts";
import { NodeProcess } from "./node-process.ts";
import { RoomActor, type FieldTexts } from "./room.ts";

/** A coordinator in a process of Node, with its record in a file. */
export class NodeRoom extends RoomActor {
  readonly #origin: string;
  readonly #seats: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "tabpool-room-"));
  #process: Promise<NodeProcess>;
  #begun: JobBegun | null = null;

  private constructor(origin: string, seats: number) {
    super();
    this.#origin = origin;
    this.#seats = seats;
    this.#process = this.#run();
  }

  static async open(origin: string, seats = standardSeats.volunteers): Promise<NodeRoom> {
    const room = new NodeRoom(origin, seats);
    await room.expectReachable(true);
    return room;
  }

  #run(): Promise<NodeProcess> {
    return NodeProcess.start("room", this.#origin, join(this.#folder, "journal"), String(this.#seats));
  }

  async #call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    const answer = await (await this.#process).ask({ method, args });
    return Object(answer).value;
  }

  async #state(): Promise<NodeRoomState> {
    return Object(await this.#call("state"));
  }

  async #kill(): Promise<void> {
    const running = await this.#process;
    running.kill("SIGKILL");
    await running.ended;
  }

  /** Ends the process. */
  async end(): Promise<void> {
    await this.#kill();
    rmSync(this.#folder, { recursive: true });
  }

  async #begin(job: JobBegun): Promise<void> {
    this.#begun = job;
    await this.#call("begin", job, false);
  }

  async joinLink(origin: string): Promise<string> {
    const { pathname, search, hash } = new URL((await this.#state()).joinLinks[0] ?? "");
    return `${origin}${pathname}${search}${hash}`;
  }

  async start(fields: FieldTexts = {}): Promise<void> {
    await this.#begin({ type: "squares", fields });
  }

  async startOver(source: string, last: number, options: FieldTexts = {}): Promise<void> {
    await this.#begin({ type: "own", source, last, options });
  }

  async startOpen(source: string, inputs: readonly unknown[]): Promise<void> {
    await this.#begin({ type: "open", source, inputs });
  }

  /** Starts a job of such a program that grows by what a source brings, described by `pieces`. */
  async startGrowing(source: string, pieces: readonly SourcePiece[]): Promise<void> {
    await this.#begin({ type: "growing", source, pieces });
  }

  async addInputs(inputs: readonly unknown[]): Promise<void> {
    await this.#call("addInputs", inputs);
  }

  async seal(): Promise<void> {
    await this.#call("seal");
  }

  async startTasks(job: TaskJob): Promise<void> {
    await this.#call("startTasks", job);
  }

  /** The values of the tasks of a job that is done, by their numbers. */
  async values(count: number): Promise<readonly unknown[]> {
    await expect.poll(async () => (await this.counts())["Done"]).toBe(count);
    return Object(await this.#call("values", count));
  }

  async restart(): Promise<void> {
    await this.#kill();
    this.#process = this.#run();
    await this.expectReachable(true);
    if (this.#begun !== null) await this.#call("begin", this.#begun, true);
  }

  async pause(): Promise<void> {
    await this.#call("pause");
  }

  async resume(): Promise<void> {
    await this.#call("resume");
  }

  async cancel(): Promise<void> {
    await this.#call("cancel");
  }

  async sendAway(name: string): Promise<void> {
    await this.#call("sendAway", name);
  }

  async lendSecret(isLent: boolean): Promise<void> {
    await this.#call("lendSecret", isLent);
  }

  async roomCode(): Promise<string> {
    return (await this.#state()).code ?? "";
  }

  async closeRoom(): Promise<void> {
    await this.#call("closeRoom");
  }

  async counts(): Promise<Readonly<Record<string, number>>> {
    const { job } = await this.#state();
    if (job === null) return {};
    const { done: Done, failed: Failed, leased: Leased, pending: Pending, total: Total, notNeeded, skipped } = job;
    return {
      Done,
      Failed,
      Leased,
      Pending,
      Total,
      ...(notNeeded > 0 ? { "Not needed": notNeeded } : {}),
      ...(skipped > 0 ? { Skipped: skipped } : {}),
    };
  }

  async rows(): Promise<Readonly<Record<string, string>>[]> {
    const rows: readonly TaskRow[] = Object(await this.#call("rows"));
    return rows.map(({ index, input, result, volunteer, attempts, state, arrival }) => ({
      task: String(index),
      input,
      result,
      volunteer: volunteer ?? "",
      attempts: String(attempts),
      state: state.replace("-", " "),
      arrival: arrival === null ? "" : String(arrival),
    }));
  }

  async saidLines(): Promise<string[]> {
    return [...(await this.#state()).said];
  }

  async expectGone(name: string, why: string | RegExp): Promise<void> {
    await expect
      .poll(async () => (await this.#state()).gone)
      .toContainEqual([name, typeof why === "string" ? expect.stringContaining(why) : expect.stringMatching(why)]);
  }

  async expectThere(name: string, state: "steady" | "paused"): Promise<void> {
    await expect.poll(async () => (await this.#state()).here).toContainEqual([name, state]);
  }

  async expectNobody(): Promise<void> {
    expect((await this.#state()).here).toEqual([]);
  }

  async expectReachable(isReachable: boolean): Promise<void> {
    await expect
      .poll(async () => {
        const { phase, signaling, joinLinks } = await this.#state();
        return phase === "open" && signaling === "reachable" && joinLinks.length > 0;
      })
      .toBe(isReachable);
  }
}
