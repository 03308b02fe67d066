import type { BlobHash } from "../../core/blobs/blob-name.ts";
import { BlobSender } from "../../core/blobs/blob-sender.ts";
import type { Blob } from "../../core/blobs/blob.ts";
import type { VolunteerId } from "../../core/ids.ts";
import type { LargeInputs } from "../jobs/large-inputs.ts";
import type { People } from "./people.ts";
import { sendMessage } from "./send-message.ts";

/** Hands the blobs of open jobs, and large inputs of leases, out to volunteers, piece by piece, as their links take them. */
export class BlobDesk {
  readonly #people: Pick<People, "linkOf">;
  readonly #inputs: LargeInputs;
  readonly #sender: BlobSender;
  readonly #findBlob: (hash: BlobHash) => Blob | null;
  readonly #noteProgress: (volunteer: VolunteerId) => void;
  /** The end of what each volunteer was sent of each blob over its link. */
  readonly #sent = new Map<VolunteerId, Map<BlobHash, number>>();

  /**
   * `findBlob`: null for what no open job names. `noteProgress`: the volunteer was sent a piece that it needs and was not sent
   * before.
   */
  constructor(
    people: Pick<People, "linkOf">,
    findBlob: (hash: BlobHash) => Blob | null,
    inputs: LargeInputs,
    noteProgress: (volunteer: VolunteerId) => void,
  ) {
    this.#people = people;
    this.#inputs = inputs;
    this.#findBlob = findBlob;
    this.#noteProgress = noteProgress;
    this.#sender = new BlobSender({
      isNeeded: (volunteer, hash) => findBlob(hash) !== null || inputs.isNeeded(volunteer, hash),
      nameOf: (hash) => findBlob(hash)?.name ?? inputs.nameOf(hash),
      bytesFor: (volunteer, hash) => findBlob(hash)?.bytes ?? inputs.bytesFor(volunteer, hash),
    });
  }

  /** Tells what is wrong with a request that no honest volunteer makes; null if nothing is. */
  takeRequest(volunteer: VolunteerId, hash: BlobHash, from: number): string | null {
    return this.#sender.addRequest(volunteer, hash, from);
  }

  /** To be called with each message of a volunteer: an answer that has arrived has made room in its link. */
  sendPieces(): void {
    const backlogOf = (volunteer: VolunteerId): number => this.#people.linkOf(volunteer)?.backlogBytes ?? 0;
    for (let piece = this.#sender.takePiece(backlogOf); piece !== null; piece = this.#sender.takePiece(backlogOf)) {
      const { volunteer, hash, offset, bytes } = piece;
      const link = this.#people.linkOf(volunteer);
      if (link !== null) sendMessage(link, { type: "blob", hash, offset, bytes });
      if (this.#noteSent(volunteer, hash, offset + bytes.length)) this.#noteProgress(volunteer);
    }
    this.#inputs.readMissing();
  }

  /** Tells whether it is something that the volunteer needs and was not sent before. */
  #noteSent(volunteer: VolunteerId, hash: BlobHash, end: number): boolean {
    if (this.#inputs.notePiece(volunteer, hash, end)) return true;
    // It may be a blob of an open job as well, which each volunteer needs.
    if (this.#findBlob(hash) === null || this.#inputs.isNeeded(volunteer, hash)) return false;
    const ends = this.#sent.get(volunteer) ?? new Map<BlobHash, number>();
    this.#sent.set(volunteer, ends);
    if (end <= (ends.get(hash) ?? 0)) return false;
    ends.set(hash, end);
    return true;
  }

  /** Its link is gone, and what it asked for with it. */
  forgetVolunteer(volunteer: VolunteerId): void {
    this.#sender.forgetVolunteer(volunteer);
    this.#inputs.forgetVolunteer(volunteer);
    this.#sent.delete(volunteer);
  }
}
