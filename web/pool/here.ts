import { keepAliveBy, type KeepAlive } from "./hold.ts";
import type { ManagerEnvironment } from "./managers/manager-environment.ts";
import type { Platform } from "./open-pool.ts";
import { makeObjectHere } from "./objects/own-home.ts";
import { makeObjectsBy } from "./objects/shared-object.ts";

/** A page or process that the library was loaded in. */
export interface Here extends Platform {
  openManagerEnvironment(): Promise<ManagerEnvironment>;
}

let here: Here | null = null;

/** This page or process is of that kind, and shared objects are made in it. */
export function begin(platform: Here, keepAlive?: KeepAlive): void {
  here = platform;
  if (keepAlive !== undefined) keepAliveBy(keepAlive);
  makeObjectsBy(makeObjectHere);
}

/** @throws Error where the library was not begun. */
export function platformHere(): Here {
  if (here === null) throw new Error("the library was loaded in part: import it from its entry");
  return here;
}
