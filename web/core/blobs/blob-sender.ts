import type { VolunteerId } from "../ids.ts";
import type { BlobHash, BlobName } from "./blob-name.ts";
import { isPieceStart, pieceBytes, pieceLength, piecesAhead } from "./pieces.ts";

/**
 * Bytes that may wait in all links together before further pieces go to links alone in which nothing waits: 64 volunteers with
 * all they ask for ahead. Volunteers that stop reading hold up nobody else so.
 */
const mostWaitingBytes = 64 * 1024 * 1024;

/**
 * Bytes that may wait in one link before its next piece is held back, so that batches of other jobs do not wait long. All that an
 * honest volunteer asks for ahead: of its last pieces none is held back by the others, whose arrival it does not tell.
 */
const waitingBytes = piecesAhead * pieceBytes;

/** Requests of one volunteer that are kept. An honest one has eight open, and those of jobs that were closed meanwhile. */
const mostRequests = 64;

interface Request {
  readonly hash: BlobHash;
  readonly from: number;
}

/** What a sender hands out. */
export interface BlobShelf {
  /** null for what no open job names and no lease needs. */
  nameOf(hash: BlobHash): BlobName | null;
  /** Whether an open job names it, or a lease of that volunteer needs it. */
  isNeeded(volunteer: VolunteerId, hash: BlobHash): boolean;
  /** null while they are not in memory: a request for them waits, and holds up no other one. */
  bytesFor(volunteer: VolunteerId, hash: BlobHash): Uint8Array | null;
}

/** A piece that goes out now. */
export interface OutgoingPiece {
  readonly volunteer: VolunteerId;
  readonly hash: BlobHash;
  readonly offset: number;
  /** A view of the blob: to be copied, not kept. */
  readonly bytes: Uint8Array;
}

/**
 * Answers what volunteers ask for, one piece for each in turn. What waits in links is bounded: a request is kept until there
 * is room, and the sender looks again with each message of any volunteer. Nothing else tells that a link has room.
 */
export class BlobSender {
  readonly #shelf: BlobShelf;
  /** In the order of their turns. */
  readonly #requests = new Map<VolunteerId, Request[]>();

  constructor(shelf: BlobShelf) {
    this.#shelf = shelf;
  }

  /**
   * Keeps the request until its turn. One for a blob of no open job is dropped: the job was closed meanwhile. Tells what is
   * wrong with a request that no honest volunteer makes; null if nothing is.
   */
  addRequest(volunteer: VolunteerId, hash: BlobHash, from: number): string | null {
    const name = this.#shelf.nameOf(hash);
    if (name === null) return null;
    if (!isPieceStart(from, name)) return `no piece of blob ${hash.slice(0, 8)} begins at ${from}`;
    const requests = this.#requests.get(volunteer) ?? [];
    // After a job's close, pieces that another job needs are asked for once more.
    if (requests.some((request) => request.hash === hash && request.from === from)) return null;
    // Those of its tasks that were given back, while others need the same inputs, count against no honest volunteer.
    if (requests.length >= mostRequests) keepOnly(requests, (asked) => this.#shelf.isNeeded(volunteer, asked));
    if (requests.length >= mostRequests) return `more than ${mostRequests} requests for pieces at once`;
    requests.push({ hash, from });
    this.#requests.set(volunteer, requests);
    return null;
  }

  /** The volunteer's link is gone, and its requests with it. */
  forgetVolunteer(volunteer: VolunteerId): void {
    this.#requests.delete(volunteer);
  }

  /** The next piece to send; null while there is none, or no room for it. `backlogOf`: bytes that wait in a volunteer's link. */
  takePiece(backlogOf: (volunteer: VolunteerId) => number): OutgoingPiece | null {
    let waiting = 0;
    // What else waits in a link, such as large batches, holds back that link alone.
    for (const volunteer of this.#requests.keys()) waiting += Math.min(waitingBytes, backlogOf(volunteer));
    const mostBacklog = waiting < mostWaitingBytes ? waitingBytes : 1;
    for (const [volunteer, requests] of this.#requests) {
      if (backlogOf(volunteer) >= mostBacklog) continue;
      const piece = this.#takeFirst(volunteer, requests);
      if (piece !== null || requests.length === 0) this.#requests.delete(volunteer);
      if (piece === null) continue;
      if (requests.length > 0) this.#requests.set(volunteer, requests);
      return piece;
    }
    return null;
  }

  #takeFirst(volunteer: VolunteerId, requests: Request[]): OutgoingPiece | null {
    keepOnly(requests, (asked) => this.#shelf.nameOf(asked) !== null);
    for (const [at, { hash, from }] of requests.entries()) {
      const name = this.#shelf.nameOf(hash);
      const bytes = this.#shelf.bytesFor(volunteer, hash);
      if (name === null || bytes === null) continue;
      requests.splice(at, 1);
      return { volunteer, hash, offset: from, bytes: bytes.subarray(from, from + pieceLength(from, name)) };
    }
    return null;
  }
}

/** Takes out requests for blobs of jobs that are closed by now, and for inputs whose leases have ended: an honest volunteer leaves some behind with each. */
function keepOnly(requests: Request[], isOpen: (hash: BlobHash) => boolean): void {
  const open = requests.filter(({ hash }) => isOpen(hash));
  requests.splice(0, requests.length, ...open);
}
