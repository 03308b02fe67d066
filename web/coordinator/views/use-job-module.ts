import { useEffect, useState } from "react";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { LoadableModule } from "../../workloads/program/module-trial.ts";
import type { Room } from "../../room/room.ts";
import type { JobView } from "../../room/store.ts";
import { findImported } from "./find-imported.ts";

interface Found {
  readonly request: JobDefinition;
  readonly module: LoadableModule;
}

/** The job's program with the files that it imports; null while these are read. A file that cannot be had is left out: then the program does not load. */
export function useJobModule(room: Room, { key, request }: Pick<JobView, "key" | "request">): LoadableModule | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let isNewest = true;
    const show = (module: LoadableModule): void => {
      if (isNewest) setFound({ request, module });
    };
    void findImported(request.program, () => room.findBlobs({ key, request })).then(show);
    return () => {
      isNewest = false;
    };
  }, [room, key, request]);
  return found?.request === request ? found.module : null;
}
