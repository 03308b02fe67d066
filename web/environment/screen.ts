/** `may-sleep`: it is wanted on, and nothing keeps it on. */
export type ScreenState = "off" | "held" | "may-sleep";

/** Keeps a device's screen on while that is wanted: a phone whose screen goes dark stops its pages. */
export interface Screen {
  readonly state: ScreenState;
  wantScreen(isWanted: boolean): void;
  /** One listener, called whenever `state` has changed by itself. */
  listen(changed: () => void): void;
}

/** Where there is no screen to be kept on. */
export const noScreen: Screen = { state: "off", wantScreen: () => {}, listen: () => {} };
