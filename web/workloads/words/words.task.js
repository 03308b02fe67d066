/**
 * Makes the function of a task, which gets one or several lines as one text. The form's settings are added as a call of it.
 *
 * @public
 * @param {{ counted: string, tellsCase: boolean }} settings
 */
export function counterOf({ counted, tellsCase }) {
  // A word begins with a letter or a digit, of any script; apostrophes and hyphens may be within.
  const word = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’-]*[\p{L}\p{M}\p{N}])?/gu;

  /** @param {string} lines */
  return (lines) => {
    const text = tellsCase ? lines : lines.toLowerCase();
    switch (counted) {
      case "letters":
        return Object.fromEntries(tally(text.match(/\p{L}/gu) ?? []));
      case "frequent":
        // A map keeps this order; an object would put years and other numbers first.
        return new Map(tally(text.match(word) ?? []).slice(0, 10));
      case "different":
        return new Set(text.match(word)).size;
      default:
        return text.match(word)?.length ?? 0;
    }
  };
}

/**
 * What is found with how often it is. Of those that occur as often as each other, the first in the text comes first.
 *
 * @param {Iterable<string>} found
 */
function tally(found) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
