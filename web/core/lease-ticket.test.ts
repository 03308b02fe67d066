import * as fc from "fast-check";
import { expect, test } from "vitest";
import { epoch, isTabId, jobId, leaseId } from "./ids.ts";
import { isTicket, leaseTickets, type Grant } from "./lease-ticket.ts";
import { sampleTicket } from "./testing/sample-ticket.ts";

const key = new Uint8Array(32).fill(1);
const tickets = leaseTickets(key);

const tab = fc
  .string({ minLength: 32, maxLength: 32, unit: fc.constantFrom(...Array.from("0123456789abcdef")) })
  .filter((text) => isTabId(text));
const number = fc.integer({ min: 1, max: 0xffff_ffff });
const grants = fc.record({
  epoch: number.map(epoch),
  lease: number.map(leaseId),
  job: number.map(jobId),
  tab,
  indices: fc.uniqueArray(fc.nat(5_000), { minLength: 1, maxLength: 40 }).map((list) => Uint32Array.from(list)),
});

function differ(one: Grant, other: Grant): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

test("all tasks of a lease, and any part of them, are known by its ticket, by whoever has the key", () => {
  fc.assert(
    fc.property(grants, fc.nat(), (grant, from) => {
      const ticket = tickets.ticketOf(grant);
      const part = grant.indices.slice(from % grant.indices.length);
      const later = leaseTickets(key.slice());
      expect(later.wereGranted(grant, ticket, grant.indices)).toBe(true);
      expect(later.wereGranted(grant, ticket, part)).toBe(true);
      expect(leaseTickets(key.map((byte) => byte + 1)).wereGranted(grant, ticket, part)).toBe(false);
    }),
  );
});

test("a ticket is worth nothing for another tab, epoch, lease, job or other tasks", () => {
  fc.assert(
    fc.property(grants, grants, (grant, other) => {
      const ticket = tickets.ticketOf(grant);
      for (const field of ["epoch", "lease", "job", "tab", "indices"] as const) {
        const changed = { ...grant, [field]: other[field] };
        if (differ(changed, grant)) expect(tickets.wereGranted(changed, ticket, grant.indices.slice(0, 1))).toBe(false);
      }
    }),
  );
});

test("tasks that were not granted are none of the ticket's, be they alone or among others, and whatever is said to be granted", () => {
  fc.assert(
    fc.property(grants, fc.nat(6_000), (grant, task) => {
      fc.pre(!grant.indices.includes(task));
      const ticket = tickets.ticketOf(grant);
      expect(tickets.wereGranted(grant, ticket, Uint32Array.of(task))).toBe(false);
      const more = Uint32Array.of(...grant.indices, task);
      expect(tickets.wereGranted(grant, ticket, more)).toBe(false);
      expect(tickets.wereGranted({ ...grant, indices: more }, ticket, more)).toBe(false);
      expect(tickets.wereGranted({ ...grant, indices: grant.indices.slice(1) }, ticket, grant.indices)).toBe(false);
    }),
  );
});

test("a ticket that is made up, or one character of which is another, is none", () => {
  fc.assert(
    fc.property(grants, fc.nat(31), (grant, at) => {
      const ticket = tickets.ticketOf(grant);
      const other = ticket.at(at) === "0" ? "1" : "0";
      const changed = `${ticket.slice(0, at)}${other}${ticket.slice(at + 1)}`;
      if (!isTicket(changed)) throw new Error("one character more or less");
      expect(tickets.wereGranted(grant, changed, grant.indices)).toBe(false);
      expect(tickets.wereGranted(grant, sampleTicket(), grant.indices)).toBe(false);
    }),
  );
});
