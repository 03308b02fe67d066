/** How far a bar's attempts have come. `computed`: they wait to be on record. */
export const barStates = { computed: 0, recorded: 1, failed: 2, threw: 3, late: 4, lost: 5, takenBack: 6 } as const;

export type BarState = (typeof barStates)[keyof typeof barStates];

/** Times are milliseconds on the axis of the job's trace: chosenMs ≤ sentMs ≤ startMs ≤ endMs ≤ recordedMs. */
export interface Bar {
  readonly lane: number;
  /** The first of its tasks. */
  readonly task: number;
  /** Attempts that it stands for. */
  readonly count: number;
  readonly state: BarState;
  /** Executions begun of the task, this one included; 0 where that is not known. */
  readonly attempt: number;
  readonly isCopy: boolean;
  readonly chosenMs: number;
  readonly sentMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** `endMs` while it is not on record, and where it is not known when it was. */
  readonly recordedMs: number;
  /** How much earlier it may have begun: the way of an answer to the coordinator is not known. */
  readonly earlyMs: number;
}

const firstRoom = 1_024;
/** Lanes that a column of 16 bits can name. */
const lanesAtMost = 65_536;

/** Columns of the bars: 57 bytes a bar. */
function createColumns(size: number) {
  return {
    lane: new Uint16Array(size),
    task: new Uint32Array(size),
    count: new Uint32Array(size),
    state: new Uint8Array(size),
    attempt: new Uint8Array(size),
    copy: new Uint8Array(size),
    chosenMs: new Float64Array(size),
    sentMs: new Float64Array(size),
    startMs: new Float64Array(size),
    endMs: new Float64Array(size),
    recordedMs: new Float64Array(size),
    earlyMs: new Float32Array(size),
  };
}

type Columns = ReturnType<typeof createColumns>;

function columnsOf(columns: Columns) {
  return Object.values(columns);
}

/** Bars that are merged only where the time between them is at most this part of both: an idle slot must stay visible. */
const mostGap = 0.1;

/**
 * The bars of a timeline in the order in which they came, each by a number that stays its own. At most `most` of them: then the older
 * half is merged, lane by lane, and the oldest are dropped where that frees too little. So a bar costs a bounded amount of work on average.
 */
export class TimelineBars {
  readonly #most: number;
  #columns = createColumns(firstRoom);
  #length = 0;
  /** Numbers below it are of bars that were merged or dropped. */
  #first = 0;
  /** Bars below it may stand for several attempts that were bars of their own. */
  #mergedUpTo = 0;
  #dropped = 0;
  /** Rows that were written or moved: what its work is measured by. */
  rowsTouched = 0;

  constructor(most = 131_072) {
    this.#most = most;
  }

  /** The number of the oldest bar. */
  get first(): number {
    return this.#first;
  }

  /** The number that the next bar gets. */
  get end(): number {
    return this.#first + this.#length;
  }

  get bytes(): number {
    return columnsOf(this.#columns).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Attempts in bars that had to go. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Whether older bars stand for several attempts, since there are too many. */
  get isMerged(): boolean {
    return this.#mergedUpTo > this.#first;
  }

  /** Returns the bar's number. */
  add(bar: Bar): number {
    if (this.#length === this.#most) this.#compact();
    if (this.#length === this.#columns.lane.length) this.#grow();
    const row = this.#length;
    const columns = this.#columns;
    columns.lane[row] = bar.lane;
    columns.task[row] = bar.task;
    columns.count[row] = bar.count;
    columns.state[row] = bar.state;
    columns.attempt[row] = bar.attempt;
    columns.copy[row] = Number(bar.isCopy);
    columns.chosenMs[row] = bar.chosenMs;
    columns.sentMs[row] = bar.sentMs;
    columns.startMs[row] = bar.startMs;
    columns.endMs[row] = bar.endMs;
    columns.recordedMs[row] = bar.recordedMs;
    columns.earlyMs[row] = bar.earlyMs;
    this.#length += 1;
    this.rowsTouched += 1;
    return this.#first + row;
  }

  #grow(): void {
    const before = columnsOf(this.#columns);
    this.#columns = createColumns(Math.min(this.#most, 2 * this.#length));
    for (const [nth, column] of columnsOf(this.#columns).entries()) column.set(before[nth] ?? []);
    this.rowsTouched += this.#length;
  }

  /** Merges the older half, so that a quarter at least is free. Numbers of the newer half stay. */
  #compact(): void {
    const half = Math.floor(this.#length / 2);
    const merged = this.#mergeUpTo(half);
    const wanted = Math.ceil(this.#length / 4);
    const drop = Math.max(0, wanted - (half - merged));
    for (let row = 0; row < drop; row += 1) this.#dropped += this.#columns.count[row] ?? 0;
    const kept = merged - drop;
    for (const column of columnsOf(this.#columns)) {
      column.copyWithin(0, drop, merged);
      column.copyWithin(kept, half, this.#length);
    }
    this.rowsTouched += this.#length;
    this.#mergedUpTo = this.#first + half;
    this.#first += half - kept;
    this.#length -= half - kept;
  }

  /** Writes the bars before row `half` anew from row 0 on, neighbours of a lane as one. Returns how many they are. */
  #mergeUpTo(half: number): number {
    const { lane, count, endMs, recordedMs, attempt, copy } = this.#columns;
    const lastOfLane = new Int32Array(lanesAtMost).fill(-1);
    const kept = new Uint32Array(half);
    let written = 0;
    for (let row = 0; row < half; row += 1) {
      const into = lastOfLane[lane[row] ?? 0] ?? -1;
      if (into !== -1 && this.#belongTogether(into, row)) {
        count[into] = (count[into] ?? 0) + (count[row] ?? 0);
        endMs[into] = Math.max(endMs[into] ?? 0, endMs[row] ?? 0);
        recordedMs[into] = Math.max(recordedMs[into] ?? 0, recordedMs[row] ?? 0);
        attempt[into] = Math.max(attempt[into] ?? 0, attempt[row] ?? 0);
        copy[into] = Math.max(copy[into] ?? 0, copy[row] ?? 0);
      } else {
        kept[written] = row;
        lastOfLane[lane[row] ?? 0] = row;
        written += 1;
      }
    }
    this.#gather(kept.subarray(0, written));
    this.rowsTouched += half;
    return written;
  }

  /** Moves these rows, which ascend, to the beginning. Column by column in words, since a loop over columns of different types is far slower. */
  #gather(kept: Uint32Array): void {
    const { lane, task, count, state, attempt, copy } = this.#columns;
    const { chosenMs, sentMs, startMs, endMs, recordedMs, earlyMs } = this.#columns;
    for (let row = 0; row < kept.length; row += 1) {
      const from = kept[row] ?? 0;
      lane[row] = lane[from] ?? 0;
      task[row] = task[from] ?? 0;
      count[row] = count[from] ?? 0;
      state[row] = state[from] ?? 0;
      attempt[row] = attempt[from] ?? 0;
      copy[row] = copy[from] ?? 0;
      chosenMs[row] = chosenMs[from] ?? 0;
      sentMs[row] = sentMs[from] ?? 0;
      startMs[row] = startMs[from] ?? 0;
      endMs[row] = endMs[from] ?? 0;
      recordedMs[row] = recordedMs[from] ?? 0;
      earlyMs[row] = earlyMs[from] ?? 0;
    }
  }

  #belongTogether(into: number, row: number): boolean {
    const { state, startMs, endMs } = this.#columns;
    const [start, end] = [startMs[into] ?? 0, endMs[into] ?? 0];
    const [from, to] = [startMs[row] ?? 0, endMs[row] ?? 0];
    const isAlike = state[into] === state[row] && state[row] !== barStates.computed;
    return isAlike && from >= start && from - end <= mostGap * (to - start);
  }

  /**
   * The bars of these numbers that waited to be on record are. Results get there in their order: where these bars were merged with others
   * meanwhile, all before them are on record, too.
   */
  record(from: number, end: number, atMs: number): void {
    const { state, endMs, recordedMs } = this.#columns;
    const first = from < this.#mergedUpTo ? 0 : from - this.#first;
    for (let row = first; row < end - this.#first; row += 1) {
      if (state[row] !== barStates.computed) continue;
      state[row] = barStates.recorded;
      recordedMs[row] = Math.max(endMs[row] ?? 0, atMs);
      this.rowsTouched += 1;
    }
  }

  /** null where it is merged or dropped, or is not there yet. */
  at(number: number): Bar | null {
    const row = number - this.#first;
    if (row < 0 || row >= this.#length) return null;
    const { lane, task, count, attempt, copy, chosenMs, sentMs, startMs, endMs, recordedMs, earlyMs } = this.#columns;
    return {
      lane: lane[row] ?? 0,
      task: task[row] ?? 0,
      count: count[row] ?? 0,
      state: this.stateOf(number),
      attempt: attempt[row] ?? 0,
      isCopy: copy[row] === 1,
      chosenMs: chosenMs[row] ?? 0,
      sentMs: sentMs[row] ?? 0,
      startMs: startMs[row] ?? 0,
      endMs: endMs[row] ?? 0,
      recordedMs: recordedMs[row] ?? 0,
      earlyMs: earlyMs[row] ?? 0,
    };
  }

  /* What painting and pointing read of each bar, without an object for each. */

  laneOf(number: number): number {
    return this.#columns.lane[number - this.#first] ?? 0;
  }

  stateOf(number: number): BarState {
    return stateNumbers[this.#columns.state[number - this.#first] ?? 0] ?? barStates.computed;
  }

  countOf(number: number): number {
    return this.#columns.count[number - this.#first] ?? 0;
  }

  chosenOf(number: number): number {
    return this.#columns.chosenMs[number - this.#first] ?? 0;
  }

  sentOf(number: number): number {
    return this.#columns.sentMs[number - this.#first] ?? 0;
  }

  startOf(number: number): number {
    return this.#columns.startMs[number - this.#first] ?? 0;
  }

  endOf(number: number): number {
    return this.#columns.endMs[number - this.#first] ?? 0;
  }

  recordedOf(number: number): number {
    return this.#columns.recordedMs[number - this.#first] ?? 0;
  }
}

const stateNumbers: readonly BarState[] = Object.values(barStates);
