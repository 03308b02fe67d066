import { useEffect, useState } from "react";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { Result } from "../../core/result.ts";
import type { LoadableModule } from "../../workloads/program/module-trial.ts";
import type { Room } from "../../room/room.ts";
import type { JobView } from "../../room/store.ts";
import { findImported } from "./find-imported.ts";

interface Found {
  readonly request: JobDefinition;
  readonly module: Result<LoadableModule>;
}

/** The job's program with the files that it imports, or a sentence where one of them cannot be had; null while these are read. */
export function useJobModule(
  room: Room,
  { key, request }: Pick<JobView, "key" | "request">,
): Result<LoadableModule> | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let isNewest = true;
    const show = (module: Result<LoadableModule>): void => {
      if (isNewest) setFound({ request, module });
    };
    void findImported(request.program, () => room.findBlobs({ key, request })).then(show);
    return () => {
      isNewest = false;
    };
  }, [room, key, request]);
  return found?.request === request ? found.module : null;
}
