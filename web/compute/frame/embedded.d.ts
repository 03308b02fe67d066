/** Bundled sources of `slot/slot.ts` and `probe/probe.ts`. The build puts both in front of the bootstrap. */
declare const slotSource: string;
declare const probeSource: string;
