import { isRoomCode, type RoomCode } from "../../../core/ids.ts";
import { presentIn, type JobView, type RoomStore, type RoomView } from "../../../room/store.ts";
import type { ShownPicture } from "../picture/shown-picture.ts";

/** A job without its definition, which may be large and which nobody reads from the last row. */
export type ToldJob = Omit<JobView, "request">;

/** What the projector's view shows of a room, but for the picture. */
export interface RoomFacts {
  readonly room: RoomView;
  readonly job: ToldJob | null;
  /** Of those that are here. */
  readonly names: readonly { readonly id: number; readonly name: string }[];
}

/** A window asks the windows of its browser for a room: for this one, or for any where `code` is null. */
export interface Ask {
  readonly type: "ask";
  readonly code: RoomCode | null;
  /** The picture that it has; 0 for none. */
  readonly picture: number;
}

/** What the window that runs the room answers. Windows of one browser may be of different versions of the page: `format` tells. */
export interface Answer {
  readonly type: "answer";
  readonly format: typeof format;
  readonly code: RoomCode;
  readonly facts: RoomFacts;
  /** null where the asking window has the newest one, or there is none. */
  readonly picture: (ShownPicture & { readonly number: number }) | null;
}

/** Another number with each change of what an answer holds. */
const format = 1;

export const windowsChannel = "tabpool-rooms-shown";

export function isAsk(data: unknown): data is Ask {
  return isObject(data) && data["type"] === "ask" && (data["code"] === null || isRoomCode(data["code"]));
}

/** Only windows of this page's own origin write to the channel: what they answer in this format is as this page would write it. */
export function isAnswer(data: unknown): data is Answer {
  return isObject(data) && data["type"] === "answer" && data["format"] === format && isRoomCode(data["code"]);
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null;
}

/** Least milliseconds between two pictures: each is read back from its canvas. */
const pictureEachMs = 2_000;

interface Host {
  readonly store: RoomStore;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  readonly takePicture: () => Promise<ShownPicture | null>;
}

/** The side of the window that runs the room: answers others that show it, too. It has only work while one of them asks. */
export class RoomShower {
  readonly #host: Host;
  #picture: (ShownPicture & { readonly number: number }) | null = null;
  #pictures = 0;
  /** What there was to be pictured when it was looked at last, and since when. */
  #subject = { of: "", sinceMs: Number.NEGATIVE_INFINITY };
  #takenAtMs = Number.NEGATIVE_INFINITY;

  constructor(host: Host) {
    this.#host = host;
  }

  /** null where the room that is asked for is not run here. */
  async answer({ code: wanted, picture: seen }: Ask): Promise<Answer | null> {
    const { room, job, volunteers } = this.#host.store.getState();
    const { phase, code } = room;
    if (code === null || phase === "elsewhere" || phase === "closed") return null;
    if (wanted !== null && wanted !== code) return null;
    await this.#takePicture(job);
    const names = presentIn(volunteers).map(({ id, name }) => ({ id, name }));
    const picture = this.#picture === null || this.#picture.number === seen ? null : this.#picture;
    return { type: "answer", format, code, facts: { room, job: job === null ? null : told(job), names }, picture };
  }

  async #takePicture(job: JobView | null): Promise<void> {
    const of = job === null ? "" : `${job.key.room} ${job.key.job} ${job.done} ${job.failed}`;
    const now = this.#host.now();
    if (this.#subject.of !== of) this.#subject = { of, sinceMs: now };
    // What has just come may not be drawn yet: the last picture is one of a time after it.
    const isNewest = this.#picture !== null && this.#takenAtMs - this.#subject.sinceMs >= pictureEachMs;
    if (isNewest || now - this.#takenAtMs < pictureEachMs) return;
    this.#takenAtMs = now;
    const picture = await this.#host.takePicture();
    if (picture !== null && picture.url === this.#picture?.url && picture.words === this.#picture.words) return;
    this.#picture = picture === null ? null : { ...picture, number: (this.#pictures += 1) };
  }
}

function told(job: JobView): ToldJob {
  const { request: _request, ...others } = job;
  return others;
}
