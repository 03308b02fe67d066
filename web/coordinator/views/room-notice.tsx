import { useStore } from "zustand";
import { Notice } from "../../ui/notice.tsx";
import type { CoordinatorStore } from "../store.ts";

/** What went wrong with the room, and what still works. Empty while all is well. */
export function RoomNotice({ store }: { store: CoordinatorStore }) {
  const { phase, code, signaling, problem } = useStore(store, (state) => state.room);
  if (phase === "failed") {
    const never = code === null;
    return (
      <Notice kind="trouble" title={never ? "No room could be opened." : "The room could not be kept open."}>
        {problem !== null && <p>{problem}</p>}
        <p>
          {never
            ? "Nobody can join. Reload the page to try again."
            : "Nobody can join any more. Volunteers who are in keep computing, and a job goes on with them. Reload the page to open another room."}
        </p>
        <p>
          <button type="button" onClick={() => location.reload()}>
            Reload
          </button>
        </p>
      </Notice>
    );
  }
  if (phase === "opening" && problem !== null) {
    return (
      <Notice kind="caution" title="The room cannot be opened yet.">
        <p>{problem}</p>
        <p>
          This page keeps trying by itself. Until then nobody can join, but <em>This tab helps too</em> runs jobs in
          this tab alone.
        </p>
      </Notice>
    );
  }
  if (phase === "open" && signaling === "reachable" && problem !== null) {
    return (
      <Notice kind="caution" title="Something about the room needs your attention.">
        <p>{problem}</p>
      </Notice>
    );
  }
  if (phase === "open" && signaling === "unreachable") {
    return (
      <Notice kind="caution" title="The signaling server does not answer.">
        {problem !== null && <p>{problem}</p>}
        <p>
          Volunteers who are in keep computing, and their results keep coming in. Newcomers can join again when it is
          back; this page keeps trying by itself.
        </p>
      </Notice>
    );
  }
  return null;
}
