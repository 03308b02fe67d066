/** `may-sleep`: the screen is wanted on, and nothing keeps it on. */
export type ScreenState = "off" | "held" | "may-sleep";

/** Keeps a device's screen on while that is wanted: a phone whose screen goes dark stops its pages. */
export interface Screen {
  readonly state: ScreenState;
  wantScreen(isWanted: boolean): void;
  /** Sets the one listener. It is called whenever `state` has changed without a call of `wantScreen`. */
  listen(changed: () => void): void;
}

/** For a device without a screen, and for tests. */
export const noScreen: Screen = { state: "off", wantScreen: () => {}, listen: () => {} };
