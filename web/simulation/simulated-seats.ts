import type { Seat, Seats } from "../environment/seat.ts";
import type { RoomId } from "../journal/room-id.ts";
import type { Dice } from "./dice.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { Timeline } from "./timeline.ts";

/** How long a page may take to say that it runs the room. */
const answerMs = 500;

class SimulatedSeat {
  readonly room: RoomId;
  readonly page: SimulatedPage;
  readonly superseded: () => void;
  /** Of the page's start of the room; null while it does not run it. */
  epoch: number | null = null;

  constructor(room: RoomId, page: SimulatedPage, superseded: () => void) {
    this.room = room;
    this.page = page;
    this.superseded = superseded;
  }
}

/** What the pages of one browser say to each other about the rooms that they run. */
export class SimulatedSeats {
  readonly #timeline: Timeline;
  readonly #dice: Dice;
  readonly #superseded: (page: SimulatedPage) => void;
  readonly #seats = new Set<SimulatedSeat>();
  /** Until then no page hears another: the epoch in the journal alone decides. */
  muteUntil = 0;

  /** `superseded` sees each page that is told of another one's beginning. */
  constructor(timeline: Timeline, dice: Dice, superseded: (page: SimulatedPage) => void) {
    this.#timeline = timeline;
    this.#dice = dice;
    this.#superseded = superseded;
  }

  /** The page's epoch in the seat that it holds; null where it holds none. */
  epochOf(page: SimulatedPage): number | null {
    for (const seat of this.#seats) if (seat.page === page && seat.epoch !== null) return seat.epoch;
    return null;
  }

  seatsOf(page: SimulatedPage): Seats {
    page.onDeath(() => {
      for (const seat of this.#seats) if (seat.page === page) this.#seats.delete(seat);
    });
    return { openSeat: (room, superseded) => this.#openSeat(page, room, superseded) };
  }

  #openSeat(page: SimulatedPage, room: RoomId, superseded: () => void): Seat {
    const seat = new SimulatedSeat(room, page, superseded);
    this.#seats.add(seat);
    return {
      isTaken: async () => {
        const others = [...this.#seats].filter((one) => one.room === room && one !== seat && one.epoch !== null);
        const doAnswer = others.some((one) => this.#hears(one.page));
        const isSurelyFree = others.length === 0;
        return page.answer(doAnswer || isSurelyFree ? this.#dice.whole(1, 20) : answerMs, () => doAnswer);
      },
      takeSeat: (epoch) => {
        seat.epoch = epoch;
        for (const one of this.#seats) if (one.room === room && one !== seat) this.#tellBegun(one, epoch);
      },
      leaveSeat: () => {
        seat.epoch = null;
      },
      closeSeat: () => {
        seat.epoch = null;
        this.#seats.delete(seat);
      },
    };
  }

  #hears(page: SimulatedPage): boolean {
    return !page.isDead && !page.isFrozen && this.#timeline.now >= this.muteUntil;
  }

  #tellBegun(seat: SimulatedSeat, epoch: number): void {
    if (this.#timeline.now < this.muteUntil) return;
    this.#timeline.after(this.#dice.whole(1, 20), () =>
      seat.page.hear(() => {
        if (seat.epoch === null || epoch <= seat.epoch || !this.#seats.has(seat)) return;
        seat.epoch = null;
        this.#superseded(seat.page);
        seat.superseded();
        this.#timeline.notePromise();
      }),
    );
  }
}
