import type { VolunteerState } from "../../membership/store.ts";

/** What a volunteer in its room does, in the words of the page's heading and title. */
export type Standing = "Reconnecting…" | "Paused" | "Computing" | "Waiting for work" | "Finished";

export function standing({ phase, paused, work }: VolunteerState): Standing {
  if (phase.type === "reconnecting") return "Reconnecting…";
  if (paused) return "Paused";
  return ({ waiting: "Waiting for work", computing: "Computing", finished: "Finished" } as const)[work];
}

/** A sentence below the heading that explains a standing. */
export const standingHints: Readonly<Partial<Record<Standing, string>>> = {
  "Reconnecting…": "What is computed is kept and handed over when the link is back.",
  Paused: "Tasks that run may end. Nothing else starts until you resume.",
  "Waiting for work": "There is no task for this tab at the moment. It starts by itself when one comes.",
  Finished: "The job is over. If another one starts, this tab helps by itself.",
};

/** The first part of the page's title. */
export function titleWords(state: VolunteerState): string {
  const { phase } = state;
  switch (phase.type) {
    case "looking":
      return "Looking for the room…";
    case "asking":
      return "Join";
    case "joining":
      return "Joining…";
    case "present":
    case "reconnecting":
      return standing(state);
    case "left":
      return phase.because === "own-wish" ? "Left" : "Room closed";
    case "refused":
      return "Not in the room";
  }
}
