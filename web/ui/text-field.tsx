import { useId, type ComponentProps } from "react";

interface Props {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** The problem and what is allowed; null if there is none. */
  readonly problem: string | null;
  readonly unit?: string | undefined;
  readonly hint?: string | undefined;
  readonly numeric?: boolean;
  readonly name?: string;
  readonly className?: string;
  readonly autoFocus?: boolean;
  /** How the keyboard of a phone begins, and what its Enter key says. */
  readonly autoCapitalize?: ComponentProps<"input">["autoCapitalize"];
  readonly enterKeyHint?: ComponentProps<"input">["enterKeyHint"];
}

/**
 * A line of text with its name, its unit and its problem beside it. Numbers are typed as text too: a browser's number
 * field hides what it does not understand, so that no message could name it.
 */
export function TextField({ label, text, onChange, problem, unit, hint, numeric = false, ...rest }: Props) {
  const id = useId();
  const explanation = problem ?? hint;
  return (
    <div className={`field ${rest.className ?? ""}`}>
      <label htmlFor={id}>
        {label}
        {unit !== undefined && <span className="unit"> ({unit})</span>}
      </label>
      <input
        id={id}
        name={rest.name}
        value={text}
        autoComplete="off"
        spellCheck={false}
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={rest.autoFocus}
        autoCapitalize={rest.autoCapitalize}
        enterKeyHint={rest.enterKeyHint}
        inputMode={numeric ? "numeric" : "text"}
        className={numeric ? "number" : undefined}
        aria-invalid={problem !== null}
        aria-describedby={explanation === undefined ? undefined : `${id}-about`}
        onChange={(event) => onChange(event.target.value)}
      />
      {explanation !== undefined && (
        <p className={problem === null ? "hint" : "problem"} id={`${id}-about`}>
          {explanation}
        </p>
      )}
    </div>
  );
}

/**
 * Moves the focus to the first field of a form that has a problem. Unfolds the field where it is folded away. One that lies in
 * a shadow tree is found by `data-invalid` on the element that the tree hangs on.
 */
export function focusFirstProblem(form: HTMLFormElement): void {
  const found = form.querySelector('[aria-invalid="true"], [data-invalid="true"]');
  const field = found?.shadowRoot?.querySelector('[aria-invalid="true"]') ?? found;
  if (!(field instanceof HTMLElement)) return;
  found?.closest("details")?.setAttribute("open", "");
  field.focus();
}
