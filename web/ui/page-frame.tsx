import type { ReactNode } from "react";

interface Props {
  /** Shown at the right end of the masthead. */
  readonly status?: ReactNode;
  /** `reading`: one column of text and forms; `pair`: two of them where there is room; `wide`: an instrument. */
  readonly width: "reading" | "pair" | "wide";
  readonly children: ReactNode;
}

export function PageFrame({ status, width, children }: Props) {
  return (
    <>
      <header className="masthead">
        <span className="wordmark">Tabpool</span>
        <span className="masthead-status">{status}</span>
      </header>
      <main className={`page page-${width}`}>{children}</main>
    </>
  );
}
