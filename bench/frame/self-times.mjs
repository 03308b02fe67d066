/**
 * What `Profiler.stop` of the DevTools protocol gives; times are in microseconds.
 * @typedef {object} CpuProfile
 * @property {readonly { id: number, callFrame: { functionName: string, url: string, lineNumber: number } }[]} nodes
 * @property {readonly number[]} samples
 * @property {readonly number[]} timeDeltas
 */

/**
 * The functions in which most time was spent themselves, the largest first; idle time is no function's.
 * @param {CpuProfile} profile @param {number} most
 * @returns {{ label: string, ms: number }[]}
 */
export function largestSelfTimes({ nodes, samples, timeDeltas }, most) {
  const labels = new Map(nodes.map(({ id, callFrame }) => [id, labelOf(callFrame)]));
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const [at, id] of samples.entries()) {
    const label = labels.get(id) ?? "(unknown)";
    if (label === "(idle)" || label === "(root)") continue;
    // A sample's time lasts until the next one.
    times.set(label, (times.get(label) ?? 0) + (timeDeltas[at + 1] ?? 0) / 1_000);
  }
  return [...times]
    .map(([label, ms]) => ({ label, ms }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, most);
}

/** @param {{ functionName: string, url: string, lineNumber: number }} frame */
function labelOf({ functionName, url, lineNumber }) {
  const name = functionName === "" ? "(anonymous)" : functionName;
  if (url === "") return name;
  return `${name}  ${url.split("/").at(-1)}:${lineNumber + 1}`;
}
