/**
 * A value that takes long to make, made when it is first asked for. Made while a module loads, the formats of `Intl` and the
 * expressions with classes of Unicode's letters took a page 40 ms of a laptop's core, and many pages never use them.
 */
export function madeOnce<Value extends object>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => (made ??= make());
}
