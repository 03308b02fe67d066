/** What stacks call the slot's own script. */
export const slotName = "tabpool-thread-slot";

const prefix = "data:text/javascript,";

/**
 * An address by which a thread imports the text as a module: Node imports no Blobs. Stacks call the module by its name, unless
 * that has spaces in it. The address stands in the text of each module that imports it, in quotes of either kind; so modules
 * at the end of long chains have long ones.
 */
export function moduleAddress(text: string, name: string): string {
  const named = /\s/.test(name) ? text : `${text}\n//# sourceURL=${name}`;
  // Lone surrogates have no escapes: they become replacement characters, as in a Blob.
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(named));
  return `${prefix}${encodeURIComponent(wellFormed).replaceAll("'", "%27")}`;
}

/** The module's text, with a comment behind it that has its name. */
export function textAt(address: string): string {
  return decodeURIComponent(address.slice(prefix.length));
}
