import { useState } from "react";
import { useStore } from "zustand";
import { AskingButton } from "../../../ui/asking-button.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import type { Room } from "../../../room/room.ts";
import { hostOf, onlyThisComputer } from "./join-link-parts.ts";
import { JoinLink } from "./join-link.tsx";
import { QrCode } from "./qr-code.tsx";
import { closeQuestion } from "../loss-questions.ts";

/** Id of the room's heading. The focus moves there when the room comes to this tab. */
export const roomTitleId = "room-title";

/** The ways into the room: its code, its link and its QR code. */
export function RoomPanel({ room }: { room: Room }) {
  const { phase, code, joinLinks, lent } = useStore(room.store, (state) => state.room);
  const [chosen, setChosen] = useState<string | null>(null);
  // Links change when the server comes back with other addresses; then the best one is shown again.
  const link = joinLinks.find((joinLink) => joinLink === chosen) ?? joinLinks[0];

  return (
    <section className="panel board-room" aria-labelledby={roomTitleId}>
      <div className="room-ways">
        {link !== undefined && <QrCode link={link} code={code} />}
        {link === undefined && phase === "opening" && <div className="qr-waiting" />}
        <h1 id={roomTitleId} tabIndex={-1}>
          <span className="room-label">Room </span>
          <span className="room-code">{code ?? (phase === "failed" ? "none" : "…")}</span>
        </h1>
        {phase === "open" && (
          <p className="room-close">
            <CloseButton room={room} />
            <span className="hint">Sends everyone away. A reload does not.</span>
          </p>
        )}
        {link !== undefined && (
          <div className="room-links">
            {joinLinks.length > 1 && (
              <div className="field">
                <label htmlFor="join-address">Address</label>
                <select id="join-address" value={link} onChange={(event) => setChosen(event.target.value)}>
                  {joinLinks.map((joinLink) => (
                    <option key={joinLink} value={joinLink}>
                      {hostOf(joinLink)}
                    </option>
                  ))}
                </select>
              </div>
            )}
            <JoinLink link={link} />
            {onlyThisComputer(link) && <p className="hint">This address works in other tabs of this computer only.</p>}
          </div>
        )}
      </div>
      {(phase === "opening" || phase === "open") && (
        <Switch label="Joining by code alone" on={lent} onChange={(on) => room.lendSecret(on)}>
          {lent
            ? "Who types the code gets in, and takes the signaling server’s word for who opened the room: it knows what the link says."
            : "Only the link and the QR code let people in. The signaling server has been told to forget what they say."}
        </Switch>
      )}
    </section>
  );
}

function CloseButton({ room }: { room: Room }) {
  const state = useFrameStore(room.store, (all) => all);
  return (
    <AskingButton
      label="Close the room"
      className="quiet"
      question={closeQuestion(state)}
      onConfirm={() => room.closeRoom()}
    />
  );
}
