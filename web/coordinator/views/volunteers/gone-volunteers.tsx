import { formatCount } from "../../../words/format.ts";
import { goneListed } from "../../../room/people/people.ts";
import type { VolunteerView } from "../../../room/store.ts";
import { say } from "../../../words/say.ts";

/** Volunteers that have left, in one line that opens into a list with each one's reason. Empty if none has left. */
export function GoneVolunteers({ volunteers }: { volunteers: readonly VolunteerView[] }) {
  const gone = volunteers.filter(({ link }) => link === "gone");
  if (gone.length === 0) return null;
  // The store lists `goneListed` at most, so more may have left.
  const count = gone.length < goneListed ? formatCount(gone.length) : `The last ${formatCount(gone.length)} who`;
  return (
    <details className="volunteers-gone">
      <summary>
        {count} left: {gone.map(({ name }) => name).join(", ")}
      </summary>
      <ul aria-label="Volunteers who left">
        {gone.map(({ id, name, goneBecause, tasksDone }) => (
          <li key={id}>
            <strong>{name}</strong>
            <span>
              {[...doneWords(tasksDone), goneBecause === null ? "gone" : say({ key: "gone", ...goneBecause })].join(
                " · ",
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function doneWords(tasksDone: number): readonly string[] {
  return tasksDone === 0 ? [] : [`${formatCount(tasksDone)} done`];
}
