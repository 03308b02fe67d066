const name = /^x-[a-z0-9-]{1,62}$/;

/** Whether a message's type names an extension, which each side that does not know it passes over. */
export function isExtension(type: unknown): boolean {
  return typeof type === "string" && name.test(type);
}
