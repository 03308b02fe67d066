import { useId } from "react";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** The problem and what is allowed; null if there is none. */
  readonly problem: string | null;
  readonly hint?: string | undefined;
  /** Whether the text is a program: then lines are not broken, since their breaks mean something. */
  readonly isCode?: boolean;
}

/** Lines shown at most before the field scrolls. */
const mostRows = 16;

/** A text of several lines, with its name above it and its problem below. As high as its text, within limits. */
export function AreaField({ label, name, text, onChange, problem, hint, isCode = false }: Props) {
  const id = useId();
  const explanation = problem ?? hint;
  const lines = text.split("\n", mostRows + 1).length;
  return (
    <div className="field field-wide">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        value={text}
        rows={Math.min(mostRows, Math.max(4, lines))}
        wrap={isCode ? "off" : "soft"}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className={isCode ? "code" : undefined}
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
