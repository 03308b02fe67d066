import { HostileClient } from "../hostile/client/hostile-client.ts";

// Clients that lie, as many as a spec wants. None of them computes anything.

const page = {
  create: (joinLink: string): HostileClient => new HostileClient(joinLink),
};

declare global {
  var liars: typeof page;
}

globalThis.liars = page;
