const numbers = { SIGINT: 2, SIGTERM: 15 } as const;

export type StopSignal = keyof typeof numbers;

/** What a run does as people or the machine stop it. */
export interface Stopping {
  /** At the first signal. */
  windDown(): void;
  /** At the second one, and all further ones. */
  endAtOnce(signal: StopSignal): void;
}

/** The exit code of a process that the signal ends, as shells have it: 130 for Ctrl+C. */
export function exitCodeOf(signal: StopSignal): number {
  return 128 + numbers[signal];
}

/** Follows the signals that ask this process to stop. */
export class StopSignals {
  readonly #listeners: readonly (readonly [StopSignal, () => void])[];
  /** The first one; null where there was none. */
  first: StopSignal | null = null;

  constructor(stopping: Stopping) {
    const note = (signal: StopSignal): void => {
      if (this.first !== null) {
        stopping.endAtOnce(signal);
        return;
      }
      this.first = signal;
      stopping.windDown();
    };
    this.#listeners = (["SIGINT", "SIGTERM"] as const).map((signal) => [signal, () => note(signal)]);
    for (const [signal, listener] of this.#listeners) process.on(signal, listener);
  }

  /** From now on they end the process as ever. */
  forget(): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }
}
