import { PageFrame } from "../ui/page-frame.tsx";
import { RoomCodeForm } from "../ui/room-code-form.tsx";
import { useTitle } from "../ui/use-title.ts";

export function HomePage() {
  useTitle();
  return (
    <PageFrame width="pair">
      <section className="panel">
        <h1>Join a room</h1>
        <p>
          Tabpool spreads one job over the browser tabs of many people: one tab hands out tasks, the others compute
          them.
        </p>
        <RoomCodeForm autoFocus />
        <details>
          <summary>Is this private?</summary>
          <p className="hint">
            A room’s link and QR code are: they carry the room’s key behind the <code>#</code>, and browsers send that
            part to nobody. A code that is typed has no key in it, so this page asks this server for the key. That works
            only where the room’s owner has let the server know it.
          </p>
        </details>
      </section>
      <section className="panel">
        <h2>Or open a room of your own</h2>
        <p>You get a code, a link and a QR code for others to join by, and start jobs that run on their tabs.</p>
        <p>
          <button type="button" className="primary large" onClick={() => location.assign("/coordinator")}>
            Open a room
          </button>
        </p>
      </section>
      <p className="hint">
        <a href="/licenses.txt">Licences of the software on these pages</a>
      </p>
    </PageFrame>
  );
}
