import { useId, type ReactNode } from "react";

interface Props {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
  /** What the switch does, or why it did not work. */
  readonly children?: ReactNode;
}

export function Switch({ label, on, onChange, disabled = false, children }: Props) {
  const explanation = useId();
  return (
    <div className="switch">
      <label className="switch-label">
        <input
          type="checkbox"
          role="switch"
          checked={on}
          disabled={disabled}
          aria-describedby={children === undefined ? undefined : explanation}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {children !== undefined && (
        <div className="hint" id={explanation}>
          {children}
        </div>
      )}
    </div>
  );
}
