import { useEffect, useMemo } from "react";
import type { Room } from "../../../room/room.ts";
import { isUnderWay } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import type { FieldValues } from "../../../workloads/field.ts";
import { openPicture } from "../../../workloads/open-picture.ts";
import type { StartWith } from "../job/use-start-with.ts";
import { ImagePanel } from "./image-panel.tsx";
import { GuessPicture } from "./guess-picture.tsx";
import { loadPlot, NumberPicture } from "./number-picture.tsx";
import { pictureKinds } from "./picture-kinds.ts";
import { TilePicture } from "./tile-picture.tsx";
import { TourPicture } from "./tour-picture.tsx";
import { WordPicture } from "./word-picture.tsx";
import "./picture.css";

interface Props {
  readonly room: Room;
  /** Starts a job of these values; null where the picture is only looked at. */
  readonly onStartWith: StartWith | null;
}

/** The picture of the job shown, if its view is one. */
export function PicturePanel({ room, onStartWith }: Props) {
  // With the page, and not with the first result, when the server may be away.
  useEffect(() => void loadPlot(), []);
  const results = useFrameStore(room.store, () => room.results);
  const job = useFrameStore(room.store, (state) => state.job);
  const request = job?.request ?? null;
  const opened = useMemo(() => (request === null ? null : openPicture(request)), [request]);
  if (results === null || job === null) return null;
  const { type } = job.request.view;
  const key = `${job.key.room} ${job.id}`;
  if (opened !== null) {
    const { workload, title, picture } = opened;
    // What is left of the picture that goes would be computed for nobody.
    const zoom =
      onStartWith === null
        ? null
        : (values: FieldValues): void => onStartWith(workload, values, isUnderWay(job) ? job.id : null);
    return <ImagePanel key={key} results={results} title={title} picture={picture} job={job} onZoom={zoom} />;
  }
  if (type === "tiles") return <TilePicture key={key} results={results} name={job.title} />;
  if (type === "islands") return <TourPicture key={key} room={room} results={results} job={job} />;
  if (type === "wordcount") return <WordPicture key={key} room={room} results={results} job={job} />;
  if (type === "password") return <GuessPicture key={key} room={room} results={results} job={job} />;
  const kind = pictureKinds.get(type);
  return kind === undefined ? null : <NumberPicture key={key} results={results} kind={kind} job={job} />;
}
