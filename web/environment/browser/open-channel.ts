/** A channel to other tabs of this browser; null where it has none or does not allow them. */
export function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(name);
  } catch {
    return null;
  }
}
