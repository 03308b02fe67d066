import { fencedAnswer } from "../objects/error-answer.ts";
import type { DownMessage } from "../wire/messages.ts";
import type { VolunteerEvent } from "./events.ts";
import type { Run, VolunteerMachine } from "./state.ts";

/** Sends the call under the lease of its task. An attempt that has lost its lease with a link is told so instead. */
export function sendCall(machine: VolunteerMachine, event: Extract<VolunteerEvent, { type: "task-called" }>): void {
  const { position, call, received, request } = event;
  const run = machine.runs.get(event.run);
  const task = run?.batch.indices[run.from + position];
  // Of a closed job: its task is being ended.
  if (run === undefined || task === undefined || run.batch.closed) return;
  const { name, job, orphaned } = run.batch;
  run.calledAt = position;
  run.openCalls.add(call);
  if (orphaned) fenceCalls(machine, run);
  else machine.effects.push({ type: "send", message: { type: "call", ...name, job, task, call, received, request } });
}

/** Hands the answer to the attempt that waits for it. One that came twice, or too late, changes nothing. */
export function takeAnswer(machine: VolunteerMachine, message: Extract<DownMessage, { type: "answer" }>): void {
  const { epoch, lease, task, call, answer } = message;
  for (const run of machine.runs.values()) {
    const { batch, calledAt } = run;
    if (batch.name.lease !== lease || batch.name.epoch !== epoch || calledAt === null) continue;
    if (batch.orphaned || batch.closed) continue;
    if (batch.indices[run.from + calledAt] !== task || !run.openCalls.delete(call)) continue;
    machine.effects.push({ type: "answer-call", run: run.id, position: calledAt, call, answer });
  }
}

/** Answers what the run waits for: its lease has ended with its link, and no answer comes any more. */
export function fenceCalls(machine: VolunteerMachine, run: Run): void {
  const { id, calledAt, openCalls } = run;
  if (calledAt === null) return;
  for (const call of openCalls) {
    machine.effects.push({ type: "answer-call", run: id, position: calledAt, call, answer: fencedAnswer() });
  }
  openCalls.clear();
}

/** Positions of the run up to `end` are answered. Tells whether one of them has called shared objects. */
export function endCalls(run: Run, end: number): boolean {
  const hasCalled = run.calledAt !== null && run.calledAt < end;
  if (!hasCalled) return false;
  run.calledAt = null;
  run.openCalls.clear();
  return true;
}
