import { loadsOf, openBareChannel } from "../frame/bare-channel.mjs";
import { whileTyping } from "../frame/keys.mjs";
import { pythonRate } from "../frame/python.mjs";
import { openBenchPage } from "../frame/remote.mjs";
import { openRoom } from "../frame/room.mjs";
import { longestTaskWhile } from "../frame/task-watch.mjs";
import { requireNone, wrongSquaresOnRecord } from "../frame/verify.mjs";

/** @typedef {import("../frame/types.ts").Beside} Beside */
/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */
/** @typedef {import("../frame/types.ts").OpenRoom} OpenRoom */

const withoutSleep = { shortest: 0, longest: 0 };

/**
 * Checks that each task of the shown job is there once, with the right result.
 * @param {OpenRoom} room @param {number} count
 */
async function requireRight(room, count) {
  requireNone("results on record", await wrongSquaresOnRecord(room, count));
  requireNone("rows of the table", await room.coordinator.wrongRows("squares", { count, ...withoutSleep }));
}

/**
 * Runs one job of squares without sleep, and checks record and table after its end.
 * @param {Bench} bench @param {OpenRoom} room @param {string} name @param {number} count
 */
async function runSquares(bench, room, name, count) {
  const values = { count, ...withoutSleep };
  const browsers = [room.coordinatorBrowser, room.volunteerBrowser];
  const run = await bench.profiled(`million-${name}`, browsers, () =>
    whileTyping(room.page, () => room.coordinator.run("squares", values)),
  );
  await requireRight(room, count);
  return { ...run, seconds: run.wallMs / 1_000, rate: (1_000 * count) / run.wallMs };
}

/** @typedef {Awaited<ReturnType<typeof runSquares>>} SquaresRun */

/**
 * @param {string} who @param {SquaresRun} run
 * @returns {Measurement[]}
 */
function usability(who, { longestTaskMs, inputDelaysMs }) {
  return [
    { figure: `longest task of the coordinator's page, ${who}`, unit: "ms", better: "less", ours: longestTaskMs },
    { figure: `longest input delay, ${who}`, unit: "ms", better: "less", ours: Math.max(0, ...inputDelaysMs) },
  ];
}

/**
 * Runs the job with volunteers over WebRTC, three times in a row: the first makes every page, frame and slot compile its code,
 * and the second is traced. Then sends the same bytes over a bare channel between the same two processes.
 * @param {Bench} bench @param {number} volunteers @param {number} count
 */
async function overWebRtc(bench, volunteers, count) {
  const room = await openRoom(bench, { volunteers });
  try {
    const first = await runSquares(bench, room, `${volunteers}-volunteers`, count);
    const { longestTaskCpuMs } = await longestTaskWhile(room.page, () =>
      room.coordinator.run("squares", { count, ...withoutSleep }),
    );
    await requireRight(room, count);
    const third = await runSquares(bench, room, `${volunteers}-volunteers-again`, count);
    const { up, down } = loadsOf(first.traffic);
    const channel = await openBareChannel(bench.origin, room.coordinatorBrowser, room.volunteerBrowser);
    const channelSeconds = (await channel.exchangeMs(up, down)) / 1_000;
    return {
      first,
      longestTaskCpuMs,
      third,
      limit: { name: "the bare data channel, same bytes", value: channelSeconds },
    };
  } finally {
    await room.close();
  }
}

/**
 * @param {string} figure @param {Awaited<ReturnType<typeof overWebRtc>>} runs
 * @returns {Measurement[]}
 */
function throughput(figure, { first, third, limit }) {
  return [
    { figure, better: "less", ours: first.seconds, limit },
    { figure: `${figure}, third job in a row`, better: "less", ours: third.seconds, limit },
  ];
}

/**
 * @param {string} who @param {Awaited<ReturnType<typeof overWebRtc>>} runs
 * @returns {Measurement}
 */
function computing(who, { longestTaskCpuMs }) {
  const figure = `most computing in one task of the coordinator's page, ${who}, second job in a row`;
  return { figure, unit: "ms", better: "less", ours: longestTaskCpuMs };
}

/**
 * Runs the job with the coordinator's own tab.
 * @param {Bench} bench @param {number} count
 */
async function overMemory(bench, count) {
  const room = await openRoom(bench, { volunteers: 0 });
  try {
    await room.coordinator.helpHere();
    await room.coordinator.volunteersIn(1);
    return await runSquares(bench, room, "memory-link", count);
  } finally {
    await room.close();
  }
}

/**
 * @param {Bench} bench @param {boolean} isDurable @param {number} count
 */
async function withJournal(bench, isDurable, count) {
  const room = await openRoom(bench, { volunteers: 1, isDurable });
  try {
    return await runSquares(bench, room, isDurable ? "journal" : "no-journal", count);
  } finally {
    await room.close();
  }
}

/**
 * Measures the peers in a page of another browser, each with enough tasks for some seconds.
 * @param {Bench} bench
 */
async function inTheBrowser(bench) {
  const browser = await bench.launch();
  try {
    /** @type {{ api: import("../frame/types.ts").Remote<import("../pages/workers.ts").WorkersBench> }} */
    const { api } = await openBenchPage(browser, bench.origin, "workers");
    const [few, many] = [bench.sized(100_000), bench.sized(1_000_000)];
    return {
      workerpool: { name: "workerpool, one worker", value: (1_000 * few) / (await api.workerpool(few)) },
      singles: { name: "a bare Web Worker, a message each", value: (1_000 * few) / (await api.singles(few)) },
      batches: { name: "a bare Web Worker, 2,000 a message", value: (1_000 * many) / (await api.batches(many, 2_000)) },
    };
  } finally {
    await browser.browser.close();
  }
}

/**
 * Measures the peers one after the other, since two at a time would share the cores.
 * @param {Bench} bench
 * @returns {Promise<Beside[]>}
 */
async function inPython(bench) {
  const dask = "dask_squares.py";
  return [
    await pythonRate("Python's network queues, one process", "queues.py", [bench.sized(20_000), 1]),
    await pythonRate("Python's network queues, two processes", "queues.py", [bench.sized(20_000), 2]),
    await pythonRate("multiprocessing.Pool, chunks of 1", "pool.py", [bench.sized(200_000), 1]),
    await pythonRate("multiprocessing.Pool, its own chunks", "pool.py", [bench.sized(1_000_000), 0]),
    await pythonRate("Dask, one worker", dask, [bench.sized(5_000), 1], "distributed"),
    await pythonRate("Dask, two workers", dask, [bench.sized(5_000), 2], "distributed"),
  ];
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "million",
  unit: "s",
  about: "a million squares, each on record and in the table: over WebRTC, over memory, with and without the journal",
  async measure(bench) {
    const count = bench.sized(1_000_000);
    const fewer = bench.sized(100_000);
    const [one, four] = [await overWebRtc(bench, 1, count), await overWebRtc(bench, 4, count)];
    const memory = await overMemory(bench, count);
    const [durable, volatile] = [await withJournal(bench, true, fewer), await withJournal(bench, false, fewer)];
    const { workerpool, singles, batches } = await inTheBrowser(bench);
    const python = await inPython(bench);
    const word = count.toLocaleString("en");
    const journalRate = (1_000 * durable.journalWrites) / durable.wallMs;
    return [
      ...throughput(`${word} squares, one volunteer`, one),
      {
        figure: "squares a second, one volunteer",
        unit: "/s",
        better: "more",
        ours: one.first.rate,
        peers: [...python, workerpool, singles, batches],
      },
      ...usability("one volunteer", one.first),
      computing("one volunteer", one),
      ...throughput(`${word} squares, four volunteers`, four),
      ...usability("four volunteers", four.first),
      computing("four volunteers", four),
      ...usability("four volunteers, third job in a row", four.third),
      {
        figure: `${word} squares, this tab over memory`,
        better: "less",
        ours: memory.seconds,
        limit: { name: batches.name, value: count / batches.value },
      },
      ...usability("this tab over memory", memory),
      {
        figure: `${fewer.toLocaleString("en")} squares with the journal`,
        better: "less",
        ours: durable.seconds,
        peers: [{ name: "ours without it", value: volatile.seconds }],
      },
      { figure: "writing transactions of the journal", unit: "/s", better: "less", ours: journalRate },
    ];
  },
};
