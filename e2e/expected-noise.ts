/** Console lines about ways out of the sandbox, which a volunteer tries before it computes. */
export const selfTest = /sandbox-self-test/;

/** Console lines about a server that is away. */
export const serverAway = /WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to load resource/;

/**
 * Console line about a socket that is closed before it is open. On a busy machine a volunteer looks for a coordinator that is
 * late with an answer, and stops when the answer has come.
 */
export const calledOff = /WebSocket is closed before the connection is established/;
