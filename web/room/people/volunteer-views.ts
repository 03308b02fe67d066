import type { VolunteerId } from "../../core/ids.ts";
import type { Lease, Scheduler, Session } from "../../core/scheduler/state.ts";
import type { VolunteerView } from "../store.ts";
import type { People, Person } from "./people.ts";

function tasksIn(leases: Iterable<Lease>): number {
  let tasks = 0;
  for (const lease of leases) tasks += lease.outstanding;
  return tasks;
}

function linkView(person: Person, session: Session | undefined): VolunteerView["link"] {
  if (person.link === null) return "gone";
  if (session === undefined) return "steady";
  return session.presence === "suspect" || session.waversSince !== null ? "wavering" : "steady";
}

function volunteerView(person: Person, name: string, session: Session | undefined, tasksDone: number): VolunteerView {
  const { id, device, kind, goneBecause } = person;
  return {
    id,
    name,
    device,
    slots: session?.slots ?? 0,
    paused: session?.paused ?? false,
    kind,
    link: linkView(person, session),
    goneBecause,
    tasksDone,
    tasksLeased: session === undefined ? 0 : tasksIn(session.leases),
    isFetching: [...(session?.equipment.values() ?? [])].includes("fetching"),
  };
}

function sameFields(a: VolunteerView, b: VolunteerView): boolean {
  const theirs = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([field, value]) => theirs.get(field) === value);
}

/**
 * Rows that have not changed are the same objects as before, and so is a list without a changed row. `doneBy`: tasks done
 * of the job shown, by volunteer.
 */
export function volunteerViews(
  scheduler: Scheduler,
  people: People,
  doneBy: ReadonlyMap<VolunteerId, number>,
  before: readonly VolunteerView[],
): readonly VolunteerView[] {
  const known = new Map(before.map((view) => [view.id, view]));
  const views = people.list().map((person) => {
    const { id } = person;
    const view = volunteerView(person, people.nameOf(id), scheduler.sessions.get(id), doneBy.get(id) ?? 0);
    const former = known.get(id);
    return former !== undefined && sameFields(former, view) ? former : view;
  });
  const unchanged = views.length === before.length && views.every((view, at) => view === before[at]);
  return unchanged ? before : views;
}
