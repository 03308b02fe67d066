import type { Departure } from "../../core/scheduler/events.ts";
import { heartbeatInterval } from "../../core/scheduler/presence.ts";
import type { Scheduler } from "../../core/scheduler/state.ts";
import { decodeUp } from "../../core/wire/codec.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import type { Link, LinkEnd } from "../../links/link.ts";
import { formatPlural } from "../../words/format.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { Join } from "./gate.ts";
import type { Member, Members } from "./people.ts";
import { say, sendAway } from "./send-message.ts";
import type { TaskFlow } from "../jobs/scheduler-shell.ts";

interface Surroundings {
  readonly scheduler: Scheduler;
  readonly members: Members;
  readonly log: LogBook;
  readonly flow: TaskFlow;
  /** A volunteer has its number and its name. */
  readonly met: (member: Member) => void;
  /** Something that people see has changed. */
  readonly changed: () => void;
}

/** Turns what volunteers say, and their links' ends, into facts for the scheduler. */
export class Reception {
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  admit(link: Link, join: Join): void {
    const { scheduler, members, log, flow } = this.#surroundings;
    const { member, former } = members.arrive(join.tab, link, join.name, join.device, join.slots);
    former?.close("The same tab came back by another link.");
    this.#surroundings.met(member);
    link.listen((event) => {
      switch (event.type) {
        case "message": {
          const decoded = decodeUp(event.lane, event.bytes);
          if (decoded.type === "value") this.#hear(member, link, decoded.value);
          else this.#breakOff(member, link, decoded.problem);
          return;
        }
        case "path-changed":
          this.#changePath(member, link, event.path);
          return;
        case "ended":
          this.#depart(member, link, departureOf(event.end), event.end.reason);
          return;
      }
    });
    const heartbeatMs = heartbeatInterval(scheduler);
    say(link, { type: "welcome", epoch: scheduler.epoch, volunteer: member.id, heartbeatMs });
    log.write("people", `${member.name} joined with ${formatPlural(member.slots, "slot")}`);
    flow.tell({ type: "volunteer-joined", volunteer: member.id, slots: member.slots });
  }

  #changePath(member: Member, link: Link, path: Member["path"]): void {
    if (member.link !== link) return;
    const { flow, changed } = this.#surroundings;
    member.path = path;
    flow.tell({ type: "path-changed", volunteer: member.id, path });
    changed();
  }

  #hear(member: Member, link: Link, message: UpMessage): void {
    // A tab that came back speaks by its new link only.
    if (member.link !== link) return;
    const { flow } = this.#surroundings;
    const volunteer = member.id;
    switch (message.type) {
      case "join":
        this.#breakOff(member, link, "join, said twice");
        return;
      case "limits":
        member.slots = message.slots;
        member.paused = message.paused;
        flow.tell({ type: "limits-changed", volunteer, slots: message.slots, paused: message.paused });
        return;
      case "heartbeat":
        say(link, { type: "heartbeat" });
        flow.tell({ type: "heartbeat-arrived", volunteer, leases: message.leases });
        return;
      case "results":
        flow.tell({ ...message, type: "results-arrived", volunteer });
        return;
      case "returned":
        flow.tell({ ...message, type: "tasks-returned", volunteer });
        return;
      case "goodbye":
        this.#depart(member, link, "goodbye", message.reason);
        link.close("Goodbye.");
        return;
    }
  }

  /** It broke the rules that both sides have agreed on: both people are told how. */
  #breakOff(member: Member, link: Link, what: string): void {
    this.#depart(member, link, "dismissed", `it sent what no volunteer sends (${what})`);
    sendAway(link, `This page sent what no volunteer sends (${what}).`);
  }

  #depart(member: Member, link: Link, departure: Departure, reason: string): void {
    if (member.link !== link) return;
    const { members, log, flow } = this.#surroundings;
    members.depart(member, reason);
    log.write(departure === "dismissed" ? "trouble" : "people", `${member.name} is gone: ${reason}`);
    flow.tell({ type: "volunteer-left", volunteer: member.id, departure });
  }

  /** Everyone loses the link, and looks for the room again. */
  letGo(reason: string): void {
    for (const { link } of this.#surroundings.members.list()) link?.close(reason);
  }

  /** Says goodbye to everyone: nobody looks for the room any more. */
  sendAway(reason: string): void {
    for (const { link } of this.#surroundings.members.list()) {
      if (link !== null) sendAway(link, reason);
    }
  }
}

/** A link that the other side has closed was left; one that nobody closed counts as a death. */
function departureOf(end: LinkEnd): Departure {
  switch (end.type) {
    case "closed":
    case "remote":
      return "goodbye";
    case "lost":
      return "lost";
    case "malformed":
      return "dismissed";
  }
}
