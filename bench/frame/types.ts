import type { Browser, Page } from "@playwright/test";
import type { CoordinatorBench } from "../pages/coordinator.tsx";

/** Something beside ours: measured in the same call, or the reason why it was not. */
export type Beside =
  | { readonly name: string; readonly value: number }
  | { readonly name: string; readonly missing: string };

/** One figure of one repeat. */
export interface Measurement {
  /** What it is a figure of; the same in each repeat. */
  readonly figure: string;
  /** The row's unit unless it is another one. */
  readonly unit?: string;
  readonly better: "more" | "less";
  readonly ours: number;
  readonly peers?: readonly Beside[];
  /** What the machine could do if nothing above the platform cost anything. */
  readonly limit?: Beside;
}

/** One file in bench/rows: its default export. */
export interface Row {
  /** The file's name without its ending; what the command line calls it. */
  readonly name: string;
  /** Of its figures, unless one says otherwise. */
  readonly unit: string;
  /** One line for `--list`. */
  readonly about: string;
  /** Whether repeats would find the same again. */
  readonly once?: boolean;
  /** Called once for each repeat. */
  measure(bench: Bench): Promise<readonly Measurement[]>;
}

/** The middle of several runs, and how far they lie apart. */
export interface Spread {
  readonly runs: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export type BesideSpread =
  /** `times`: how many times as good as the peer ours is, the median over the runs. */
  ({ readonly name: string; readonly times: number } & Spread) | { readonly name: string; readonly missing: string };

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly better: "more" | "less";
  readonly ours: Spread;
  readonly peers: readonly BesideSpread[];
  /** Its `times` is the share of it that ours reaches. */
  readonly limit: BesideSpread | null;
}

export interface RowReport {
  readonly name: string;
  readonly seconds: number;
  /** Processes that wanted a core in the minute before the row and in its last minute. */
  readonly load: readonly [before: number, after: number];
  readonly figures: readonly Figure[];
  /** Why it has no figures, or not all of them; null where all went well. */
  readonly failure: string | null;
}

/** The functions of a page's `bench` as Node calls them. */
export type Remote<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Promise<Awaited<Result>>
    : never;
};

/** A browser of its own, and where its DevTools protocol listens if a profile is wanted. */
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

/** What a row is given. */
export interface Bench {
  /** Of the server with the bench's build. */
  readonly origin: string;
  /** A whole number, or a tenth of it with `--short`. */
  sized(count: number): number;
  /** A Chromium of its own. */
  launch(): Promise<OwnBrowser>;
  /** Another server of the same build whose signaling takes so many sockets from one address. */
  serve(socketsPerAddress: number): Promise<{ readonly origin: string; close(): Promise<void> }>;
  /** Runs `work`; with `--profile` and in the first repeat everything in these browsers is profiled meanwhile. */
  profiled<Result>(name: string, browsers: readonly OwnBrowser[], work: () => Promise<Result>): Promise<Result>;
}
