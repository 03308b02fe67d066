/** Counts what each address has open, such as sockets. */
export class AddressCounts {
  readonly #counts = new Map<string, number>();

  openOf(address: string): number {
    return this.#counts.get(address) ?? 0;
  }

  addOpen(address: string): void {
    this.#counts.set(address, this.openOf(address) + 1);
  }

  removeOpen(address: string): void {
    const left = this.openOf(address) - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }
}
