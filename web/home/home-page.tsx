import { PageFrame } from "../ui/page-frame.tsx";
import { RoomCodeForm } from "../ui/room-code-form.tsx";
import { useTitle } from "../ui/use-title.ts";
import { LivePicture } from "./live-picture-view.tsx";
import "./home-page.css";

export function HomePage() {
  return location.pathname === "/" ? <Home /> : <NothingHere />;
}

function Home() {
  useTitle();
  return (
    <PageFrame width="pair">
      <div className="home-what">
        <h1>One job, computed by everybody in the room</h1>
        <p>
          Tabpool is a pool of processes that are browser tabs: phones and laptops join by a code, and each computes a
          part.
        </p>
      </div>
      <section className="panel home-join">
        <h2>Join a room</h2>
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
      <section className="panel home-open">
        <h2>Or open one</h2>
        <p>You get a code, a link and a QR code for others, and start jobs that run on their tabs.</p>
        <p>
          <button type="button" className="primary large" onClick={() => location.assign("/coordinator")}>
            Open a room
          </button>
        </p>
      </section>
      <LivePicture />
      <section className="home-steps" aria-labelledby="steps-title">
        <h2 id="steps-title">How it works</h2>
        <ol>
          <li>
            <strong>Open a room</strong> on the screen that everybody sees.
          </li>
          <li>
            <strong>Others join</strong> with what they have in hand: they scan the QR code or type the code, and tap{" "}
            <em>Join</em>. There is nothing to install.
          </li>
          <li>
            <strong>Start a job</strong>, an example or a function of your own. Results come in as they are computed,
            and when a tab goes, its tasks go to the others.
          </li>
        </ol>
        <p>
          New to processes, pools and queues? <a href="/lessons">The lessons</a> show each in a run of its own.
        </p>
      </section>
      <section className="home-where" aria-labelledby="where-title">
        <h2 id="where-title">Where the code runs, and what it cannot do</h2>
        <ul>
          <li>
            In the tabs of those who have joined, while those are open. The server brings tabs together; it computes
            nothing and keeps no task and no result.
          </li>
          <li>
            In a sandbox that each tab first tries to break out of: no network, no files, no camera, nothing of this
            page or of other tabs.
          </li>
          <li>
            Whoever computes a task can read it, and could answer it wrongly. A phone whose screen goes dark stops
            computing.
          </li>
        </ul>
      </section>
      <p className="hint home-foot">
        <a href="/licenses.txt">Licences of the software on these pages</a>
      </p>
    </PageFrame>
  );
}

/** The page of a path that is none of ours. */
function NothingHere() {
  return (
    <PageFrame width="reading">
      <section className="panel">
        <h1>There is no such page</h1>
        <p>
          Tabpool has a page to <a href="/">join a room</a>, one to <a href="/coordinator">open a room</a>, and{" "}
          <a href="/lessons">lessons</a>.
        </p>
      </section>
    </PageFrame>
  );
}
