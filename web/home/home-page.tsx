import { PageFrame } from "../ui/page-frame.tsx";
import { RoomCodeForm } from "../ui/room-code-form.tsx";
import { useTitle } from "../ui/use-title.ts";

export function HomePage() {
  useTitle();
  return (
    <PageFrame width="reading">
      <section className="panel">
        <h1>Join a room</h1>
        <p>
          Tabpool spreads one job over the browser tabs of many people: one tab hands out tasks, the others compute
          them.
        </p>
        <RoomCodeForm autoFocus onCode={(code) => location.assign(`/worker?room=${code}`)} />
        <p className="hint">
          Joining by code alone asks this server for the room’s key, so the server knows it; it works where the room’s
          owner allows it. The room’s link or QR code is private: the key is in the part after the <code>#</code>, which
          browsers keep to themselves.
        </p>
      </section>
      <section className="panel">
        <h2>Or open a room of your own</h2>
        <p>You get a code, a link and a QR code for others to join by, and start jobs that run on their tabs.</p>
        <p>
          <button type="button" onClick={() => location.assign("/coordinator")}>
            Open a room
          </button>
        </p>
      </section>
    </PageFrame>
  );
}
