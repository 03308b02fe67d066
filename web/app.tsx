import type { ComponentType, ReactNode } from "react";
import { browserClock } from "./environment/browser/browser-clock.ts";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { PageFrame } from "./ui/page-frame.tsx";

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

/** What a page is for, in the words of who comes to it: seen while its own code is awaited. */
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

/** Throws what has kept the page’s code away, to be shown as any other error of a page. */
function NotLoaded({ error }: { readonly error: unknown }): never {
  throw error;
}

export interface PageEntry {
  readonly load: () => Promise<ComponentType>;
  readonly what: string;
}

/**
 * Pages by path. Each loads only the code of its own role, so that a volunteer's tab computes as early as possible. A link from
 * one to another loads the document anew, so a role starts with no state of the role before.
 */
export const pages: Readonly<Record<string, PageEntry>> = {
  "/": {
    load: async () => (await import("./home/home-page.tsx")).HomePage,
    what: "One job, computed by everybody in the room",
  },
  "/coordinator": {
    load: async () => (await import("./coordinator/coordinator.tsx")).Coordinator,
    what: "A room of your own",
  },
  "/worker": {
    load: async () => (await import("./volunteer/volunteer.tsx")).Volunteer,
    what: "Lend this device’s cores to a room",
  },
};

/** How long the code of a page is awaited without a word: a page that is drawn for a moment only costs as much as one that stays. */
const patienceMs = 150;

/** Draws the page once its code is there, and what it is for if that takes longer than `patienceMs`. */
export async function showPage(
  entry: PageEntry | undefined,
  draw: (page: ReactNode) => void,
  clock: Pick<typeof browserClock, "after"> = browserClock,
): Promise<void> {
  if (entry === undefined) {
    draw(<NothingHere />);
    return;
  }
  const callOff = clock.after(patienceMs, () => draw(<OnItsWay what={entry.what} />));
  let page: ReactNode;
  try {
    const Page = await entry.load();
    page = <Page />;
  } catch (error) {
    page = <NotLoaded error={error} />;
  }
  callOff();
  draw(<ErrorBoundary>{page}</ErrorBoundary>);
}
