import { lazy, Suspense, type ComponentType } from "react";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { PageFrame } from "./ui/page-frame.tsx";

/* Each path loads only the code of its own role, so that a volunteer's tab computes as early as possible. */

const HomePage = lazy(async () => ({ default: (await import("./home/home-page.tsx")).HomePage }));
const Coordinator = lazy(async () => ({ default: (await import("./coordinator/coordinator.tsx")).Coordinator }));
const Volunteer = lazy(async () => ({ default: (await import("./volunteer/volunteer.tsx")).Volunteer }));

function NothingHere() {
  return (
    <PageFrame width="reading">
      <section className="panel">
        <h1>There is no such page</h1>
        <p>
          Tabpool has a page to <a href="/">join a room</a> and one to <a href="/coordinator">open a room</a>.
        </p>
      </section>
    </PageFrame>
  );
}

/** What a page is for, in the words of who comes to it: seen until its own code is there. */
function OnItsWay({ what }: { readonly what: string }) {
  return (
    <PageFrame width="reading">
      <section className="panel">
        <h1>{what}</h1>
        <p className="hint" role="status">
          The rest of this page is on its way…
        </p>
      </section>
    </PageFrame>
  );
}

interface Entry {
  readonly Page: ComponentType;
  readonly what: string;
}

/** Pages by path. A link from one to another loads the document anew, so a role starts with no state of the role before. */
const pages: Readonly<Record<string, Entry>> = {
  "/": { Page: HomePage, what: "One job, computed by everybody in the room" },
  "/coordinator": { Page: Coordinator, what: "A room of your own" },
  "/worker": { Page: Volunteer, what: "Lend this device’s cores to a room" },
};

/** The page of the role that the path picks. */
export function App({ path }: { path: string }) {
  const { Page, what } = pages[path] ?? { Page: NothingHere, what: "" };
  return (
    <ErrorBoundary>
      <Suspense fallback={<OnItsWay what={what} />}>
        <Page />
      </Suspense>
    </ErrorBoundary>
  );
}
