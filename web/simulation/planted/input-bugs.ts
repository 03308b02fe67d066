import { BlobReceiver } from "../../core/blobs/blob-receiver.ts";
import type { BlobName } from "../../core/blobs/blob-name.ts";
import { packAll } from "../../core/values/packed.ts";
import type { VolunteerMachine } from "../../core/volunteer/state.ts";
import type { Injected } from "../injected.ts";
import { planted, withOrders, type PlantedBug } from "./planted-bug.ts";

/** Has the volunteer take each large input for one that is here, with other bytes where it is not. */
function waitForNone({ blobs }: VolunteerMachine): void {
  const real = blobs.bytesOf.bind(blobs);
  const bytesOf = (name: BlobName): Uint8Array => {
    try {
      return real(name);
    } catch {
      return packAll([new Uint8Array(name.bytes)]).bytes;
    }
  };
  Object.assign(blobs, { hasInput: () => true, bytesOf });
}

/** Whether nothing that is kept of blobs is needed at this moment. */
function needsNothing({ batches, jobs }: VolunteerMachine): boolean {
  const isWaiting = [...batches].some(({ large, next, end }) => large.size > 0 && next < end);
  return !isWaiting && [...jobs.values()].every(({ blobs }) => blobs.length === 0);
}

/** Before the first fact of each volunteer's machine. */
function onNewMachines(tamper: (machine: VolunteerMachine) => void): Partial<Injected> {
  const met = new Set<VolunteerMachine>();
  return {
    toVolunteer: (event, machine) => {
      if (!met.has(machine)) tamper(machine);
      met.add(machine);
      return event;
    },
  };
}

/** Mistakes with large inputs, and with what is kept of them and of blobs. */
export const inputBugs: readonly PlantedBug[] = [
  planted("a task begins before its large input is here and verified", () => onNewMachines(waitForNone)),
  planted("a large input is sent again for each task that has it", () => ({
    fromVolunteer: (effects, machine) => {
      const { blobBytes: budgetBytes, inputBlobBytes: inputBytes, piecesAhead } = machine.settings;
      const hasBegun = effects.some(({ type }) => type === "start-run");
      if (hasBegun && needsNothing(machine))
        Object.assign(machine, { blobs: new BlobReceiver({ budgetBytes, inputBytes, piecesAhead }) });
      return effects;
    },
  })),
  planted("a blob stays pinned after its last job is closed", () =>
    onNewMachines(({ blobs }) => Object.assign(blobs, { closeJob: () => [] })),
  ),
  planted("a large input stays pinned when its task has begun", () =>
    onNewMachines(({ blobs }) => Object.assign(blobs, { dropWishes: () => [] })),
  ),
  planted("the room keeps large inputs that no lease needs any more", () =>
    withOrders((effect, event) => (effect.type === "drop-inputs" && event.type !== "inputs-ready" ? [] : [effect])),
  ),
  planted("the coordinator has dropped a large input before its volunteer has it", () =>
    withOrders((effect) =>
      effect.type === "send-batch" ? [effect, { type: "drop-inputs", load: effect.load }] : [effect],
    ),
  ),
];
