import type { JoinProblem } from "../store.ts";

export interface ProblemWords {
  readonly title: string;
  readonly what: string;
  readonly advice: readonly string[];
  /** `again`: joining once more may work; `reload`: the page itself must be new; `none`: trying again is no use. */
  readonly retry: "again" | "reload" | "none";
  /** Whether another code may be what is missing. */
  readonly otherRoom: boolean;
}

/** What happened and what to do, for each reason not to be in the room. */
export const problemWords: Readonly<Record<JoinProblem, ProblemWords>> = {
  "wrong-key": {
    title: "The key does not fit this room",
    what: "The part of the link after the # is the room’s key, and this one is incomplete, or belongs to another room or to an earlier one of the same code.",
    advice: [
      "Scan the QR code on the coordinator’s screen again, or ask for the link once more and copy all of it.",
      "Where the room allows it, typing its code alone works too.",
    ],
    retry: "none",
    otherRoom: true,
  },
  "unknown-room": {
    title: "There is no such room",
    what: "The server knows no room with this code that may be joined by code alone: the code is mistyped, the room has been closed, or its owner wants people to come by the link.",
    advice: ["Compare the code with the one on the coordinator’s screen.", "Or use the room’s link or its QR code."],
    retry: "again",
    otherRoom: true,
  },
  "coordinator-away": {
    title: "The coordinator is away",
    what: "The tab that owns this room is not there at the moment: closed, being reloaded, or cut off from the server.",
    advice: ["Ask whether the coordinator’s tab is still open.", "Then try again: the room keeps its code."],
    retry: "again",
    otherRoom: true,
  },
  "room-full": {
    title: "The room is full",
    what: "The coordinator has as many volunteers as one browser tab can hold.",
    advice: ["Try again when somebody has left."],
    retry: "again",
    otherRoom: false,
  },
  "signaling-away": {
    title: "The signaling server does not answer",
    what: "Two tabs find each other through the server that this page came from, and it is not reachable now.",
    advice: [
      "Look whether this computer is still in the network.",
      "If the server has been stopped, somebody has to start it again; then try once more.",
    ],
    retry: "again",
    otherRoom: false,
  },
  "no-path": {
    title: "No path to the coordinator",
    what: "The coordinator was found, but no direct link to it opened within the time limit. The two computers cannot reach each other.",
    advice: [
      "Bring both into the same network: the same Wi-Fi, not one of them on mobile data.",
      "Guest Wi-Fi often keeps its computers apart (client isolation); use another network, a cable or a phone’s hotspot.",
      "Switch off a VPN, or let the firewall pass UDP between the two computers.",
    ],
    retry: "again",
    otherRoom: false,
  },
  "unsupported-browser": {
    title: "This browser cannot take part",
    what: "It has no WebRTC data channels, no Web Workers, or has them switched off.",
    advice: [
      "Use a current Chrome, Edge, Firefox or Safari.",
      "An extension or a privacy setting may have switched WebRTC off; allow it for this site.",
    ],
    retry: "reload",
    otherRoom: false,
  },
  "other-version": {
    title: "This page and the coordinator have different versions",
    what: "They were loaded at different times, and Tabpool has been updated in between.",
    advice: [
      "Reload this page.",
      "If that does not help, the coordinator’s tab is the older one and has to be reloaded.",
    ],
    retry: "reload",
    otherRoom: false,
  },
  "leaky-sandbox": {
    title: "This browser’s sandbox leaks, so nothing is computed here",
    what: "Tasks are other people’s code. Before the first one, this page tried to get out of the sandbox itself, and succeeded. It refuses to run anything in there.",
    advice: [
      "Use a current Chrome, Edge, Firefox or Safari, without extensions that change pages’ security policy.",
      "If this page is served by something other than Tabpool’s own server, the policy header of its sandbox is missing.",
    ],
    retry: "reload",
    otherRoom: false,
  },
  "sandbox-failed": {
    title: "The sandbox did not start",
    what: "Tasks run in a hidden frame with Web Workers, and this browser could not set it up or could not keep it up.",
    advice: ["Close other tabs if memory is short, then try again.", "Use a current Chrome, Edge, Firefox or Safari."],
    retry: "again",
    otherRoom: false,
  },
  "sent-away": {
    title: "The coordinator closed the link",
    what: "It gave a reason:",
    advice: ["Ask whoever runs the room, or try again."],
    retry: "again",
    otherRoom: false,
  },
};
