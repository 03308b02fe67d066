import type { JobId } from "../core/ids.ts";
import type { Ticket } from "../core/lease-ticket.ts";
import type { LeaseName } from "../core/wire/messages.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

/** A lease that a tab has, or had, with its ticket. */
export interface RememberedLease {
  readonly name: LeaseName;
  readonly job: JobId;
  readonly ticket: Ticket;
  readonly indices: Uint32Array;
}

/** Leases that a tab remembers, the newest last. */
const mostRemembered = 40;

const remembered = new WeakMap<VolunteerTab, Map<string, RememberedLease>>();

/** Has the tab remember the leases that it has, for as long as it may want to lie about them. */
export function rememberLeases(tab: VolunteerTab): void {
  const known = remembered.get(tab) ?? new Map<string, RememberedLease>();
  remembered.set(tab, known);
  for (const { name, job, ticket, indices } of tab.machine?.batches ?? []) {
    known.set(`${name.epoch} ${name.lease}`, { name, job, ticket, indices });
  }
  for (const oldest of known.keys()) {
    if (known.size <= mostRemembered) break;
    known.delete(oldest);
  }
}

/** Under a lease that is alive there is nothing to be offered. */
export function endedLeasesOf(tab: VolunteerTab): readonly RememberedLease[] {
  const alive = new Set(Array.from(tab.machine?.batches ?? [], ({ name }) => `${name.epoch} ${name.lease}`));
  return [...(remembered.get(tab) ?? [])].flatMap(([name, held]) => (alive.has(name) ? [] : [held]));
}
