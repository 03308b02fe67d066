import type { LineLimits } from "../line-budget.ts";
import { maxColumnBytes } from "../values/limits.ts";

/**
 * The limits of what either side accepts. The bytes come from strangers, so each limit bounds what one message makes its
 * receiver allocate or loop over. Lengths of text are in UTF-16 code units.
 */

/** Bytes of the largest frame that every browser sends and receives in one piece. */
export const maxFrameBytes = 64 * 1024;

/** Bytes of the largest control message. It fits into one frame, so that pieces of a cut message cannot hold it up. */
export const maxControlBytes = 60 * 1024;

/** Bytes of the largest message: one value of the largest size, and the columns beside it. */
export const maxMessageBytes = maxColumnBytes;

/** Bytes that one side may send before the handshake is done: four messages of at most 200 bytes, with room to grow. */
export const maxHandshakeBytes = 4 * 1024;

/** Bytes of the largest header of a bulk message, its plain fields as JSON. That of a job holds the program's source. */
export const maxHeaderBytes = 8 * 1024 * 1024;

/** Most tasks in one message. A batch aims at 150 ms of computing: more tasks would take less than 10 µs each, and gain nothing. */
export const maxTasksInMessage = 16_384;

/** Most inputs that travel beside one batch: so many of more than a piece are as many bytes as the inputs of a batch have at most. */
export const maxLargeInputs = 256;

/** Largest index of a task. Indices have 32 bits, and the largest number marks "none" in some columns. */
export const maxTaskIndex = 0xffff_fffe;

/** Most slots of one volunteer: more than any machine has cores today. */
export const maxSlots = 256;

/** Most leases in a heartbeat: two for each of 256 slots, and as many again while leases overlap at the end of a job. */
export const maxLeasesInHeartbeat = 1024;

/** Most parcels in one `committed`: numbers of ten digits that fit into one control message, with room to spare. */
export const maxParcelsInCommitted = 4096;

/** Longest source of a program: a function with the libraries bundled into it. */
export const maxSourceLength = 1024 * 1024;

/** Longest names and descriptions: they must fit into a table's column. */
export const maxVolunteerNameLength = 40;
export const maxDeviceLength = 80;
export const maxTitleLength = 80;
/** Of what a job computes, in a sentence. */
export const maxAboutLength = 160;
export const maxUnitLength = 40;

/**
 * Lines of a task's console that one volunteer may say, over all of its slots. It keeps to that, and the coordinator lets no
 * more through: a flood must neither fill a slow link nor take the coordinator's time. Characters are counted as they are sent,
 * in JSON in ASCII (`asciiJsonLength`), where one beyond ASCII becomes six: lines go ahead of results and share the control
 * lane with heartbeats, so that the bound must hold for bytes.
 */
export const consoleLimits: LineLimits = {
  linesAtOnce: 200,
  linesASecond: 40,
  charactersAtOnce: 128 * 1024,
  charactersASecond: 32 * 1024,
};

/** Most features that a volunteer offers, and the longest name of one. */
export const maxFeatures = 32;
export const maxFeatureLength = 32;

/** Longest reason for people: one sentence. */
export const maxReasonLength = 200;

/** Longest time limit of a task, a day: a longer one was probably given in another unit. */
export const maxTimeLimitMs = 24 * 60 * 60 * 1000;

/** Longest duration in messages: with a longer delay a browser's timer fires at once. */
export const maxDurationMs = 0x7fff_ffff;

/** Longest name of the picture that a job likes to be shown by. */
export const maxViewTypeLength = 32;

/** Most features that a job may need: a tab offers a handful. */
export const maxNeeds = 16;

/** Most files of one program, and the longest name of one. */
export const maxProgramFiles = 64;
export const maxFileNameLength = 80;
