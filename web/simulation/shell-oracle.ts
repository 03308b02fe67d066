import type { TabId } from "../core/ids.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { toAsciiJson } from "../core/wire/ascii-json.ts";
import { decodeDown, decodeUp } from "../core/wire/codec.ts";
import type { DownMessage, Lane, UpMessage } from "../core/wire/messages.ts";
import type { VolunteerPhase } from "../membership/store.ts";
import type { BlobOracle } from "./blob-oracle.ts";
import type { CallOracle } from "./call-oracle.ts";
import type { EventLog } from "./event-log.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook } from "./record-book.ts";
import type { RoomPage } from "./room-page.ts";
import type { SimulatedLink } from "./simulated-link.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { SimulatedSeats } from "./simulated-seats.ts";
import type { Timeline } from "./timeline.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";
import { otherSide, type Side } from "./weather.ts";

/** What a shell may still do once its room or membership is over. */
const graceMs = 10_000;

/** How soon a link is closed whose volunteer is gone. */
const closedWithinMs = 1_000;

/** How a control message begins that says goodbye: most others are heartbeats, which are not worth decoding. */
const goodbyeStart = toAsciiJson({ type: "goodbye" }).subarray(0, -1);

/** Other control messages that are worth it. */
const ofBlobs = ["blob-wanted", "equipped", "unequipped"].map((type) => toAsciiJson({ type }).subarray(0, -1));

function begins(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

/** What the oracle looks at beside what it is told. */
export interface ShellOracleWorld {
  readonly timeline: Timeline;
  readonly findings: Findings;
  readonly log: EventLog;
  readonly record: RecordBook;
  readonly seats: SimulatedSeats;
  readonly blobs: BlobOracle;
  readonly calls: CallOracle;
  /** The id of the stay that the page goes on with; null where it began a new one. */
  readonly findStay: (page: SimulatedPage) => TabId | null;
  readonly findRoom: (page: SimulatedPage) => RoomPage | null;
  readonly isRoomClosed: () => boolean;
}

/** Checks what the shells of room and membership promise: what goes over their links, what people see, what is left of them. */
export class ShellOracle {
  readonly #world: ShellOracleWorld;
  /** Leases of which a batch has been sent, and parcels sent over one link. */
  readonly #sent = new Set<string>();
  /** Links of parcels that no machine has been told of yet, by link and parcel. */
  readonly #underWay = new Map<string, SimulatedLink>();

  constructor(world: ShellOracleWorld) {
    this.#world = world;
  }

  saidEarly(): void {
    this.#world.findings.must(false, "[I12] something is said before the handshake is done");
  }

  said(link: SimulatedLink, from: Side, lane: Lane, bytes: Uint8Array): void {
    const end = link.ends[from];
    if (lane === "control" && end.hasIntroduced) {
      if (begins(bytes, goodbyeStart)) end.hasSaidGoodbye = true;
      if (!ofBlobs.some((start) => begins(bytes, start))) return;
    }
    const decoded = from === "room" ? decodeDown(lane, bytes) : decodeUp(lane, bytes);
    this.#world.findings.must(decoded.type === "value", "[S5] a shell says what no message is");
    if (decoded.type !== "value") return;
    const message: UpMessage | DownMessage = decoded.value;
    if (message.type === "goodbye") end.hasSaidGoodbye = true;
    this.#world.blobs.said(link, message);
    this.#world.calls.said(message);
    this.#checkMessage(link, end.page, message);
  }

  /** [S5] No order is carried out twice. */
  #checkMessage(link: SimulatedLink, page: SimulatedPage, message: UpMessage | DownMessage): void {
    if (message.type === "join") {
      const wanted = this.#world.findStay(page) ?? message.tab;
      this.#world.findings.must(message.tab === wanted, `[S7] tab ${page.tab} comes back as another volunteer`);
    }
    if (message.type === "batch") {
      this.#checkNew(`batch ${message.epoch} ${message.lease}`, `lease ${message.lease} is sent twice`);
    }
    if (message.type === "results") {
      this.#underWay.set(`${link.number} ${message.parcel}`, link);
      this.#checkNew(`parcel ${link.number} ${message.parcel}`, `parcel ${message.parcel} is sent twice by one link`);
    }
  }

  #checkNew(name: string, words: string): void {
    this.#world.findings.must(!this.#sent.has(name), `[S5] ${words}`);
    this.#sent.add(name);
  }

  /** `speaker`: the link over which the room's page hears something at this moment. */
  factArrives(event: SchedulerEvent, speaker: SimulatedLink | null): void {
    if (event.type === "results-arrived" && speaker !== null)
      this.#underWay.delete(`${speaker.number} ${event.parcel}`);
  }

  /** [S5] Whatever has arrived was handed to the machine. To be called long after the last results. */
  checkArrivals(): void {
    for (const [name, { ends }] of this.#underWay) {
      const hasEnded = ends.room.isOver || ends.volunteer.isOver;
      this.#world.findings.must(hasEnded, `[S5] results came by a link, and no machine is told of them (${name})`);
    }
  }

  startedTwice(tab: VolunteerTab, run: number): void {
    this.#world.findings.must(false, `[S5] run ${run} of tab ${tab.number} is started twice`);
  }

  /** [S6] A volunteer is heard over one link: the one before is closed. */
  joinedAgain(former: SimulatedLink, link: SimulatedLink): void {
    const isClosed = former === link || former.ends.room.isOver;
    this.#world.findings.must(isClosed, `[S6] a tab joined again, and its former link stays open`);
  }

  /** [S6] The link of a volunteer that is taken for gone is closed. */
  departed({ ends, number }: SimulatedLink): void {
    const { timeline, findings } = this.#world;
    timeline.after(closedWithinMs, () => {
      findings.must(ends.room.isOver, `[S6] the volunteer of link ${number} is gone, and the link stays open`);
    });
  }

  /** [S1] People are told of what is on record. */
  published({ room }: RoomPage): void {
    const { job: shown, jobs, log } = room.store.getState();
    const { record, findings } = this.#world;
    for (const job of jobs) {
      const entries = [...(record.jobs.get(job.id)?.byTask.values() ?? [])];
      const done = entries.filter(({ type }) => type === "done").length;
      const failed = entries.length - done;
      const name = `job ${job.id}`;
      findings.must(job.done <= done, `[S1] ${name} is shown with ${job.done} tasks done, and ${done} are on record`);
      findings.must(
        job.failed <= failed,
        `[S1] ${name} is shown with ${job.failed} tasks failed, and ${failed} are on record`,
      );
    }
    const ids = new Set(jobs.map(({ id }) => id));
    findings.must(ids.size === jobs.length, "[S8] a job is listed twice");
    findings.must(shown === null || jobs.includes(shown), "[S8] the job shown is not among those listed");
    let recorded = 0;
    for (const { byTask } of record.jobs.values()) recorded += byTask.size;
    const told = log.filter(({ kind }) => kind === "result").length;
    findings.must(told <= recorded, `[S1] the log tells ${told} results, and ${recorded} are on record`);
  }

  /** [S3] Once a page knows that another one has begun the room, it runs it no more. */
  superseded(page: SimulatedPage): void {
    const { timeline, findings, seats, findRoom } = this.#world;
    const room = findRoom(page);
    if (room === null) return;
    const toldAt = timeline.now;
    timeline.after(graceMs, () => {
      // It may hear of it later, or a person may have had it begin the room anew since: a start without facts has no machine.
      if (page.isDead || page.thawsAt > toldAt || (room.takenOverAt ?? 0) > toldAt) return;
      findings.must(
        room.state.room.phase === "elsewhere",
        `[S3] a page goes on with a room that another one has begun`,
      );
      findings.must(seats.epochOf(page) === null, "[S3] a page keeps the seat that another one has taken");
      findings.must(page.timers === 0, `[S2] ${page.timers} timers outlive a room that is run elsewhere`);
    });
  }

  phaseChanged(tab: VolunteerTab, phase: VolunteerPhase): void {
    const { log, timeline, findings, isRoomClosed } = this.#world;
    log.note(timeline.now, `tab is ${phase.type}`, tab.number);
    const { page } = tab;
    const isSentAway = phase.type === "refused" && phase.problem === "broke-rules";
    const isRude = tab.hasForged || tab.weather.seemsRude;
    findings.must(!isSentAway || isRude, `[P6] tab ${tab.number} is honest and was sent away`);
    // A page that goes leaves, too, and its tab comes back.
    if (phase.type !== "left" || page.isClosed) return;
    const leftAt = timeline.now;
    findings.must(phase.because === "own-wish" || isRoomClosed(), `[S4] tab ${tab.number} takes the room for closed`);
    if (phase.because === "own-wish") this.checkGoodbyes(tab.links, "volunteer", page);
    findings.must(tab.keptStay === null, `[S7] tab ${tab.number} has left and would come back`);
    timeline.after(graceMs, () => {
      if (page.isDead || page !== tab.page || !tab.hasLeft || page.thawsAt > leftAt) return;
      findings.must(page.timers === 0, `[S2] ${page.timers} timers of tab ${tab.number} outlive its membership`);
      findings.must(tab.link === null, `[S4] tab ${tab.number} has left and keeps a link`);
    });
  }

  /** [S4] That side has just closed these links for good, and each other side that was in the room is told why. */
  checkGoodbyes(links: readonly SimulatedLink[], by: Side, page: SimulatedPage): void {
    const { timeline, findings } = this.#world;
    for (const { ends, number } of links) {
      const isClosedNow = ends[by].page === page && ends[by].closedAt === timeline.now;
      // The room knows of a volunteer once it has welcomed it, and the volunteer once it has heard that.
      const isMet = by === "room" ? ends.room.hasIntroduced : ends.volunteer.isWelcomed;
      if (!isClosedNow || !isMet || ends[otherSide(by)].hasSaidGoodbye) continue;
      findings.must(ends[by].hasSaidGoodbye, `[S4] the ${by} closes link ${number} for good, and says no goodbye`);
    }
  }

  /** [S2] Nothing of a page rings after its room or membership is closed. */
  checkClosedPage(page: SimulatedPage): void {
    const { timeline, findings } = this.#world;
    const name = page.tab === 0 ? "a room's page" : `tab ${page.tab}`;
    const closedAt = timeline.now;
    timeline.after(graceMs / 2, () => {
      if (page.isDead || page.thawsAt > closedAt) return;
      findings.must(page.timers === 0, `[S2] ${page.timers} timers outlive the closing of ${name}`);
      findings.must(page.lateRings === 0, `[S2] a timer of ${name} rings after its closing`);
    });
  }
}
