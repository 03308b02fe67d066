import { isRoomCode, type RoomCode } from "../core/ids.ts";

/* The page's URL names its room and the form that is open, so that a reload, a restored tab and the browser's history lead back to them. */

export const roomParameter = "room";
export const workloadParameter = "workload";
export const viewParameter = "view";
/** What `view` may be. */
export const projectorView = "projector";

export function isProjectorInUrl(): boolean {
  return new URLSearchParams(location.search).get(viewParameter) === projectorView;
}

/** Makes an entry in the browser's history, so that its Back button leads out of the projector's view. */
export function turnProjectorInUrl(): void {
  const url = new URL(location.href);
  if (isProjectorInUrl()) url.searchParams.delete(viewParameter);
  else url.searchParams.set(viewParameter, projectorView);
  history.pushState(history.state, "", url);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
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
 * Takes everything out but the room, the projector's view and the id of the workload whose form is open, with parameters of its fields; null while the gallery is.
 * What the address said of another job, `start` among it, must not come back with a reload.
 */
export function putWorkloadInUrl(id: string | null, parameters: Readonly<Record<string, string>> = {}): void {
  const url = new URL(location.href);
  const code = url.searchParams.get(roomParameter);
  const isProjected = isProjectorInUrl();
  url.search = "";
  if (id !== null) url.searchParams.set(workloadParameter, id);
  for (const [name, text] of Object.entries(parameters)) url.searchParams.set(name, text);
  if (code !== null) url.searchParams.set(roomParameter, code);
  if (isProjected) url.searchParams.set(viewParameter, projectorView);
  history.replaceState(history.state, "", url);
}
