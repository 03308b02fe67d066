import { useStore } from "zustand";
import { Switch } from "../../../ui/switch.tsx";
import type { Room } from "../../../room/room.ts";

/** Lends this page's own cores to its room, so that one tab alone runs a job. */
export function HelpSwitch({ room }: { room: Room }) {
  const helping = useStore(room.store, (state) => state.helping);
  const problem = useStore(room.store, (state) => state.helpProblem);
  return (
    <Switch
      label="This tab helps too"
      on={helping === "starting" || helping === "on"}
      onChange={(on) => room.helpHere(on)}
    >
      {helping === "starting" && "Starting the sandbox…"}
      {helping === "failed" && <span className="problem">It cannot: {problem ?? "the sandbox did not start"}.</span>}
      {(helping === "off" || helping === "on") && "Computes on this computer’s own cores, in the same sandbox."}
    </Switch>
  );
}
