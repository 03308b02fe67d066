import type { RoomEnvironment } from "../environment/environment.ts";

export interface PoolEnvironmentOptions {
  /** Slots of this page's or process's own; 0 for none. */
  readonly processes: number;
  /**
   * Where tabs find the pool: the origin of a Tabpool server, `http://192.168.0.7:8080`; in Node also a port, on which a server of
   * this process's own listens, 0 for any free one. null: no other tab can join. Undefined is the environment's own choice.
   */
  readonly server: string | number | null | undefined;
  /** Most tasks of one Worker or thread; undefined: any number. */
  readonly maxTasksPerChild?: number | undefined;
  /** Of this page's or process's own slots. */
  readonly name?: string | undefined;
  /** Where calls are on record; undefined: in memory. */
  readonly journal?: string | undefined;
  /** Nothing of it is to keep a process of Node alive; false where it is not said. */
  readonly isDaemon?: boolean;
}

/** What a pool is made from. */
export interface PoolEnvironment {
  readonly room: RoomEnvironment;
  /** Whether tabs can join, by a link and a code. */
  readonly isOpenToTabs: boolean;
  /** The text of a module. Rejects where it cannot be had. */
  readModule(address: URL): Promise<string>;
  /** After the room: ends a server of its own. */
  close(): Promise<void>;
}

/** Rejects where the server that was asked for cannot be started or had, or the journal cannot be opened. */
export type OpenPoolEnvironment = (options: PoolEnvironmentOptions) => Promise<PoolEnvironment>;
