/**
 * A profile as `Profiler.stop` of the DevTools protocol answers it, with times in microseconds.
 * @typedef {object} CpuProfile
 * @property {readonly { id: number, callFrame: { functionName: string, url: string, lineNumber: number }, children?: readonly number[] }[]} nodes The root first.
 * @property {readonly number[]} samples
 * @property {readonly number[]} timeDeltas
 * @property {number | undefined} [endTime]
 */

/**
 * Joins consecutive profiles of a target into one; null if there are none.
 * @param {readonly CpuProfile[]} profiles
 * @returns {CpuProfile | null}
 */
export function mergeProfiles(profiles) {
  const [first, ...others] = profiles;
  if (first === undefined) return null;
  const [root, ...firstNodes] = first.nodes;
  if (root === undefined) return first;
  const merged = { ...first, nodes: [...firstNodes], samples: [...first.samples], timeDeltas: [...first.timeDeltas] };
  const beginnings = [...(root.children ?? [])];
  for (const { nodes, samples, timeDeltas, endTime } of others) {
    const shift = Math.max(root.id, ...merged.nodes.map(({ id }) => id));
    for (const [at, node] of nodes.entries()) {
      const children = (node.children ?? []).map((id) => id + shift);
      if (at === 0) beginnings.push(...children);
      else merged.nodes.push({ ...node, id: node.id + shift, children });
    }
    const rootId = nodes[0]?.id;
    for (const id of samples) merged.samples.push(id === rootId ? root.id : id + shift);
    for (const delta of timeDeltas) merged.timeDeltas.push(delta);
    merged.endTime = endTime;
  }
  merged.nodes.unshift({ ...root, children: beginnings });
  return merged;
}

/**
 * The functions with the longest self time, longest first. Idle time is left out.
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
