import { isTicket, type Ticket } from "../lease-ticket.ts";

/** A ticket that no lease has. */
export function sampleTicket(fill = "0"): Ticket {
  const ticket = fill.repeat(32);
  if (!isTicket(ticket)) throw new Error(`${ticket} is no ticket`);
  return ticket;
}
