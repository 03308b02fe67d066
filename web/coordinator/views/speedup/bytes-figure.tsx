import { useMemo, useState, type ComponentType } from "react";
import type { Room } from "../../../room/room.ts";
import { useMeasuredLinks } from "../volunteers/use-measured-links.ts";
import { ByteRates } from "./byte-rates.ts";
import type { LinePlotProps, PlotLine } from "./line-plot.tsx";
import { bytesWords } from "./speedup-words.ts";

interface Props {
  readonly room: Pick<Room, "measureLinks">;
  readonly Plot: ComponentType<LinePlotProps>;
}

const byteLines: readonly PlotLine[] = [
  { colour: "accent", kind: "line", scale: "left" },
  { colour: "done", kind: "line", scale: "left" },
];

/** Bytes a second to and from all volunteers. Links are measured only while somebody looks: to ask hundreds of them costs time. */
export function BytesFigure({ room, Plot }: Props) {
  const bytes = useMemo(() => new ByteRates(), []);
  const [rates, setRates] = useState(bytes.rates);
  useMeasuredLinks(room, (links) => {
    bytes.take(performance.now(), links);
    setRates(bytes.rates);
  });
  const columns = useMemo<[number[], number[], number[]]>(
    () => [
      rates.map(({ atMs }) => atMs / 1_000),
      rates.map(({ sent }) => sent / 1_000),
      rates.map(({ received }) => received / 1_000),
    ],
    [rates],
  );
  const told = bytesWords(rates);
  return (
    <figure>
      <figcaption>
        Bytes: <span className="speedup-accent">to volunteers</span> and <span className="speedup-done">from them</span>
      </figcaption>
      <Plot
        lines={byteLines}
        columns={columns}
        names={{ below: "seconds since this view was opened", left: "kB a second" }}
        label={`Bytes. ${told}`}
      />
      <p className="aside">{told}</p>
    </figure>
  );
}
