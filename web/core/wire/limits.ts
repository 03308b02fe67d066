import { maxColumnBytes } from "../values/limits.ts";

/**
 * What either side accepts. Strangers send the bytes, so each number bounds what one message can make the receiver
 * allocate or walk through. Lengths of text are in UTF-16 code units.
 */

/** The largest frame that every browser sends and takes in one piece. */
export const maxFrameBytes = 64 * 1024;

/** A control message must fit into one frame, so that nothing that is cut can hold it up. */
export const maxControlBytes = 60 * 1024;

/** One value of the largest size alone, and the columns beside it. */
export const maxMessageBytes = maxColumnBytes;

/** Everything one side may say before the handshake is done: four messages of at most 200 bytes, with room to grow. */
export const maxHandshakeBytes = 4 * 1024;

/** The header of a bulk message: its plain fields as JSON; the largest holds a job's source. */
export const maxHeaderBytes = 8 * 1024 * 1024;

/** A batch aims at 150 ms of computing; more than this would be tasks of less than 10 µs, which gain nothing more. */
export const maxTasksInMessage = 16_384;

/** Task indices are kept in 32 bits, and the largest value marks "none" in some columns. */
export const maxTaskIndex = 0xffff_fffe;

/** More than any machine's cores today. */
export const maxSlots = 256;

/** Two batches for each of 256 slots, and as many again while leases overlap at the tail of a job. */
export const maxLeasesInHeartbeat = 1024;

/** As many numbers of ten digits as fit into one control message, with room to spare. */
export const maxParcelsInCommitted = 4096;

/** A task's function with the libraries bundled into it. */
export const maxSourceLength = 1024 * 1024;

/** What fits a table's column. */
export const maxVolunteerNameLength = 40;
export const maxDeviceLength = 80;
export const maxJobNameLength = 80;

/** One sentence for people. */
export const maxReasonLength = 200;

/** A day: a longer time limit is a unit mistaken for another. */
export const maxTimeLimitMs = 24 * 60 * 60 * 1000;

/** The largest that a browser's timer takes before it wraps round to zero. */
export const maxDurationMs = 0x7fff_ffff;
