/** Writes into the browser's storage for small texts. Returns why that failed, in a sentence; null where it did not. */
export function storeText(key: string, text: string): string | null {
  try {
    localStorage.setItem(key, text);
    return null;
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    return isFull
      ? "The browser’s storage for texts is full, at some five million characters: remove what you no longer need."
      : "This browser does not let the page keep anything.";
  }
}
