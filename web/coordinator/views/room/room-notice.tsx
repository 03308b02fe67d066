import { useStore } from "zustand";
import { saySentence } from "../../../words/say.ts";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { Notice } from "../../../ui/notice.tsx";
import type { Room } from "../../../room/room.ts";
import { roomTitleId } from "./room-panel.tsx";

/** What went wrong with the room, and what still works. Empty while all is well. */
export function RoomNotice({ room }: { room: Room }) {
  const { phase, code, signaling, problem } = useStore(room.store, (state) => state.room);
  if (phase === "elsewhere") {
    return (
      <Notice kind="caution" title={`Room ${code ?? ""} is open in another tab.`}>
        <p>
          That tab runs its jobs, and a room has one coordinator at a time. Here you can look at what is on record, or
          take the room over: its volunteers then come to this tab by themselves, and nothing is lost.
        </p>
        <p>
          <button
            type="button"
            onClick={() => {
              focusHeading(roomTitleId);
              room.takeOver();
            }}
          >
            Take over here
          </button>
        </p>
      </Notice>
    );
  }
  if (phase === "closed") {
    return (
      <Notice kind="calm" title={`Room ${code ?? ""} is closed.`} takesFocus>
        <p>Its volunteers have been sent away. What is on record stays, and a job that is not finished can go on.</p>
        <p className="buttons">
          <button type="button" onClick={() => location.reload()}>
            Open it again
          </button>
          <button type="button" onClick={() => location.assign("/coordinator")}>
            Open a new room
          </button>
        </p>
      </Notice>
    );
  }
  if (phase === "failed") {
    const never = code === null;
    return (
      <Notice kind="trouble" title={never ? "No room could be opened." : "The room could not be kept open."}>
        {problem !== null && <p>{saySentence(problem)}</p>}
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
        <p>{saySentence(problem)}</p>
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
        <p>{saySentence(problem)}</p>
      </Notice>
    );
  }
  if (phase === "open" && signaling === "unreachable") {
    return (
      <Notice kind="caution" title="The signaling server does not answer.">
        {problem !== null && <p>{saySentence(problem)}</p>}
        <p>
          Volunteers who are in keep computing, and their results keep coming in. Newcomers can join again when it is
          back; this page keeps trying by itself.
        </p>
      </Notice>
    );
  }
  return null;
}
