import { useState } from "react";

interface Props {
  /** `job 2 of room VYL37S` */
  readonly name: string;
  /** Then one click is not enough: the rest of it could still be computed. */
  readonly isUnfinished: boolean;
  /** Why it cannot be deleted; null where it can. */
  readonly obstacle: string | null;
  readonly onDelete: () => void;
}

export function DeleteButton({ name, isUnfinished, obstacle, onDelete }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  if (isAsking && obstacle === null) {
    return (
      <>
        <button type="button" autoFocus aria-label={`Keep ${name}`} onClick={() => setIsAsking(false)}>
          Keep
        </button>
        <button type="button" aria-label={`Delete ${name} unfinished`} onClick={onDelete}>
          Delete unfinished
        </button>
      </>
    );
  }
  return (
    <button
      type="button"
      disabled={obstacle !== null}
      title={obstacle ?? undefined}
      aria-label={obstacle === null ? `Delete ${name}` : `Delete ${name}: ${obstacle}`}
      onClick={() => {
        if (isUnfinished) setIsAsking(true);
        else onDelete();
      }}
    >
      Delete
    </button>
  );
}
