/** What one server process accepts from clients. Tests and embedding programs may set their own limits. */
export interface SignalingLimits {
  /** Bytes of the longest websocket message. A long SDP has about 8 KiB. */
  readonly frameBytes: number;
  /** Connections in all. Beyond them the oldest that has asked for nothing makes place. A server of its own takes no more than its process can have open. */
  readonly connections: number;
  /** Connections of one address that have asked for nothing yet. Browsers open one or two ahead for each page. */
  readonly silentPerAddress: number;
  /** Milliseconds until the first byte has come over a connection, and until a new websocket has said anything or answered a ping. */
  readonly firstWordMs: number;
  /** Open sockets of one address. A class behind one address needs one for each tab, until its link is open. */
  readonly socketsPerAddress: number;
  /** Registered clients in all. */
  readonly clients: number;
  /** Messages a second of one client in the long run. */
  readonly messagesPerSecond: number;
  /** Messages of one client at once. ICE candidates come in bursts: about twenty for one link on a machine with many interfaces. */
  readonly messageBurst: number;
  /** Messages added to a coordinator's burst for each of its volunteers: one answer and its candidates. */
  readonly messageBurstPerVolunteer: number;
  /** Messages a second added to a coordinator's rate for each of its volunteers. */
  readonly messagesPerSecondPerVolunteer: number;
  /** Bytes of one client's messages that wait for a peer that is not registered (yet). */
  readonly waitingBytes: number;
  /** Unsent bytes after which a client that does not read is disconnected. */
  readonly unreadBytes: number;
  /** Milliseconds that messages wait for a peer: enough for a page that is being reloaded. */
  readonly waitMs: number;
  /** Milliseconds without a message after which a client is disconnected. PeerJS sends a heartbeat every 5 s, in a hidden tab every minute. */
  readonly silenceMs: number;
  /** Wrong room codes that an address may ask the secret of, each minute, before its look-ups are held back. */
  readonly secretGuessesPerMinute: number;
  /** Wrong room codes that an address may ask the state of, each minute, before its look-ups are held back. */
  readonly codeGuessesPerMinute: number;
  /** Milliseconds that look-ups are held back: more than a page waits for an answer (8 s) would lock its neighbours out. */
  readonly heldLookUpMs: number;
  /** Look-ups of one address that are held back at the same time. Each is one guess, so this and the time bound the guesses a second. */
  readonly heldLookUps: number;
  /** Claims of one address each minute. */
  readonly claimsPerMinute: number;
  /** Room codes held at once. */
  readonly rooms: number;
  /** Milliseconds without its holder after which another coordinator may claim a code. */
  readonly codeFreeAfterMs: number;
  /** Milliseconds without its holder after which a code is forgotten. */
  readonly codeForgottenAfterMs: number;
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Relayed links of one room. A browser has at most 255 websockets, and the coordinator's page one for each of these. */
  readonly relayedPerRoom: number;
  /** Relayed links in all. */
  readonly relayed: number;
  /** Open sockets of one address at the relay. A class behind one address has two for each link, where the coordinator is one of it. */
  readonly relaySocketsPerAddress: number;
  /** Volunteers of one room that wait for their coordinator; half of them from one address. */
  readonly relayWaitingPerRoom: number;
  /** Milliseconds that a volunteer waits for its coordinator to take the link. */
  readonly relayWaitMs: number;
  /** Milliseconds after that in which it must have proved itself, as the coordinator tells. */
  readonly relayProofMs: number;
  /** Bytes of each side until then. */
  readonly relayUnprovedBytes: number;
  /** Bytes a second over all relayed links of a room, both ways together. More is slowed down. */
  readonly relayRoomBytesPerSecond: number;
  /** The same of all links that have an end at one address. */
  readonly relayAddressBytesPerSecond: number;
  /** Bytes of one direction of a link that were read and not passed on yet, after which no more are read. */
  readonly relayLinkBytesWaiting: number;
  /** The same over all links of a room. */
  readonly relayRoomBytesWaiting: number;
  /** The same over all links that have an end at one address. */
  readonly relayAddressBytesWaiting: number;
  /** Milliseconds in which an end that bytes wait for must read some. */
  readonly relayStallMs: number;
}

const mebibyte = 1024 * 1024;

export const standardLimits: SignalingLimits = {
  frameBytes: 64 * 1024,
  connections: 20_000,
  silentPerAddress: 150,
  firstWordMs: 5_000,
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
  heldLookUpMs: 4_000,
  heldLookUps: 200,
  claimsPerMinute: 60,
  rooms: 10_000,
  codeFreeAfterMs: 10 * 60_000,
  codeForgottenAfterMs: 60 * 60_000,
  bodyBytes: 4 * 1024,
  relayedPerRoom: 200,
  relayed: 2_000,
  relaySocketsPerAddress: 450,
  relayWaitingPerRoom: 400,
  relayWaitMs: 30_000,
  relayProofMs: 15_000,
  relayUnprovedBytes: 16 * 1024,
  relayRoomBytesPerSecond: 64 * mebibyte,
  relayAddressBytesPerSecond: 128 * mebibyte,
  relayLinkBytesWaiting: 256 * 1024,
  relayRoomBytesWaiting: 32 * mebibyte,
  relayAddressBytesWaiting: 64 * mebibyte,
  relayStallMs: 20_000,
};
