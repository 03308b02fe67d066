/** Calls `look` after `ms`, but not before what has come until then is read, be the whole process stopped meanwhile. */
export function lookAfter(ms: number, look: () => void): NodeJS.Timeout {
  return setTimeout(() => setImmediate(look), ms).unref();
}
