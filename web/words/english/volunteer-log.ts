import { cutWords } from "../../core/values/shown-value.ts";
import { formatBytes, formatCount } from "../format.ts";
import type { CommonKey, SentencesFor, VolunteerLogArguments } from "../sayings.ts";

/** What volunteers' logs say. */
export const volunteerLog: SentencesFor<VolunteerLogArguments, CommonKey> = {
  "task-started": ({ task }) => `run task ${task}...`,
  "task-of-job": ({ task, title, bytes }) =>
    `${task} of ${title}${bytes === null ? "" : ` (input of ${formatBytes(bytes)})`}`,
  "job-closed": ({ title, why }) =>
    why === "cancelled" ? `${title} is cancelled` : `${title} has ended early: one of its results is enough`,
  joined: ({ again }) => (again ? "Back in the room" : "Joined the room"),
  "link-lost": ({ seen }, put) => (seen === null ? "The link was lost" : `The link was lost: ${put(seen)}`),
  "link-replaced": () => "The link was lost: nothing came over it any more",
  "slot-replaced": ({ slot, trouble }, put) => `Slot ${slot + 1} was replaced: ${cutWords(put(trouble))}`,
  "stay-unreadable": ({ reason }) => `What this tab did before could not be read: ${reason}`,
  "said-again": ({ words, times }) => `${words} (${formatCount(times)} times)`,
};
