/**
 * Sleeps, and says for how long it was to.
 *
 * @param {number} ms
 * @returns {Promise<number>} Milliseconds.
 */
export default function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, ms));
}

/** @public */
export const initial = { tasks: 0, sleptMs: 0, longestMs: 0 };

/**
 * How much all have slept, and the longest of them: no room is done before it.
 *
 * @public
 * @param {{ tasks: number, sleptMs: number, longestMs: number }} before @param {number} ms
 */
export const reduce = ({ tasks, sleptMs, longestMs }, ms) => ({
  tasks: tasks + 1,
  sleptMs: sleptMs + ms,
  longestMs: Math.max(longestMs, ms),
});
