import { availableParallelism } from "node:os";
import { UsageError } from "../../signaling/usage.ts";
import type { JoinProblem } from "../../web/core/handshake/join-problem.ts";
import { messageOf } from "../../web/core/message-of.ts";
import { needsPerson, mayPass } from "../../web/membership/join-problems.ts";
import type { VolunteerPhase } from "../../web/membership/store.ts";
import { formatCount, formatPlural, formatRate } from "../../web/words/format.ts";
import { problemWords } from "../../web/words/say-common.ts";
import { openVolunteer } from "../volunteer.ts";
import { BrowserVolunteer } from "./browser/browser-volunteer.ts";
import { findBrowser } from "./browser/find-browser.ts";
import { endWithParent, isConfined, runConfined } from "./confined.ts";
import { joinHelp, readJoinOptions, type JoinOptions } from "./join-options.ts";
import { joinVolunteer, type JoinVolunteer, type StayView } from "./join-volunteer.ts";
import { reporterOn, type Progress, type Reporter } from "./reporter.ts";
import { exitCodeOf, StopSignals, type StopSignal } from "./stop-signals.ts";
import type { Surroundings } from "./surroundings.ts";

/** Milliseconds until a room that was closed is looked for again. */
const lookAgainMs = 10_000;

/** Milliseconds in which a volunteer that is ended at once has said goodbye. */
const farewellMs = 2_000;

/** A stay in a room, from its options to its exit code. */
class JoinRun {
  readonly #options: JoinOptions;
  readonly #open: () => Promise<JoinVolunteer>;
  readonly #reporter: Reporter;
  readonly #signals: StopSignals;
  #volunteer: JoinVolunteer | null = null;
  #view: StayView | null = null;
  /** What was waited for last. */
  #awaited: JoinProblem | null = null;
  #lookingAgain: ReturnType<typeof setTimeout> | undefined;
  #end: (exitCode: number) => void = () => {};

  constructor(options: JoinOptions, surroundings: Surroundings, open: () => Promise<JoinVolunteer>) {
    this.#options = options;
    this.#open = open;
    this.#reporter = reporterOn(surroundings, options.logsJson, () => this.#progress());
    this.#signals = new StopSignals({
      windDown: () => this.#windDown(),
      endAtOnce: (signal) => void this.#endAtOnce(signal),
    });
  }

  /** Resolves to the exit code. */
  async run(): Promise<number> {
    const exitCode = await this.#stay();
    clearTimeout(this.#lookingAgain);
    await this.#volunteer?.close();
    this.#reporter.end(exitCode);
    this.#signals.forget();
    return exitCode;
  }

  async #stay(): Promise<number> {
    const { name, slots = availableParallelism() } = this.#options;
    try {
      const volunteer = await this.#open();
      this.#volunteer = volunteer;
      const stayed = new Promise<number>((resolve) => {
        this.#end = resolve;
        volunteer.follow((view) => this.#follow(view));
        if (this.#signals.first === null) volunteer.arrive({ name, slots });
        else resolve(exitCodeOf(this.#signals.first));
      });
      return await Promise.race([stayed, volunteer.broken]);
    } catch (error) {
      this.#reporter.complain(messageOf(error));
      return 1;
    }
  }

  #follow(view: StayView): void {
    const before = this.#view?.phase;
    this.#view = view;
    this.#leaveIfIdle();
    if (JSON.stringify(view.phase) !== JSON.stringify(before)) this.#tellPhase(view.phase);
  }

  #tellPhase(phase: VolunteerPhase): void {
    const { place, name, isOnce } = this.#options;
    switch (phase.type) {
      case "present":
        this.#awaited = null;
        this.#reporter.tell(`In room ${place.room} as ${name}`);
        return;
      case "reconnecting":
        if (phase.attempt === 1) this.#reporter.tell("The link is lost: looking for the room");
        return;
      case "left":
        if (this.#signals.first !== null) return this.#end(exitCodeOf(this.#signals.first));
        this.#reporter.tell(`Room ${place.room} is closed`);
        if (isOnce) return this.#end(0);
        this.#lookingAgain = setTimeout(() => this.#volunteer?.tryAgain(), lookAgainMs);
        return;
      case "refused": {
        const { title, what } = problemWords(phase.problem, place.secret !== null, false);
        if (mayPass(phase.problem)) {
          // It is asked for again and again.
          if (this.#awaited !== phase.problem) this.#reporter.tell(`${title}: waiting for it`);
          this.#awaited = phase.problem;
          return;
        }
        this.#reporter.complain(`${title}: ${what}`);
        return this.#end(needsPerson(phase.problem) ? 2 : 1);
      }
      case "looking":
      case "asking":
      case "joining":
        return;
    }
  }

  #windDown(): void {
    this.#reporter.tell("Leaving once what runs is ended. The same once more leaves at once.");
    this.#volunteer?.pause();
    this.#leaveIfIdle();
  }

  /** Leaves where that is wanted, and no task runs any more whose result the room has not. */
  #leaveIfIdle(): void {
    const { first } = this.#signals;
    if (first === null || this.#volunteer === null) return;
    if (this.#view === null) return this.#end(exitCodeOf(first));
    const { phase, slots, uncommitted } = this.#view;
    if (phase.type === "left") return;
    if (phase.type !== "present" && phase.type !== "reconnecting") return this.#end(exitCodeOf(first));
    const isBusy = phase.type === "present" && (uncommitted > 0 || slots.some(({ task }) => task !== null));
    if (!isBusy) this.#volunteer.leave();
  }

  async #endAtOnce(signal: StopSignal): Promise<void> {
    const exitCode = exitCodeOf(signal);
    const tooLong = new Promise((resolve) => setTimeout(resolve, farewellMs));
    await Promise.race([this.#volunteer?.close(), tooLong]);
    this.#reporter.end(exitCode);
    process.exit(exitCode);
  }

  #progress(): Progress {
    if (this.#view === null) return { facts: { phase: "opening" }, words: "" };
    const { phase, work, done, failed, tasksPerSecond } = this.#view;
    const words = [
      phase.type === "present" ? work : phase.type,
      `${formatPlural(done, "task")} done`,
      ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
      formatRate(tasksPerSecond),
    ];
    return { facts: { phase: phase.type, done, failed, perSecond: tasksPerSecond }, words: words.join("  ") };
  }
}

/** Runs `join` with the arguments behind it. Resolves to the exit code. @throws UsageError */
export async function join(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const options = readJoinOptions(argv);
  if (options === null) {
    surroundings.stdout.write(joinHelp);
    return 0;
  }
  if (isConfined()) {
    endWithParent();
    return new JoinRun(options, surroundings, async () => joinVolunteer(await openVolunteer(options.place))).run();
  }
  const browser = findBrowser(surroundings.environment);
  if (browser !== null) {
    return new JoinRun(options, surroundings, async () => new BrowserVolunteer(browser, options.place)).run();
  }
  if (options.isTrusted) return runConfined(["join", ...argv]);
  throw new UsageError(
    "no Chrome or Chromium is found, whose sandbox would hold what the room sends: install one, or name it by CHROME. With --trust, threads of this process compute instead: say it if you trust the room.",
  );
}
