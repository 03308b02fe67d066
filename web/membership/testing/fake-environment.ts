import type { ComputeStart } from "../../compute/compute.ts";
import { isTabId, type TabId } from "../../core/ids.ts";
import type { Pace } from "../../core/pace.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import type { Dialer } from "../../environment/dialer.ts";
import type { MembershipEnvironment } from "../../environment/environment.ts";
import type { Screen, ScreenState } from "../../environment/screen.ts";
import type { KeptStay, StayKeeper } from "../../environment/stay-keeper.ts";
import { FakeCompute } from "./fake-compute.ts";
import { FakeCoordinator } from "./fake-coordinator.ts";

export function tabOf(number: number): TabId {
  const id = number.toString(16).padStart(32, "0");
  if (!isTabId(id)) throw new Error(`no tab id: ${id}`);
  return id;
}

/** A tab's own storage: what one environment keeps the next one reads. */
export class MemoryStays implements StayKeeper {
  kept: KeptStay | null = null;

  async read(): Promise<KeptStay | null> {
    return this.kept;
  }

  keep(stay: KeptStay): void {
    this.kept = stay;
  }

  forget(): void {
    this.kept = null;
  }
}

/** A screen that stays on while it is wanted. */
class FakeScreen implements Screen {
  state: ScreenState = "off";

  wantScreen(isWanted: boolean): void {
    this.state = isWanted ? "held" : "off";
  }

  listen(): void {}
}

/** Resolves once all promises and microtasks of this moment are done. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export interface FakeOptions {
  /** 1 if not given. */
  readonly tab?: number;
  readonly stays?: StayKeeper;
  readonly computeStart?: ComputeStart | Error;
}

/** A membership's world in a test: time passes when the test says so, and everything else happens at once. */
export class FakeEnvironment implements MembershipEnvironment {
  readonly clock = new ManualClock();
  readonly coordinator: FakeCoordinator;
  readonly dialer: Dialer;
  readonly stays: StayKeeper;
  readonly screen = new FakeScreen();
  readonly tab: TabId;
  readonly device = "a test";
  /** All that were made, the newest last. */
  readonly computes: FakeCompute[] = [];
  readonly #computeStart: ComputeStart | Error;

  constructor({
    tab = 1,
    stays = new MemoryStays(),
    computeStart = { type: "ready", features: [] },
  }: FakeOptions = {}) {
    this.tab = tabOf(tab);
    this.stays = stays;
    this.#computeStart = computeStart;
    this.coordinator = new FakeCoordinator(this);
    this.dialer = this.coordinator.dialer;
  }

  readonly pace: Pace = {
    onNextFrame: (callback) => this.clock.after(16, callback),
    hurry: () => {},
  };

  /** Always the same: every wait is the shortest of its kind. */
  random(): number {
    return 0;
  }

  randomBytes(count: number): Uint8Array {
    return new Uint8Array(count).fill(7);
  }

  createCompute(): FakeCompute {
    const compute = new FakeCompute(this.#computeStart);
    this.computes.push(compute);
    return compute;
  }

  get compute(): FakeCompute {
    const compute = this.computes.at(-1);
    if (compute === undefined) throw new Error("no compute was made");
    return compute;
  }

  /** Lets time pass. Whatever an alarm brings about is done before the next one rings. */
  async passTime(ms: number): Promise<void> {
    const end = { isReached: false };
    this.clock.after(ms, () => {
      end.isReached = true;
    });
    await settled();
    while (!end.isReached) {
      this.clock.ringNext();
      await settled();
    }
  }
}
