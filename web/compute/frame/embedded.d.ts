/** Source of `slot/slot.ts` and of `probe/probe.ts`, bundled; put in front of the bootstrap when the page is built. */
declare const slotSource: string;
declare const probeSource: string;
