import { isLessonId, type LessonId } from "../words/lesson-words.ts";
import { isRoomCode, type RoomCode } from "../core/ids.ts";

/* The page's URL names its room and the form that is open, so that a reload, a restored tab and the browser's history lead back to them. */

export const roomParameter = "room";
export const workloadParameter = "workload";
export const viewParameter = "view";
export const seatsParameter = "seats";
export const networkSeatsParameter = "network-seats";
export const lessonParameter = "lesson";

/** What an address says of the room and how it is seen, whatever is computed in it. */
export const ofRoom: readonly string[] = [
  roomParameter,
  viewParameter,
  seatsParameter,
  networkSeatsParameter,
  lessonParameter,
];

/** What `view` may be. */
export const projectorView = "projector";

export function isProjectorInUrl(): boolean {
  return new URLSearchParams(location.search).get(viewParameter) === projectorView;
}

/** The address of the projector's view of a room. */
export function projectorIn(code: RoomCode): string {
  return `/coordinator?${new URLSearchParams({ [roomParameter]: code, [viewParameter]: projectorView })}`;
}

/** Makes an entry in the browser's history, so that its Back button leads out of the projector's view. */
export function turnProjectorInUrl(): void {
  const url = new URL(location.href);
  if (isProjectorInUrl()) url.searchParams.delete(viewParameter);
  else url.searchParams.set(viewParameter, projectorView);
  history.pushState(history.state, "", url);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}

/** null also where the address names one that there is not. */
export function lessonInUrl(): LessonId | null {
  const id = new URLSearchParams(location.search).get(lessonParameter);
  return isLessonId(id) ? id : null;
}

export function roomInUrl(): RoomCode | null {
  const code = new URLSearchParams(location.search).get(roomParameter);
  return isRoomCode(code) ? code : null;
}

export function putRoomInUrl(code: RoomCode): void {
  const url = new URL(location.href);
  if (url.searchParams.get(roomParameter) === code) return;
  url.searchParams.set(roomParameter, code);
  history.replaceState(history.state, "", url);
}

/**
 * Takes everything out but what is said of the room, and the id of the workload whose form is open, with parameters of its fields; null while the gallery is.
 * What the address said of another job, `start` among it, must not come back with a reload.
 */
export function putWorkloadInUrl(id: string | null, parameters: Readonly<Record<string, string>> = {}): void {
  const url = new URL(location.href);
  const kept = [...url.searchParams].filter(([name]) => ofRoom.includes(name));
  url.search = "";
  if (id !== null) url.searchParams.set(workloadParameter, id);
  for (const [name, text] of Object.entries(parameters)) url.searchParams.set(name, text);
  for (const [name, text] of kept) url.searchParams.set(name, text);
  history.replaceState(history.state, "", url);
}
