/** Why a volunteer says goodbye; the message's `detail` tells more. */
export const upFarewells = [
  /** A person wanted to leave. */
  "left",
  /** Its page was closed or is loaded anew, or its process was stopped. */
  "page-closed",
  "sandbox-failed",
  /** The coordinator sent what no coordinator sends; `detail` says what. */
  "refused-message",
  "no-welcome",
  /** The link made way for another one of the same volunteer. */
  "another-link",
  /** The coordinator has not answered for a while. */
  "silence",
] as const;

export type UpFarewell = (typeof upFarewells)[number];

/** Why a coordinator says goodbye. */
export const downFarewells = [
  /** For good, by the person who runs it: nobody is sent away. */
  "room-closed",
  /** The volunteer sent what no volunteer sends; `detail` says what. */
  "broke-rules",
  /** The volunteer did not say which tab it is, in time. */
  "no-join",
] as const;

/** Details of `broke-rules` with a meaning of their own, for which version 10 has no reasons. */
const farewellDetails = ["sent-away", "network-full"] as const;

export type FarewellDetail = (typeof farewellDetails)[number];

export function isFarewellDetail(detail: string): detail is FarewellDetail {
  return farewellDetails.some((one) => one === detail);
}

export type DownFarewell = (typeof downFarewells)[number];
