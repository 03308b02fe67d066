/**
 * Sleeps for a time, and returns that time.
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
 * The sum of all sleeps, and the longest of them, before whose end no room is done, however many volunteers it has.
 *
 * @public
 * @param {{ tasks: number, sleptMs: number, longestMs: number }} before @param {number} ms
 */
export const reduce = ({ tasks, sleptMs, longestMs }, ms) => ({
  tasks: tasks + 1,
  sleptMs: sleptMs + ms,
  longestMs: Math.max(longestMs, ms),
});
