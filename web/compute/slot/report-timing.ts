/** What a slot has finished is told of after so long at the latest. People see a page that is drawn a few times a second. */
export const flushAfterMs = 200;

/** Large results do not pile up in the Worker. */
export const flushAfterBytes = 1024 * 1024;

/**
 * What may start after a word without one of its own. Small, so that a death leaves few suspects to run again one by one;
 * large enough that words cost next to nothing: a word takes 1 ms of computing on its way through three threads, and
 * there are 20 a second at most, or one in 8,192 tasks.
 */
export const announceAfterMs = 50;
export const announceAfterPositions = 8192;

/**
 * How long a run that is taken up after a death stays careful, unless `announceAfterPositions` are behind it before: it
 * is slower than before, since a new Worker starts with cold code. Hence a hundred times the window.
 */
export const carefulForMs = 100 * announceAfterMs;
