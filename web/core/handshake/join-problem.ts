/** Why a volunteer is not in the room. */
export type JoinProblem =
  | "wrong-key"
  | "unknown-room"
  /** The room is there, and its owner lets nobody in by its code alone. */
  | "link-needed"
  | "coordinator-away"
  | "room-full"
  | "signaling-away"
  /** Something on the way answered in the server's place: a filter, or the sign-in page of a network for guests. */
  | "filtered"
  | "no-path"
  | "unsupported-browser"
  | "other-version"
  | "leaky-sandbox"
  | "sandbox-failed"
  /** Its owner has sent this tab away. */
  | "sent-away"
  /** The coordinator closed the link: this page sent what no volunteer sends. */
  | "broke-rules"
  /** The coordinator closed the link: this page did not say in time which tab it is. */
  | "no-join";
