import { messageOf } from "../../message-of.ts";
import type { Command } from "../../testing/transcript.ts";
import { encode } from "../answer.ts";
import type { ObjectSettings } from "../events.ts";
import { objectId, ObjectsRig } from "./objects-rig.ts";

/**
 * Plays the commands of a transcript on a home's machine, and gives its answers. `make q queue maxsize=2` makes an object, and
 * `make r pipe other=w` both ends of a pipe, which `main` holds; `drop q` drops it. `ada q put: "x", 5` is the next call of a caller, with its arguments as
 * JSON; `again ada` is its last call once more, as a doubled message brings it. `lost ada` and `done ada` end it, `withdraw ada 3` withdraws its third call. In `wait 5s` the alarm rings when it is due.
 */
export class TranscriptPlayer {
  readonly #rig = new ObjectsRig();

  readonly play = (command: Command): readonly string[] => {
    const lines = this.#obey(command);
    command.checkAllRead();
    return lines;
  };

  #obey(command: Command): readonly string[] {
    try {
      return this.#answers(command);
    } catch (error) {
      return [`error: ${messageOf(error)}`];
    }
  }

  #answers(command: Command): readonly string[] {
    const rig = this.#rig;
    switch (command.verb) {
      case "make":
        rig.make(command.word(), settingsOf(command));
        return [];
      case "drop":
        return rig.tell({ type: "object-dropped", object: objectId(command.word()) });
      case "again":
        return rig.again(command.word());
      case "lost":
      case "done":
        return rig.end(command.word(), command.verb);
      case "withdraw":
        return rig.withdraw(command.word(), command.asNumber(command.word(1)));
      case "wait":
        return rig.pass(command.milliseconds(command.word()));
      default: {
        const args: unknown = JSON.parse(command.hasText ? `[${command.text()}]` : "[]");
        return rig.call(command.verb, command.word(), command.word(1), ...(Array.isArray(args) ? args : []));
      }
    }
  }
}

function settingsOf(command: Command): ObjectSettings {
  const kind = command.word(1);
  switch (kind) {
    case "queue":
      return { kind, maxsize: command.number("maxsize", 0), isJoinable: command.has("joinable") };
    case "semaphore":
      return { kind, value: command.number("value", 1), isBounded: command.has("bounded") };
    case "condition":
      return { kind, lock: null };
    case "barrier":
      return { kind, parties: command.number("parties", 2) };
    case "pipe":
      return { kind, other: objectId(command.value("other") ?? ""), isDuplex: command.has("duplex"), holder: "main" };
    case "value":
      return { kind, type: null, initial: encode(command.number("initial", 0)) };
    case "lock":
    case "rlock":
    case "event":
      return { kind };
    default:
      throw command.error("makes nothing");
  }
}
