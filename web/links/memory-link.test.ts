import type { Seen } from "../core/seen.ts";
import { describeLink } from "./link.contract.ts";
import { createMemoryLinkPair } from "./memory-link.ts";

const done: Seen = { key: "closed-here" };

describeLink("memory", () => {
  const [a, b] = createMemoryLinkPair();
  return Promise.resolve({
    a,
    b,
    dispose: () => {
      a.close(done);
    },
  });
});
