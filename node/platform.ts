import { availableParallelism } from "node:os";
import type { Here } from "../web/pool/here.ts";

/** What pools and managers in this process are opened on. */
export const platform: Here = {
  async openEnvironment(options) {
    const { openNodeEnvironment } = await import("./environment.ts");
    return openNodeEnvironment(options);
  },
  async openManagerEnvironment() {
    const { openNodeManagers } = await import("./managers.ts");
    return openNodeManagers();
  },
  cpuCount: availableParallelism,
};
