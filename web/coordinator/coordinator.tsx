import { openRoom } from "./open-room.ts";
import { CoordinatorPage } from "./views/coordinator-page.tsx";

/** The page of the coordinator, with a room of this browser. */
export function Coordinator() {
  return <CoordinatorPage openRoom={openRoom} />;
}
