import type { RoomId } from "../journal/room-id.ts";

/**
 * One page's place at a room that other pages of the same storage may run. The epoch in the journal decides which of them
 * does; a seat spares two of them from taking the room from each other unasked, and lets the older one know at once.
 */
export interface Seat {
  /** Whether another page runs the room and answers. */
  isTaken(): Promise<boolean>;
  /** This page has begun the room: any other that had it before has it no more. */
  takeSeat(epoch: number): void;
  /** This page runs the room no more; it still hears which one does. */
  leaveSeat(): void;
  closeSeat(): void;
}

export interface Seats {
  /** `superseded` is called when another page has begun the room that this one runs. */
  openSeat(room: RoomId, superseded: () => void): Seat;
}

/** Whether a page runs the room, for one that has no seat in it. */
export async function isRoomRun(seats: Seats, room: RoomId): Promise<boolean> {
  const seat = seats.openSeat(room, () => {});
  const isTaken = await seat.isTaken();
  seat.closeSeat();
  return isTaken;
}

/** Where no other page can have the room: in Node, in a test. */
export const loneSeats: Seats = {
  openSeat: () => ({ isTaken: async () => false, takeSeat: () => {}, leaveSeat: () => {}, closeSeat: () => {} }),
};
