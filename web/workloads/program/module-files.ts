/** The files of a job that its program may import. */
export interface ModuleFiles {
  readonly names: ReadonlySet<string>;
  /** Bytes, known before any of them is read; 0 where there is no such file. */
  sizeOf(name: string): number;
  /** The same bytes each time; null where they cannot be had. */
  read(name: string): Promise<Uint8Array | null>;
}
