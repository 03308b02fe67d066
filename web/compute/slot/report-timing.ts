/** Milliseconds until finished positions are reported at the latest. People watch a page that is drawn a few times a second. */
export const flushAfterMs = 200;

/**
 * Bytes of finished values that are reported at once, so that large results do not pile up in the Worker. Fewer than these, a value
 * of the largest size behind them, and the columns of the most tasks fit into one message.
 */
export const flushAfterBytes = 512 * 1024;

/**
 * Milliseconds and positions after a message within which further positions may start without one. Small, so that a death
 * leaves few suspects that run again one by one. Large enough for messages to cost next to nothing: one takes 1 ms of
 * computing on its way through three threads, and at most 20 a second are sent, or one in 8,192 tasks.
 */
export const announceAfterMs = 50;
export const announceAfterPositions = 8192;

/** Milliseconds from which on a task may have stood still in between: shorter standstills are not noticed. */
export const askAfterMs = 750;

/**
 * Milliseconds of computing for which a run that lost its Worker reports each position, or `announceAfterPositions`
 * positions, whichever is less. A hundred times the window in which the suspects had started, since a new Worker starts
 * with cold code and is slower.
 */
export const carefulForMs = 100 * announceAfterMs;
