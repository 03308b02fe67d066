import { LogView } from "../../ui/log-view.tsx";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { CoordinatorStore } from "../../room/store.ts";

export function JobLog({ store }: { store: CoordinatorStore }) {
  const lines = useFrameStore(store, (state) => state.log);
  return (
    <section className="panel board-log" aria-labelledby="log-title">
      <h2 id="log-title">Log</h2>
      <LogView lines={lines} />
    </section>
  );
}
