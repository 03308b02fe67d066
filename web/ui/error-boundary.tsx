import { Component, type ReactNode } from "react";
import { PageFrame } from "./page-frame.tsx";

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** Shows an error that nothing else has caught: a defect, or a part of the page that could not be loaded. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <PageFrame width="reading">
        <section className="panel" role="alert">
          <h1>This page has stopped</h1>
          <p>
            Either a part of it could not be loaded, because the server is away or has been updated, or it has a defect.
            Reloading helps in the first case, and is worth a try in the second.
          </p>
          <p>
            <button type="button" className="primary" onClick={() => location.reload()}>
              Reload
            </button>
          </p>
          <details>
            <summary>For a report</summary>
            <pre className="stack">{error.stack ?? `${error.name}: ${error.message}`}</pre>
          </details>
        </section>
      </PageFrame>
    );
  }
}
