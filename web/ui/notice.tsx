import { useEffect, useRef, type ReactNode } from "react";

interface Props {
  /** `trouble` interrupts a screen reader, the others wait their turn. */
  readonly kind: "calm" | "caution" | "trouble";
  readonly title: string;
  /** Whether the notice takes the focus. Set it where the notice replaces the button that was pressed. */
  readonly takesFocus?: boolean;
  readonly children?: ReactNode;
}

/** Says what happened and what still works. */
export function Notice({ kind, title, takesFocus = false, children }: Props) {
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <section className={`notice notice-${kind}`} role={kind === "trouble" ? "alert" : "status"}>
      <p className="notice-title" ref={heading} tabIndex={takesFocus ? -1 : undefined}>
        {title}
      </p>
      {children}
    </section>
  );
}
