import { describeLink } from "./link.contract.ts";
import { createMemoryLinkPair } from "./memory-link.ts";

describeLink("memory", () => {
  const [a, b] = createMemoryLinkPair();
  return Promise.resolve({
    a,
    b,
    dispose: () => {
      a.close("the test is over");
    },
  });
});
