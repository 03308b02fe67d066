import type { Browser, Page } from "@playwright/test";
import type { SignalingLimits } from "../../signaling/limits.ts";
import type { CoordinatorBench } from "../pages/coordinator.tsx";

/** A peer's figure, measured in the same call, or the reason why there is none. */
export type Beside =
  | { readonly name: string; readonly value: number }
  | { readonly name: string; readonly missing: string };

/** One figure of one repeat. */
export interface Measurement {
  /** The name of the figure, the same in each repeat. */
  readonly figure: string;
  /** Default: the row's unit. */
  readonly unit?: string;
  readonly better: "more" | "less";
  readonly ours: number;
  readonly peers?: readonly Beside[];
  /** The machine's limit: the same work with the platform's parts only. */
  readonly limit?: Beside;
}

/** The default export of a file in bench/rows. */
export interface Row {
  /** The file's name without its ending. Names the row on the command line. */
  readonly name: string;
  /** Unit of the figures that have none of their own. */
  readonly unit: string;
  /** One line for `--list`. */
  readonly about: string;
  /** True if repeats would give the same figures. */
  readonly once?: boolean;
  /** Called once for each repeat. */
  measure(bench: Bench): Promise<readonly Measurement[]>;
}

/** Median and range of several runs. */
export interface Spread {
  readonly runs: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export type BesideSpread =
  /** `times`: how many times as good as the peer ours is. Median over the runs. */
  ({ readonly name: string; readonly times: number } & Spread) | { readonly name: string; readonly missing: string };

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly better: "more" | "less";
  readonly ours: Spread;
  readonly peers: readonly BesideSpread[];
  /** `times` is the share of the limit that ours reaches. */
  readonly limit: BesideSpread | null;
}

export interface RowReport {
  readonly name: string;
  readonly seconds: number;
  /** Processes that wanted a core in the minute before the row and in its last minute. */
  readonly load: readonly [before: number, after: number];
  readonly figures: readonly Figure[];
  /** Why the row has no figures, or not all; null if all went well. */
  readonly failure: string | null;
}

/** The functions of a page's `bench` as Node calls them. */
export type Remote<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Promise<Awaited<Result>>
    : never;
};

/** A browser, and the port of its DevTools protocol if it is profiled. */
export interface OwnBrowser {
  readonly browser: Browser;
  readonly debuggingPort: number | null;
}

/** A coordinator's page in one browser, its volunteers' pages in another one. */
export interface OpenRoom {
  readonly coordinator: Remote<CoordinatorBench>;
  readonly page: Page;
  readonly volunteers: readonly Page[];
  readonly coordinatorBrowser: OwnBrowser;
  readonly volunteerBrowser: OwnBrowser;
  readonly joinLink: string;
  close(): Promise<void>;
}

/** Everything that a row needs to measure. */
export interface Bench {
  /** Origin of the server with the bench's build. */
  readonly origin: string;
  /** The count, or a tenth of it with `--short`. Always a whole number. */
  sized(count: number): number;
  /** Starts another Chromium. */
  launch(): Promise<OwnBrowser>;
  /** Starts another server of the same build, with these limits in place of those that ship. */
  serve(limits: Partial<SignalingLimits>): Promise<{ readonly origin: string; close(): Promise<void> }>;
  /** Runs `work`. With `--profile`, all targets of these browsers are profiled meanwhile, in the first repeat. */
  profiled<Result>(name: string, browsers: readonly OwnBrowser[], work: () => Promise<Result>): Promise<Result>;
}
