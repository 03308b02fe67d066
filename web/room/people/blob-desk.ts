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

  /** `findBlob`: null for what no open job names. */
  constructor(people: Pick<People, "linkOf">, findBlob: (hash: BlobHash) => Blob | null, inputs: LargeInputs) {
    this.#people = people;
    this.#inputs = inputs;
    this.#sender = new BlobSender({
      nameOf: (hash) => findBlob(hash)?.name ?? inputs.nameOf(hash),
      bytesOf: (hash) => findBlob(hash)?.bytes ?? inputs.bytesOf(hash),
    });
  }

  /** Tells what is wrong with a request that no honest volunteer makes; null if nothing is. */
  takeRequest(volunteer: VolunteerId, hash: BlobHash, from: number): string | null {
    const wrong = this.#sender.addRequest(volunteer, hash, from);
    if (wrong === null) this.#inputs.noteRequest(volunteer, hash);
    return wrong;
  }

  /** To be called with each message of a volunteer: an answer that has arrived has made room in its link. */
  sendPieces(): void {
    const backlogOf = (volunteer: VolunteerId): number => this.#people.linkOf(volunteer)?.backlogBytes ?? 0;
    for (let piece = this.#sender.takePiece(backlogOf); piece !== null; piece = this.#sender.takePiece(backlogOf)) {
      const { volunteer, hash, offset, bytes } = piece;
      const link = this.#people.linkOf(volunteer);
      if (link !== null) sendMessage(link, { type: "blob", hash, offset, bytes });
      this.#inputs.notePiece(volunteer, hash, offset + bytes.length);
    }
  }

  /** Its link is gone, and what it asked for with it. */
  forgetVolunteer(volunteer: VolunteerId): void {
    this.#sender.forgetVolunteer(volunteer);
  }
}
