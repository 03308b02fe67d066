import type { ComponentType, ReactNode } from "react";
import { browserClock } from "./environment/browser/browser-clock.ts";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { PageFrame } from "./ui/page-frame.tsx";

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

/** Also of each path that is none of ours, which it says. */
const home: PageEntry = {
  load: async () => (await import("./home/home-page.tsx")).HomePage,
  what: "One job, computed by everybody in the room",
};

/**
 * Pages by path. Each loads only the code of its own role, so that a volunteer's tab computes as early as possible. A link from
 * one to another loads the document anew, so a role starts with no state of the role before.
 */
const pages: Readonly<Record<string, PageEntry>> = {
  "/": home,
  "/coordinator": {
    load: async () =>
      location.search.includes("lesson=")
        ? (await import("./lessons/views/lesson-page.tsx")).LessonPage
        : (await import("./coordinator/coordinator.tsx")).Coordinator,
    what: "A room of your own",
  },
  "/lessons": {
    load: async () => (await import("./lessons/views/lessons-page.tsx")).LessonsPage,
    what: "Lessons",
  },
  "/worker": {
    load: async () => (await import("./volunteer/volunteer.tsx")).Volunteer,
    what: "Lend this device’s cores to a room",
  },
};

export function pageAt(path: string): PageEntry {
  return pages[path] ?? home;
}

/** How long the code of a page is awaited without a word: a page that is drawn for a moment only costs as much as one that stays. */
const patienceMs = 150;

/** Draws the page once its code is there, and what it is for if that takes longer than `patienceMs`. */
export async function showPage(
  entry: PageEntry,
  draw: (page: ReactNode) => void,
  clock: Pick<typeof browserClock, "after"> = browserClock,
): Promise<void> {
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
