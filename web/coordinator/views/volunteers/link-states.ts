import type { VolunteerView } from "../../../room/store.ts";

/** What is worth a word of how a volunteer is; empty where all is as it should be. */
export function linkStates({ link, paused, isFetching }: VolunteerView): readonly string[] {
  return [
    ...(link === "steady" ? [] : [link]),
    ...(paused ? ["paused"] : []),
    ...(isFetching ? ["fetching data"] : []),
  ];
}
