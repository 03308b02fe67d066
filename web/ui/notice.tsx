import type { ReactNode } from "react";

interface Props {
  /** `trouble` interrupts a screen reader, the others wait their turn. */
  readonly kind: "calm" | "caution" | "trouble";
  readonly title: string;
  readonly children?: ReactNode;
}

/** Says what happened and what still works. */
export function Notice({ kind, title, children }: Props) {
  return (
    <section className={`notice notice-${kind}`} role={kind === "trouble" ? "alert" : "status"}>
      <p className="notice-title">{title}</p>
      {children}
    </section>
  );
}
