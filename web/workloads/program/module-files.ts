/** The files of a job that its program may import. */
export interface ModuleFiles {
  readonly names: ReadonlySet<string>;
  /** The same bytes each time; null where they cannot be had. */
  read(name: string): Promise<Uint8Array | null>;
}
