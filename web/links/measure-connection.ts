import type { LinkFigures } from "./link.ts";

/** What the browser tells of the path that a connection uses now; null where it tells of none. */
export async function measureConnection(connection: Pick<RTCPeerConnection, "getStats">): Promise<LinkFigures | null> {
  const report = await connection.getStats();
  const stats: Record<string, unknown>[] = [];
  report.forEach((each: unknown) => {
    if (typeof each === "object" && each !== null) stats.push({ ...each });
  });
  const selected = stats.find(({ type }) => type === "transport")?.["selectedCandidatePairId"];
  const pair = stats.find(({ type, id, nominated, state }) =>
    type !== "candidate-pair"
      ? false
      : selected === undefined
        ? nominated === true && state === "succeeded"
        : id === selected,
  );
  if (pair === undefined) return null;
  const { bytesSent, bytesReceived, currentRoundTripTime: seconds } = pair;
  return {
    sentBytes: typeof bytesSent === "number" ? bytesSent : 0,
    receivedBytes: typeof bytesReceived === "number" ? bytesReceived : 0,
    roundTripMs: typeof seconds === "number" ? 1_000 * seconds : null,
  };
}
