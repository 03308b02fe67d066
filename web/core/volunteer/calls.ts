import { fencedAnswer } from "../objects/error-answer.ts";
import type { DownMessage } from "../wire/messages.ts";
import type { VolunteerEvent } from "./events.ts";
import type { Caller, Run, VolunteerMachine } from "./state.ts";

/** Lines the call up under the lease of its task. An attempt that has lost its lease with a link is told so instead. */
export function takeCall(machine: VolunteerMachine, event: Extract<VolunteerEvent, { type: "task-called" }>): void {
  const { position, call, received, request } = event;
  const run = machine.runs.get(event.run);
  const task = run?.batch.indices[run.from + position];
  // Of a closed job: its task is being ended.
  if (run === undefined || task === undefined || run.batch.closed) return;
  const { name, job, orphaned } = run.batch;
  const caller = run.caller ?? callerOf(run, position, task);
  run.caller = caller;
  if (orphaned) {
    fenceCall(machine, caller, call);
    return;
  }
  machine.callers.add(caller);
  caller.linedUpBytes += request.bytes.length;
  machine.callLine.push({ caller, message: { type: "call", ...name, job, task, call, received, request } });
}

function callerOf({ id: run, batch }: Run, position: number, task: number): Caller {
  return { run, position, batch, task, open: new Set(), linedUpBytes: 0, hasEnded: false };
}

/** Hands the answer to the attempt that waits for it. One that came twice, or too late, changes nothing. */
export function takeAnswer(machine: VolunteerMachine, message: Extract<DownMessage, { type: "answer" }>): void {
  const { epoch, lease, task, call, answer } = message;
  for (const { run, position, batch, task: calling, open, hasEnded } of machine.callers) {
    if (batch.name.lease !== lease || batch.name.epoch !== epoch || calling !== task || !open.delete(call)) continue;
    if (!hasEnded) machine.effects.push({ type: "answer-call", run, position, call, answer });
  }
}

function fenceCall({ effects }: VolunteerMachine, { run, position }: Caller, call: number): void {
  effects.push({ type: "answer-call", run, position, call, answer: fencedAnswer() });
}

/** Answers what running tasks wait for: their leases have ended with the link, and no answer comes any more. */
export function fenceCalls(machine: VolunteerMachine): void {
  const { callers, callLine } = machine;
  for (const { caller, message } of callLine) if (message.type === "call") caller.open.add(message.call);
  for (const caller of callers) if (!caller.hasEnded) for (const call of caller.open) fenceCall(machine, caller, call);
  callers.clear();
  machine.callLine = [];
  machine.uncreditedBytes = 0;
}

/** Positions of the run up to `end` are answered. Gives the one of them that has called shared objects. */
export function endCaller(run: Run, end: number): Caller | null {
  const { caller } = run;
  if (caller === null || caller.position >= end) return null;
  run.caller = null;
  return caller;
}

/** What these callers have not sent yet is dropped. */
export function dropCallers(machine: VolunteerMachine, isDropped: (caller: Caller) => boolean): void {
  const { callers } = machine;
  for (const caller of callers) if (isDropped(caller)) callers.delete(caller);
  machine.callLine = machine.callLine.filter(({ caller }) => callers.has(caller));
}
