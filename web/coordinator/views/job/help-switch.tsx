import { useStore } from "zustand";
import { say } from "../../../words/say.ts";
import type { Reason } from "../../../words/sayings.ts";
import { Switch } from "../../../ui/switch.tsx";
import type { Room } from "../../../room/room.ts";

function cannotHelp(problem: Reason | null): string {
  const why = problem === null ? "the sandbox did not start" : say(problem).replace(/\.+$/, "");
  return `It cannot: ${why}.`;
}

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
      {helping === "failed" && <span className="problem">{cannotHelp(problem)}</span>}
      {(helping === "off" || helping === "on") && "Computes on this computer’s own cores, in the same sandbox."}
    </Switch>
  );
}
