import { startTestServer } from "../../../signaling/testing/test-server.ts";
import { openNodeSocket } from "../../../node/links/open-node-socket.ts";
import { describeLink } from "../link.contract.ts";
import { signalingAt } from "../signaling-address.ts";
import { openRelayedPair, unprovedLimits } from "./testing/relayed-pair.ts";

describeLink(
  "Node's relayed",
  async () => {
    const server = await startTestServer({ limits: unprovedLimits });
    const pair = await openRelayedPair(signalingAt(server.origin), openNodeSocket);
    return {
      ...pair,
      async dispose() {
        await pair.dispose();
        await server.close();
      },
    };
  },
  { hasOneQueue: true },
);
