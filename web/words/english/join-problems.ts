import type { ProblemSentences } from "../sayings.ts";

/** The words for each reason not to be in the room. */
export const joinProblems: ProblemSentences = {
  "wrong-key": {
    title: "The key does not fit this room",
    what: "The part of the link after the # is the room’s key, and this one is incomplete, or belongs to another room or to an earlier one of the same code.",
    advice: [
      "Scan the QR code on the coordinator’s screen again, or ask for the link once more and copy all of it.",
      "Where the room allows it, typing its code alone works too.",
    ],
    wayOn: "other-link",
  },
  "unknown-room": {
    title: "There is no such room",
    what: "The server knows no room with this code: the code is mistyped, or the room has been closed.",
    advice: [
      "Compare the code with the one on the coordinator’s screen: is an 8 a B, a 5 an S, a 2 a Z?",
      "Or use the room’s link or its QR code.",
    ],
    wayOn: "other-link",
  },
  "link-needed": {
    title: "This room is joined by its link",
    what: "The room is there, and whoever runs it lets nobody in by the code alone.",
    advice: ["Scan the QR code on the coordinator’s screen, or ask for the link and paste it here."],
    wayOn: "other-link",
  },
  "coordinator-away": {
    title: "The coordinator is away",
    what: "The tab that owns this room does not answer at the moment: closed, being reloaded, cut off from the server, or busy with others who join.",
    advice: ["Ask whether the coordinator’s tab is still open. The room keeps its code and its link."],
    wayOn: "again",
  },
  "room-full": {
    title: "The room is full",
    what: "The coordinator has as many volunteers as it takes, or of your network.",
    advice: ["Try again when somebody has left."],
    wayOn: "again",
  },
  "sent-away": {
    title: "You were sent away",
    what: "Whoever runs the room wants this tab out.",
    advice: ["Ask whoever runs the room, or try again."],
    wayOn: "other-link",
  },
  "signaling-away": {
    title: "The signaling server does not answer",
    what: "Two tabs find each other through the server that this page came from, and it is not reachable now.",
    first: {
      handheld: "Look whether Wi-Fi is on, and is the one of the room: mobile data seldom leads there.",
      computer: "Look whether this computer is still in the network.",
    },
    advice: ["If the server has been stopped, ask for it to be started again."],
    wayOn: "again",
  },
  filtered: {
    title: "Something else answered in the server’s place",
    what: "The network that you are in has put its own page between: a filter, or a sign-in page for guests.",
    advice: [
      "Open any other site in a new tab. If a sign-in page comes, sign in, and come back.",
      "Ask whoever runs the network to let the address of this page through.",
      "Use another network, such as a phone’s hotspot.",
    ],
    wayOn: "again",
  },
  "no-path": {
    title: "No path to the coordinator",
    what: "The coordinator was found, but no direct link to it opened within the time limit. The two devices cannot reach each other.",
    first: {
      handheld: "Switch mobile data off, and use the Wi-Fi that the coordinator uses.",
      computer: "Bring both into the same network, by the same Wi-Fi or by cable, and switch a VPN off.",
    },
    advice: [
      "Guest Wi-Fi often keeps its devices apart (client isolation); use another network, a cable or a phone’s hotspot.",
      "Let the firewall pass UDP between the two devices.",
    ],
    wayOn: "again",
  },
  "unsupported-browser": {
    title: "This browser cannot take part",
    what: "It has no WebRTC data channels, no Web Workers, or has them switched off.",
    advice: [
      "Use a current Chrome, Edge, Firefox or Safari.",
      "An extension or a privacy setting may have switched WebRTC off; allow it for this site.",
    ],
    wayOn: "reload",
  },
  "other-version": {
    title: "This page and the coordinator have different versions",
    what: "They were loaded at different times, and Tabpool has been updated in between.",
    advice: [
      "Reload this page.",
      "If that does not help, the coordinator’s tab is the older one and has to be reloaded.",
    ],
    wayOn: "reload",
  },
  "leaky-sandbox": {
    title: "This browser’s sandbox leaks, so nothing is computed here",
    what: "Tasks are other people’s code. Before the first one, this page tried to get out of the sandbox itself, and succeeded. It refuses to run anything in there.",
    advice: [
      "Use a current Chrome, Edge, Firefox or Safari, without extensions that change pages’ security policy.",
      "If this page is served by something other than Tabpool’s own server, the policy header of its sandbox is missing.",
    ],
    wayOn: "reload",
  },
  "sandbox-failed": {
    title: "The sandbox did not start",
    what: "Tasks run in a hidden frame with Web Workers, and this browser could not set it up or could not keep it up.",
    advice: ["Close other tabs if memory is short, then try again.", "Use a current Chrome, Edge, Firefox or Safari."],
    wayOn: "again",
  },
  "broke-rules": {
    title: "The coordinator closed the link",
    what: "It says that this page sent what no page of Tabpool sends.",
    advice: ["Reload this page: it may be older than the coordinator’s.", "Ask whoever runs the room, or try again."],
    wayOn: "again",
  },
  "no-join": {
    title: "The coordinator closed the link",
    what: "It did not hear in time which tab this is. This page may have been asleep, or the computer very busy.",
    advice: ["Try again, and keep this page in front until it has joined."],
    wayOn: "again",
  },
  "closed-room": {
    title: "This room is closed",
    what: "The link is of a room that the server does not know any more: it has been closed, or its coordinator has been away for long.",
    advice: [
      "Ask for the link of the room that is open now.",
      "If the same room is opened again, this link works again.",
    ],
    wayOn: "again",
  },
};
