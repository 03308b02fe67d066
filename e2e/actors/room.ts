import { expect } from "./expect.ts";

/** What people write into a form's fields, by their labels. */
export type FieldTexts = Readonly<Record<string, number | string>>;

/** A coordinator, in a page or in a process of Node, as specs use and read it where that makes no difference. */
export abstract class RoomActor {
  /** The join link at the origin that the tests use. */
  abstract joinLink(origin: string): Promise<string>;

  /** Starts the squares job, with these fields of its form and of the options. */
  abstract start(fields?: FieldTexts): Promise<void>;

  /** Starts a job of such a program over the whole numbers from 1 to `last`, with these fields of the options. */
  abstract startOver(program: string, last: number, options?: FieldTexts): Promise<void>;

  /** Starts a job of such a program that stays open, with these inputs. */
  abstract startOpen(program: string, inputs: readonly unknown[]): Promise<void>;

  /** Adds inputs to the open job shown. */
  abstract addInputs(inputs: readonly unknown[]): Promise<void>;

  /** No further input will come to the open job shown, in which nothing is typed. */
  abstract seal(): Promise<void>;

  /** Ends the coordinator without a goodbye, and starts it again where its record is. */
  abstract restart(): Promise<void>;

  abstract pause(): Promise<void>;
  abstract resume(): Promise<void>;
  /** Cancels the job shown. */
  abstract cancel(): Promise<void>;
  abstract sendAway(name: string): Promise<void>;
  /** Whether the server may lend the secret to those who type the code. */
  abstract lendSecret(isLent: boolean): Promise<void>;
  /** Closes a room in which volunteers are. */
  abstract closeRoom(): Promise<void>;

  /** `Done`, `Failed`, `Leased`, `Pending`, `Total` of the job shown, and others that are not 0. */
  abstract counts(): Promise<Readonly<Record<string, number>>>;

  /** The tasks of the job shown as texts by column, read at one moment. */
  abstract rows(): Promise<Readonly<Record<string, string>>[]>;

  /** All lines of the log. */
  abstract saidLines(): Promise<string[]>;

  /** Waits until the volunteer is told as gone, with these words for why. */
  abstract expectGone(name: string, why: string | RegExp): Promise<void>;

  /** Waits until the volunteer is there with this state of its link, or its pause. */
  abstract expectThere(name: string, state: "steady" | "paused"): Promise<void>;

  abstract expectNobody(): Promise<void>;

  /** Waits until newcomers can find the room, or cannot. */
  abstract expectReachable(isReachable: boolean): Promise<void>;

  /** Waits until the log has a line with these words. */
  async expectSaid(words: string | RegExp): Promise<void> {
    const found = async (): Promise<boolean> =>
      (await this.saidLines()).some((line) => (typeof words === "string" ? line.includes(words) : words.test(line)));
    await expect.poll(found, `a line of the log: ${words}`).toBe(true);
  }

  /** Waits until the volunteers have found the room again by themselves. */
  async expectBack(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.expectThere(name, "steady")));
  }

  /** The log's lines about the newest job with this beginning; of a page that was loaded anew, all with it. */
  async logLines(beginning: string): Promise<string[]> {
    const lines = await this.saidLines();
    const start = lines.findLastIndex((line) => /^Job \d+: /.test(line));
    return lines.slice(Math.max(0, start)).filter((line) => line.startsWith(beginning));
  }

  /** Waits until this number of tasks is done. */
  async waitForDone(done: number): Promise<void> {
    // Playwright looks once a second before long.
    const often = { intervals: [100, 200, 300] };
    await expect.poll(async () => (await this.counts())["Done"] ?? 0, often).toBeGreaterThanOrEqual(done);
  }

  /** Inputs and results of the shown job, in the order of the tasks, when this number of them is done. */
  async resultsOf(count: number): Promise<(readonly [string, string])[]> {
    await this.waitForDone(count);
    const rows = (await this.rows()).toSorted((a, b) => Number(a["task"]) - Number(b["task"]));
    return rows.map((row) => [row["input"] ?? "", row["result"] ?? ""]);
  }

  /** Checks that the table has every task once, with the right square. */
  async expectEachRowOnce(count: number): Promise<Readonly<Record<string, string>>[]> {
    await this.waitForDone(count);
    expect(await this.counts()).toEqual({ Done: count, Failed: 0, Leased: 0, Pending: 0, Total: count });
    const rows = await this.rows();
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map((row) => row["task"])).size).toBe(count);
    for (const row of rows) {
      const n = Number(row["input"]);
      expect(row["result"]).toBe(`${n} * ${n} = ${n * n}`);
      expect(row["state"]).toBe("done");
    }
    const arrivals = rows.map((row) => Number(row["arrival"]));
    expect(arrivals).toEqual(Array.from({ length: count }, (_, at) => at + 1));
    return rows;
  }

  /** Checks the demo's promise: table and log have every task once, with the right square. */
  async expectEachResultOnce(count: number): Promise<void> {
    const rows = await this.expectEachRowOnce(count);
    const results = await this.logLines("Result: ");
    expect(results).toHaveLength(count);
    for (const [at, line] of results.entries()) {
      expect(line).toMatch(/^Result: (\d+) \* \1 = \d+, runtime: \d+s$/);
      expect(line).toContain(rows[at]?.["result"] ?? "no such row");
    }
  }
}
