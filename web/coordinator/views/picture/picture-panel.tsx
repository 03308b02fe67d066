import { useEffect } from "react";
import type { Room } from "../../../room/room.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { loadPlot, NumberPicture } from "./number-picture.tsx";
import { pictureKinds } from "./picture-kinds.ts";
import { TilePicture } from "./tile-picture.tsx";
import "./picture.css";

/** The picture of the job shown, if its view is one. */
export function PicturePanel({ room }: { readonly room: Room }) {
  // With the page, and not with the first result, when the server may be away.
  useEffect(() => void loadPlot(), []);
  const results = useFrameStore(room.store, () => room.results);
  const job = useFrameStore(room.store, (state) => state.job);
  if (results === null || job === null) return null;
  const { type } = job.request.view;
  const key = `${job.key.room} ${job.id}`;
  if (type === "tiles") return <TilePicture key={key} results={results} name={job.title} />;
  const kind = pictureKinds.get(type);
  return kind === undefined ? null : <NumberPicture key={key} results={results} kind={kind} job={job} />;
}
