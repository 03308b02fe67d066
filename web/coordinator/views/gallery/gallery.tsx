import { useId } from "react";
import { workloads } from "../../../workloads/catalogue.ts";
import type { Workload } from "../../../workloads/workload.ts";
import { ignoreHeldEnter } from "../../../ui/one-press.ts";
import { CardPicture } from "./card-picture.tsx";
import "./gallery.css";

interface Props {
  /** Whether this tab can run jobs. */
  readonly canStart: boolean;
  /** Opens the form. */
  readonly onChoose: (workload: Workload) => void;
  /** Starts a job of the first preset. */
  readonly onStart: (workload: Workload) => void;
}

/** All workloads, a card each. */
export function Gallery(props: Props) {
  return (
    <ul className="gallery" aria-label="Kinds of jobs">
      {workloads.map((workload) => (
        <WorkloadCard key={workload.id} workload={workload} {...props} />
      ))}
    </ul>
  );
}

function WorkloadCard({ workload, canStart, onChoose, onStart }: Props & { readonly workload: Workload }) {
  const { title, explanation, card, presets } = workload;
  const [first] = presets;
  const id = useId();
  return (
    <li className="card">
      <CardPicture draw={card.picture} />
      <div className="card-words">
        {/* The button covers the whole card, except for its own Start. */}
        <h3>
          <button type="button" className="card-open" aria-describedby={id} onClick={() => onChoose(workload)}>
            {title}
          </button>
        </h3>
        <p id={id}>{explanation}</p>
        <p className="card-lesson">{card.lesson}</p>
        <div className="card-foot">
          <span className="card-effort">{card.effort}</span>
          {first !== undefined && (
            <button
              type="button"
              aria-label={`Start ${title}: ${first.title}`}
              title={first.title}
              disabled={!canStart}
              onKeyDown={ignoreHeldEnter}
              onClick={({ detail }) => {
                if (detail <= 1) onStart(workload);
              }}
            >
              Start
            </button>
          )}
        </div>
      </div>
    </li>
  );
}
