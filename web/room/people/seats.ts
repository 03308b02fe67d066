import type { TabId } from "../../core/ids.ts";
import type { FarewellDetail } from "../../core/wire/farewells.ts";
import type { People } from "./people.ts";

/** How many volunteers a room takes. */
export interface SeatLimits {
  /** In all. Chrome allows 500 connections a renderer process, closed ones included until they are collected. */
  readonly volunteers: number;
  /** Of one network, as the signaling server counts addresses: IPv4 whole, IPv6 by /64. Several classes behind one address fit. */
  readonly ofOneNetwork: number;
}

export const standardSeats: SeatLimits = { volunteers: 400, ofOneNetwork: 200 };

/** Why the tab gets no seat; null if it gets one. Where nobody tells its network (`origin` is null) that has no bound. */
export function whyNoSeat(
  people: People,
  { ofOneNetwork }: SeatLimits,
  tab: TabId,
  origin: string | null,
): FarewellDetail | null {
  if (people.isBarred(tab)) return "sent-away";
  if (origin === null || people.hasSeat(tab)) return null;
  return people.presentFrom(origin) < ofOneNetwork ? null : "network-full";
}
