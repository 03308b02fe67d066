/* Imported first, so that it knows every connection of the page. */

export interface Traffic {
  readonly bytesSent: number;
  readonly framesSent: number;
  readonly bytesReceived: number;
  readonly framesReceived: number;
}

const connections: RTCPeerConnection[] = [];

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

function counted(stats: unknown, name: string): number {
  if (typeof stats !== "object" || stats === null) return 0;
  const value: unknown = Object.getOwnPropertyDescriptor(stats, name)?.value;
  return typeof value === "number" ? value : 0;
}

/** Bytes and messages of all data channels of this page so far, as the browser counts them. */
export async function traffic(): Promise<Traffic> {
  const reports = await Promise.all(connections.map((connection) => connection.getStats()));
  const channels: unknown[] = reports
    .flatMap((report) => Array.from(report.values()))
    .filter(({ type }: { readonly type: string }) => type === "data-channel");
  const sum = (name: string): number => channels.reduce<number>((total, stats) => total + counted(stats, name), 0);
  return {
    bytesSent: sum("bytesSent"),
    framesSent: sum("messagesSent"),
    bytesReceived: sum("bytesReceived"),
    framesReceived: sum("messagesReceived"),
  };
}

export function trafficBetween(before: Traffic, after: Traffic): Traffic {
  return {
    bytesSent: after.bytesSent - before.bytesSent,
    framesSent: after.framesSent - before.framesSent,
    bytesReceived: after.bytesReceived - before.bytesReceived,
    framesReceived: after.framesReceived - before.framesReceived,
  };
}
