import { fstatSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { whyNotListening } from "../../signaling/command-line.ts";
import { codeOf, UsageError } from "../../signaling/usage.ts";
import { inBackground } from "../../web/core/in-background.ts";
import { messageOf } from "../../web/core/message-of.ts";
import { toJson } from "../../web/core/values/json-writer.ts";
import { RemoteError } from "../../web/pool/errors.ts";
import { openPool } from "../../web/pool/open-pool.ts";
import type { RoomPool } from "../../web/pool/room-pool.ts";
import { platform } from "../platform.ts";
import { BadInput, InputLines } from "./input-lines.ts";
import { mapHelp, readMapOptions, type MapOptions } from "./map-options.ts";
import { Output } from "./output.ts";
import { progressLine, Rate, type RunProgress } from "./progress.ts";
import { reporterOn, type Progress, type Reporter } from "./reporter.ts";
import { exitCodeOf, StopSignals, type StopSignal } from "./stop-signals.ts";
import type { Surroundings } from "./surroundings.ts";

/** A run of `map`, from its options to its exit code. */
class MapRun {
  readonly #options: MapOptions;
  readonly #surroundings: Surroundings;
  readonly #files: Readonly<Record<string, Uint8Array>>;
  readonly #inputs: InputLines;
  readonly #output: Output;
  readonly #reporter: Reporter;
  readonly #signals: StopSignals;
  /** Aborted: the pool is terminated, or not opened at all. */
  readonly #ending = new AbortController();
  readonly #rate = new Rate();
  #pool: RoomPool | null = null;
  #done = 0;
  #failed = 0;

  /** @throws UsageError */
  constructor(options: MapOptions, surroundings: Surroundings) {
    const { stdin, stdout } = surroundings;
    this.#options = options;
    this.#surroundings = surroundings;
    readNamed(options.functionFile);
    this.#files = Object.fromEntries(options.files.map((path) => [basename(path), readNamed(path)]));
    this.#inputs = new InputLines(stdin, {
      inputs: options.inputs,
      passOver: options.skipsBad ? (line, why) => this.#reporter.tellPassedOver(line, why) : null,
    });
    this.#output = new Output(stdout, () => this.#ending.abort());
    this.#reporter = reporterOn(surroundings, options.logsJson, () => this.#progress());
    this.#signals = new StopSignals({
      windDown: () => this.#windDown(),
      endAtOnce: (signal) => this.#endAtOnce(signal),
    });
  }

  /** Resolves to the exit code. */
  async run(): Promise<number> {
    const warn = ({ message }: Error): void => this.#reporter.tell(message);
    process.on("warning", warn);
    const exitCode = await this.#compute();
    process.off("warning", warn);
    this.#reporter.end(exitCode);
    this.#signals.forget();
    return exitCode;
  }

  async #compute(): Promise<number> {
    try {
      await this.#writeResults(await this.#open());
      if (this.#failed === 0) return 0;
      this.#reporter.complain(`${this.#failed} of ${this.#done + this.#failed} inputs have failed`);
      return 1;
    } catch (error) {
      return this.#codeOf(error);
    } finally {
      await this.#pool?.terminate();
      await this.#output.end();
      this.#surroundings.stdin.destroy();
    }
  }

  /** The exit code of a run that ends before all was computed. Tells why, where nobody has asked for it. */
  #codeOf(error: unknown): number {
    if (this.#output.isUnread) return 0;
    if (this.#output.error !== null) {
      this.#reporter.complain(`the results cannot be written: ${this.#output.error.message}`);
      return 1;
    }
    if (this.#signals.first !== null) return exitCodeOf(this.#signals.first);
    const [exitCode, words] = inWords(error, this.#options);
    this.#reporter.complain(words);
    return exitCode;
  }

  #windDown(): void {
    this.#reporter.tell("Ending: what runs is ended and written. The same once more ends it at once.");
    if (this.#pool === null) this.#ending.abort();
    else inBackground(this.#pool.windDown(), (why) => this.#reporter.complain(why));
  }

  #endAtOnce(signal: StopSignal): void {
    const exitCode = exitCodeOf(signal);
    this.#reporter.end(exitCode);
    process.exit(exitCode);
  }

  async #open(): Promise<RoomPool> {
    const { processes, server, journal } = this.#options;
    const pool = await openPool(platform, {
      processes,
      server,
      journal,
      signal: this.#ending.signal,
      onConsole: (line) => this.#reporter.tellLine(line),
    });
    this.#pool = pool;
    if (pool.joinLink !== null) this.#reporter.tellAddress(pool.joinLink, pool.code, processes === 0);
    return pool;
  }

  async #writeResults(pool: RoomPool): Promise<void> {
    const { functionFile, order, timeLimitMs, attempts } = this.#options;
    const target = pathToFileURL(resolve(functionFile));
    const results = pool.imap(target, this.#inputs, { order, timeLimitMs, attempts, files: this.#files });
    for (;;) {
      let step: IteratorResult<unknown, undefined>;
      try {
        step = await results.next();
      } catch (error) {
        if (!(error instanceof RemoteError) || error.index === null) throw error;
        this.#failed += 1;
        this.#reporter.tellFailure(this.#inputs.lineOf(error.index), error);
        continue;
      }
      if (step.done === true) break;
      this.#done += 1;
      if (this.#surroundings.stdout.isTTY) this.#reporter.clear();
      await this.#output.write(this.#lineOf(step.value));
    }
    await this.#output.end();
    if (this.#output.error !== null) throw this.#output.error;
  }

  #lineOf(value: unknown): string {
    return this.#options.inputs === "lines" && typeof value === "string" ? value : toJson(value);
  }

  #progress(): Progress {
    const { count, bytes, hasEnded } = this.#inputs;
    const size = sizeOf(this.#surroundings.stdin);
    const expected = size === null || bytes === 0 ? null : Math.max(count, Math.round((count * size) / bytes));
    const run: RunProgress = {
      done: this.#done,
      failed: this.#failed,
      total: hasEnded ? count : expected,
      volunteers: this.#pool?.volunteers.length ?? 0,
    };
    const perSecond = this.#rate.note(performance.now(), run.done + run.failed);
    return { facts: { ...run, perSecond }, words: progressLine(run, perSecond) };
  }
}

/** @throws UsageError */
function readNamed(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = codeOf(error);
    throw new UsageError(
      why === "ENOENT" ? `there is no file ${path}` : `${path} cannot be read (${why ?? messageOf(error)})`,
    );
  }
}

/** Of the file that is read; null where it is none, as a pipe. */
function sizeOf({ fd }: Surroundings["stdin"]): number | null {
  try {
    const about = fstatSync(fd);
    return about.isFile() ? about.size : null;
  } catch {
    // It was closed.
    return null;
  }
}

function inWords(error: unknown, { functionFile, server }: MapOptions): readonly [exitCode: number, words: string] {
  if (error instanceof BadInput) return [2, error.message];
  if (error instanceof RemoteError && error.index === null) {
    return [2, `${functionFile} cannot be computed: ${error.message}`];
  }
  if (typeof server === "number") {
    const why = whyNotListening(error, { port: server, host: undefined });
    if (why !== null) return [2, why];
  }
  return [1, messageOf(error)];
}

/** Runs `map` with the arguments behind it. Resolves to the exit code. @throws UsageError */
export async function map(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const options = readMapOptions(argv);
  if (options !== null) return new MapRun(options, surroundings).run();
  surroundings.stdout.write(mapHelp);
  return 0;
}
