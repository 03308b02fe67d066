import type { Health } from "./health.ts";

/** The text format 0.0.4 of Prometheus. */
export const metricsType = "text/plain; version=0.0.4; charset=utf-8";

interface Metric {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  /** A sample for each; its text goes between the name and the number. */
  readonly samples: readonly (readonly [labels: string, value: number])[];
}

/** The server's health as Prometheus reads it. Nothing is in it that `/healthz` does not tell. */
export function metricsText({ uptimeSeconds, clients, rooms, refused, relay }: Health): string {
  const metrics: readonly Metric[] = [
    { name: "uptime_seconds", type: "gauge", help: "Since the server was started.", samples: [["", uptimeSeconds]] },
    { name: "clients", type: "gauge", help: "Tabs and processes that are registered now.", samples: [["", clients]] },
    {
      name: "rooms",
      type: "gauge",
      help: "Room codes that are held, those of absent coordinators among them.",
      samples: [["", rooms]],
    },
    {
      name: "refusals_total",
      type: "counter",
      help: "Requests, sockets and messages that were refused, by reason.",
      // Reasons are names of this server's own: none has a sign that would have to be escaped.
      samples: Object.entries(refused).map(([reason, count]) => [`{reason="${reason}"}`, count] as const),
    },
    { name: "relay_links", type: "gauge", help: "Links that are relayed now.", samples: [["", relay.links]] },
    { name: "relay_bytes_total", type: "counter", help: "Bytes that were relayed.", samples: [["", relay.bytes]] },
    {
      name: "relay_slowed_total",
      type: "counter",
      help: "How often a room or an address had used up its bytes, and waited.",
      samples: [["", relay.slowed]],
    },
  ];
  return metrics.map((metric) => linesOf(metric)).join("");
}

function linesOf({ name, type, help, samples }: Metric): string {
  const full = `tabpool_${name}`;
  const lines = samples.map(([labels, value]) => `${full}${labels} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join("")}`;
}
