import { lazy, Suspense, type ComponentType } from "react";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { PageFrame } from "./ui/page-frame.tsx";

/* Each path loads only the code of its own role, so that a volunteer's tab computes as early as possible. */

const Home = lazy(async () => {
  const { HomePage } = await import("./home/home-page.tsx");
  return { default: HomePage };
});

const Coordinator = lazy(async () => {
  const [{ CoordinatorPage }, { openRoom }] = await Promise.all([
    import("./coordinator/views/coordinator-page.tsx"),
    import("./coordinator/open-room.ts"),
  ]);
  return { default: () => <CoordinatorPage openRoom={openRoom} /> };
});

const Volunteer = lazy(async () => {
  const [{ VolunteerPage }, { openMembership }] = await Promise.all([
    import("./volunteer/views/volunteer-page.tsx"),
    import("./volunteer/open-membership.ts"),
  ]);
  return { default: () => <VolunteerPage openMembership={openMembership} /> };
});

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

const loading = (
  <PageFrame width="reading">
    <p className="hint" role="status">
      Loading…
    </p>
  </PageFrame>
);

/** Pages by path. A link from one to another loads the document anew, so a role starts with no state of the role before. */
const pages: Readonly<Record<string, ComponentType>> = {
  "/": Home,
  "/coordinator": Coordinator,
  "/worker": Volunteer,
};

/** The page of the role that the path picks. */
export function App({ path }: { path: string }) {
  const Page = pages[path] ?? NothingHere;
  return (
    <ErrorBoundary>
      <Suspense fallback={loading}>
        <Page />
      </Suspense>
    </ErrorBoundary>
  );
}
