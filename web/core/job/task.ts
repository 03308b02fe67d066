/**
 * What a task's function is given beside its input: `export default (input, task) => …`. Made anew for each attempt. Its
 * members may be taken out of it: `(input, { index, random }) => …`.
 *
 * @example
 * import { Pool, type Task } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 2, server: null });
 * const number = (word: string, { index, shared }: Task) => `${String(shared)} ${index}: ${word}`;
 * console.log(await pool.map(number, ["one", "two"], { shared: "line" })); // [ 'line 0: one', 'line 1: two' ]
 */
export interface Task {
  /** The task's number, from 0: its place among the job's inputs. */
  readonly index: number;
  /**
   * 1 for the first execution of this task, one more for each further one, as the coordinator counts them: lost ones and second
   * copies count, and so does what a later reload of the coordinator has forgotten not. At most 255.
   */
  readonly attempt: number;
  /**
   * Draws the next random number: from 0 to just below 1, with 53 random bits. The numbers follow from the job's seed and the
   * task's index alone: each attempt, each volunteer and each run of the job gets the same ones in the same order.
   * Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, 2011); unfit for secrets.
   */
  readonly random: () => number;
  /**
   * Tells people how much of the task is done, from 0 to 1; what lies outside is moved to the nearer end. May be called as
   * often as is convenient: two a second are sent, and the rest costs next to nothing. The last one of several in a row is sent
   * once the task gives up its turn (`await`) for long enough. Ignored once the attempt has ended.
   * @throws TypeError for what is no number.
   */
  readonly progress: (part: number) => void;
  /**
   * Aborted when the task is not wanted any more, because its job was closed or its slot is taken away: then its Worker is
   * ended 200 ms later, or as soon as the task has settled. The result of an aborted task is dropped, whatever it is. A task
   * learns of it when it next gives up its turn (`await`); one that only computes is ended without having learned of it.
   * Code of the task that goes on after the task has settled finds it aborted, too, when it asks again.
   * Nothing is promised at other ends: a time limit that has passed, a crash and a page that is closed give no notice. Nor does
   * a close while many tasks of the same page are being ended.
   */
  readonly signal: AbortSignal;
  /**
   * The job's shared value; undefined where it has none. Decoded when first asked for, once for each Worker: all tasks that
   * follow in that Worker get the same object, so a task must not change it.
   * @throws Error where the value cannot be decoded, on each access.
   */
  readonly shared: unknown;
  /**
   * The bytes of one of the program's files, as a copy that is the task's own: what it writes into them reaches no other task.
   * A program that needs a large file in many tasks keeps what it has made of it in a variable of the module.
   * @throws RangeError for a name that the program has no file of; the message lists the names.
   */
  readonly file: (name: string) => Uint8Array<ArrayBuffer>;
  /**
   * Calls a method of a shared object; the library's objects do it for their users. Resolves to what the method gives, as soon as
   * it does, and rejects with its error: `Fenced` once the room has given the task to others, `NoObjects` where it has no objects.
   * A task that has called is not tried again where its slot dies under it: it has crashed. What is still open when the task has
   * settled is dropped, and never settles. @throws nothing; rejects with a TypeError for what cannot travel, a RangeError for more than
   * 16 arguments, 256 open calls or 63 MiB in them, and an Error once the task has settled.
   */
  readonly call: (object: string, method: string, args: readonly unknown[]) => Promise<unknown>;
  /**
   * `return task.done(value)`: the value is the task's result, and the job is over once that is on record: what was found is
   * enough. Tasks that run are aborted (`signal`), and those without a result are not needed. Has no effect unless the function
   * returns it, or its promise resolves to it.
   */
  readonly done: (value?: unknown) => unknown;
}
