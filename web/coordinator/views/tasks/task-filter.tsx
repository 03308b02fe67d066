import { volunteerId, type VolunteerId } from "../../../core/ids.ts";
import { shownStates, type NamedVolunteer, type ShownState } from "../../../table/table-query.ts";
import { stateWords } from "./state-words.ts";
import "./task-filter.css";

/** Which tasks the person wants to see. */
export interface Wanted {
  readonly text: string;
  readonly state: ShownState | null;
  readonly volunteer: VolunteerId | null;
}

export const allTasks: Wanted = { text: "", state: null, volunteer: null };

interface Props {
  readonly wanted: Wanted;
  readonly volunteers: readonly NamedVolunteer[];
  readonly onChange: (wanted: Wanted) => void;
}

export function TaskFilter({ wanted, volunteers, onChange }: Props) {
  const { text, state, volunteer } = wanted;
  return (
    <search className="task-filter">
      <input
        type="search"
        aria-label="Search the tasks"
        placeholder="Search number, input, result, volunteer"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange({ ...wanted, text: event.target.value })}
      />
      <select
        aria-label="Show tasks in state"
        value={state ?? ""}
        onChange={({ target }) =>
          onChange({ ...wanted, state: shownStates.find((one) => one === target.value) ?? null })
        }
      >
        <option value="">All states</option>
        {shownStates.toReversed().map((one) => (
          <option key={one} value={one}>
            {stateWords[one]}
          </option>
        ))}
      </select>
      <select
        aria-label="Show tasks of volunteer"
        value={volunteer ?? ""}
        onChange={({ target }) =>
          onChange({ ...wanted, volunteer: target.value === "" ? null : volunteerId(Number(target.value)) })
        }
      >
        <option value="">All volunteers</option>
        {volunteers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </search>
  );
}
