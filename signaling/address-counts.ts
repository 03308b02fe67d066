/** Counts the open sockets of each address. */
export class AddressCounts {
  readonly #counts = new Map<string, number>();

  socketsOf(address: string): number {
    return this.#counts.get(address) ?? 0;
  }

  addSocket(address: string): void {
    this.#counts.set(address, this.socketsOf(address) + 1);
  }

  removeSocket(address: string): void {
    const left = this.socketsOf(address) - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }
}
