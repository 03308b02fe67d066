/** A volunteer tries the ways out of its sandbox before it computes; each line that the browser writes about one names this. */
export const selfTest = /sandbox-self-test/;

/** What browsers say of a server that is away. */
export const serverAway = /WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to load resource/;

/**
 * On a busy machine a volunteer looks for a coordinator that is late with an answer, and calls that off when it has come:
 * the socket that it then closes may not be open yet.
 */
export const calledOff = /WebSocket is closed before the connection is established/;
