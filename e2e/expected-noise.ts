/** Each volunteer tries the ways out of its sandbox before it computes, and the browser reports each one that it bars. */
export const barredEscape =
  /violates the following Content Security Policy directive|violates the document's Content Security Policy/;

/** What browsers say of a server that is away. */
export const serverAway = /WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to load resource/;
