import { describeLink } from "../link.contract.ts";
import { openWebSocket } from "../open-web-socket.ts";
import { cleanUpLater, startServer, stopServer } from "../testing/peer-room.ts";
import { openRelayedPair } from "./testing/relayed-pair.ts";

describeLink(
  "relayed",
  async () => {
    const signaling = await startServer();
    cleanUpLater(() => stopServer(signaling));
    return openRelayedPair(signaling, openWebSocket);
  },
  { hasOneQueue: true },
);
