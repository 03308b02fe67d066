import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { isSame } from "./handshake/proof.ts";
import { toRuns } from "./wire/compaction.ts";
import type { Epoch, JobId, LeaseId, TabId } from "./ids.ts";

declare const brand: unique symbol;

/** By which the coordinator knows a lease that it has granted, without a memory of it: 32 hex digits. */
export type Ticket = string & { readonly [brand]: "Ticket" };

/** Bytes of a ticket: the first ones of an HMAC-SHA-256. */
const ticketBytes = 16;

export function isTicket(value: unknown): value is Ticket {
  return typeof value === "string" && /^[0-9a-f]{32}$/.test(value);
}

/** All that a ticket stands for. */
export interface Grant {
  readonly epoch: Epoch;
  readonly lease: LeaseId;
  readonly job: JobId;
  /** The volunteer's. */
  readonly tab: TabId;
  /** The tasks of the lease, in the order of its batch. */
  readonly indices: Uint32Array;
}

export interface LeaseTickets {
  readonly ticketOf: (grant: Grant) => Ticket;
  /** Whether these are tasks of a lease that was granted so. */
  readonly wereGranted: (grant: Grant, ticket: Ticket, tasks: Uint32Array) => boolean;
}

/** `key`: the coordinator's alone. */
export function leaseTickets(key: Uint8Array): LeaseTickets {
  const ticketOf = ({ epoch, lease, job, tab, indices }: Grant): Ticket => {
    const tag = hmac
      .create(sha256, key)
      .update(utf8ToBytes(`${epoch} ${lease} ${job} ${tab} `))
      .update(new Uint8Array(toRuns(indices).buffer))
      .digest();
    const ticket = bytesToHex(tag.subarray(0, ticketBytes));
    if (!isTicket(ticket)) throw new Error(`made ${ticket}, which is no ticket`);
    return ticket;
  };
  return {
    ticketOf,
    wereGranted(grant, ticket, tasks) {
      if (!isSame(utf8ToBytes(ticket), utf8ToBytes(ticketOf(grant)))) return false;
      const granted = new Set(grant.indices);
      return tasks.every((task) => granted.has(task));
    },
  };
}
