import type { Seen } from "../../core/seen.ts";
import type { CallOff, Clock } from "../../core/clock.ts";
import { decodeDown, decodeUp } from "../../core/wire/codec.ts";
import type { DownMessage, Lane, UpMessage } from "../../core/wire/messages.ts";
import type { MembershipEnvironment, RoomEnvironment } from "../../environment/environment.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Link, LinkEvent } from "../../links/link.ts";
import type { Injected } from "../injected.ts";

/** What a shell does with its link, as it could be done wrong. Each call is passed on unless it is replaced. */
export interface LinkMistakes {
  readonly send?: (link: Link, lane: Lane, bytes: Uint8Array) => void;
  readonly close?: (link: Link, reason: Seen) => void;
  readonly listen?: (link: Link, listener: (event: LinkEvent) => void) => void;
}

/** The same link with mistakes in its use. */
function withLinkMistakes(link: Link, { send, close, listen }: LinkMistakes): Link {
  return {
    kind: link.kind,
    origin: link.origin,
    fingerprints: link.fingerprints,
    get backlogBytes() {
      return link.backlogBytes;
    },
    send: (lane, bytes) => (send === undefined ? link.send(lane, bytes) : send(link, lane, bytes)),
    limitMessages: (bytes) => link.limitMessages(bytes),
    listen: (listener) => (listen === undefined ? link.listen(listener) : listen(link, listener)),
    close: (reason) => (close === undefined ? link.close(reason) : close(link, reason)),
  };
}

/** Links as the room gets them. `makeMistakes` is called for each. */
export function roomLinks(makeMistakes: (link: Link) => LinkMistakes): Partial<Injected> {
  return {
    aroundRoom: (environment) => ({
      ...environment,
      openHost: (identity) => {
        const host = environment.openHost(identity);
        return {
          listen: (listener) =>
            host.listen((event) => {
              if (event.type !== "link-opened") listener(event);
              else listener({ ...event, link: withLinkMistakes(event.link, makeMistakes(event.link)) });
            }),
          close: () => host.close(),
        };
      },
    }),
  };
}

/** Links as the membership gets them. */
export function membershipLinks(makeMistakes: (link: Link) => LinkMistakes): Partial<Injected> {
  return {
    aroundMembership: (environment) => ({
      ...environment,
      dialer: {
        findRoom: async () => environment.dialer.findRoom(),
        dial: async (identity, signal) => {
          const dialled = await environment.dialer.dial(identity, signal);
          if (dialled.type === "refused") return dialled;
          return { ...dialled, link: withLinkMistakes(dialled.link, makeMistakes(dialled.link)) };
        },
      },
    }),
  };
}

export function upMessage(lane: Lane, bytes: Uint8Array): UpMessage | null {
  const decoded = decodeUp(lane, bytes);
  return decoded.type === "value" ? decoded.value : null;
}

export function downMessage(lane: Lane, bytes: Uint8Array): DownMessage | null {
  const decoded = decodeDown(lane, bytes);
  return decoded.type === "value" ? decoded.value : null;
}

/** The journal as the room gets it. */
export function roomJournal(change: (journal: Journal) => Partial<Journal>): Partial<Injected> {
  return {
    aroundRoom: (environment) => ({
      ...environment,
      journals: {
        ...environment.journals,
        openJournal: async () => {
          const { journal, problem } = await environment.journals.openJournal();
          return { journal: { ...journal, ...change(journal) }, problem };
        },
      },
    }),
  };
}

/** Timers that are not called off where `isMissed` says so. */
export function forgetful(clock: Clock, isMissed: () => boolean): Clock {
  return {
    now: () => clock.now(),
    date: () => clock.date(),
    after: (ms, ring): CallOff => {
      const callOff = clock.after(ms, ring);
      return isMissed() ? () => {} : callOff;
    },
  };
}

export function roomAround(change: (environment: RoomEnvironment) => Partial<RoomEnvironment>): Partial<Injected> {
  return { aroundRoom: (environment) => ({ ...environment, ...change(environment) }) };
}

export function membershipAround(
  change: (environment: MembershipEnvironment) => Partial<MembershipEnvironment>,
): Partial<Injected> {
  return { aroundMembership: (environment) => ({ ...environment, ...change(environment) }) };
}
