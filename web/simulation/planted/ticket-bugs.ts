import { leaseTickets, type Grant, type LeaseTickets } from "../../core/lease-ticket.ts";
import { isTabId } from "../../core/ids.ts";
import { planted, type PlantedBug } from "./planted-bug.ts";

/** Tickets over something else than what the lease is. */
function over(change: (grant: Grant) => Grant): (tickets: LeaseTickets) => LeaseTickets {
  return ({ ticketOf, wereGranted }) => ({
    ticketOf: (grant) => ticketOf(change(grant)),
    wereGranted: (grant, ticket, tasks) => wereGranted(change(grant), ticket, tasks),
  });
}

const oneTab = "0".repeat(32);
if (!isTabId(oneTab)) throw new Error(`${oneTab} is no tab id`);

/** Mistakes with the tickets by which leases of before are known again. */
export const ticketBugs: readonly PlantedBug[] = [
  planted("a ticket is not checked", () => ({
    aroundTickets: ({ ticketOf }) => ({ ticketOf, wereGranted: () => true }),
  })),
  planted("a ticket is not bound to its tab", () => ({
    aroundTickets: over((grant) => ({ ...grant, tab: oneTab })),
  })),
  planted("tasks are not looked for in what was granted", () => ({
    aroundTickets: ({ ticketOf, wereGranted }) => ({
      ticketOf,
      wereGranted: (grant, ticket) => wereGranted(grant, ticket, new Uint32Array()),
    }),
  })),
  planted("a ticket is not bound to its tasks", () => ({
    aroundTickets: over((grant) => ({ ...grant, indices: new Uint32Array() })),
  })),
  planted("a start of the room does not know the tickets of the one before", () => {
    let starts = 0;
    return {
      aroundTickets: () => {
        starts += 1;
        return leaseTickets(new Uint8Array(32).fill(starts));
      },
    };
  }),
];
