/** What one process takes from strangers. Tests and embedding programs may set their own. */
export interface SignalingLimits {
  /** Largest websocket message; a long SDP has about 8 KiB. */
  readonly frameBytes: number;
  readonly socketsPerAddress: number;
  readonly clients: number;
  readonly messagesPerSecond: number;
  /** ICE candidates come in bursts: a machine with many interfaces has some twenty for one link. */
  readonly messageBurst: number;
  /** Added to a coordinator's burst for each of its volunteers: one answer and its candidates. */
  readonly messageBurstPerVolunteer: number;
  /** Added to a coordinator's rate for each of its volunteers. */
  readonly messagesPerSecondPerVolunteer: number;
  /** Bytes of one client's messages that wait for a peer which is not (yet) there. */
  readonly waitingBytes: number;
  /** Unsent bytes after which a client that does not read is let go. */
  readonly unreadBytes: number;
  /** How long messages wait for a peer: long enough for a page that is being reloaded. */
  readonly waitMs: number;
  /** A client that has sent nothing for so long is gone; PeerJS sends a heartbeat every 5 s, a hidden tab one a minute. */
  readonly silenceMs: number;
  /** Wrong room codes an address may ask the secret of, in a minute. */
  readonly secretGuessesPerMinute: number;
  /** Wrong room codes an address may ask the state of, in a minute. */
  readonly codeGuessesPerMinute: number;
  readonly claimsPerMinute: number;
  readonly rooms: number;
  /** Another coordinator may take a code whose holder has been gone for so long. */
  readonly codeFreeAfterMs: number;
  /** A code whose holder has been gone for so long is forgotten. */
  readonly codeForgottenAfterMs: number;
  readonly bodyBytes: number;
}

export const standardLimits: SignalingLimits = {
  frameBytes: 64 * 1024,
  socketsPerAddress: 150,
  clients: 5_000,
  messagesPerSecond: 50,
  messageBurst: 200,
  messageBurstPerVolunteer: 20,
  messagesPerSecondPerVolunteer: 5,
  waitingBytes: 128 * 1024,
  unreadBytes: 1024 * 1024,
  waitMs: 3_000,
  silenceMs: 90_000,
  secretGuessesPerMinute: 10,
  codeGuessesPerMinute: 60,
  claimsPerMinute: 60,
  rooms: 10_000,
  codeFreeAfterMs: 10 * 60_000,
  codeForgottenAfterMs: 60 * 60_000,
  bodyBytes: 4 * 1024,
};
