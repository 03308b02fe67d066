import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { inBackground } from "../../../web/core/in-background.ts";
import type { VolunteerIdentity } from "../../../web/membership/membership.ts";
import type { RoomPlace } from "../../volunteer.ts";
import type { JoinVolunteer, StayView } from "../join-volunteer.ts";
import { Devtools } from "./devtools.ts";

/** Milliseconds in which a page of this version has told of its membership. */
const openingMs = 60_000;

/** Milliseconds until a server that does not answer is asked again. */
const againMs = 5_000;

const serverAway: StayView = {
  phase: { type: "refused", problem: "signaling-away", seen: null },
  work: "waiting",
  done: 0,
  failed: 0,
  tasksPerSecond: 0,
  uncommitted: 0,
  slots: [],
};

const flags = [
  "--headless",
  "--remote-debugging-pipe",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nobody sees the page: it is not to be slowed down for that.
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  // Containers have little of it.
  "--disable-dev-shm-usage",
  // Names in place of addresses, which a machine without a resolver for them does not find.
  "--disable-features=WebRtcHideLocalIpsWithMdns",
];

/** Runs in the page ahead of its own scripts; frames in it, with the sandbox, have none of it. */
const follower = `if (top === self) globalThis.tabpoolStay = (membership) => {
  globalThis.tabpoolMembership = membership;
  const tell = ({ phase, work, done, failed, tasksPerSecond, uncommitted, slots }) =>
    tabpoolTell(JSON.stringify({ phase, work, done, failed, tasksPerSecond, uncommitted, slots }));
  membership.store.subscribe(tell);
  tell(membership.store.getState());
};`;

function textOf(value: unknown, name: string): string {
  return String(Reflect.get(Object(value), name));
}

/** The volunteer's page of the room's server, in a browser without windows: with the sandbox that every tab has. */
export class BrowserVolunteer implements JoinVolunteer {
  readonly #place: RoomPlace;
  readonly #folder = mkdtempSync(join(tmpdir(), "tabpool-browser-"));
  readonly #browser: ChildProcess;
  readonly #devtools: Devtools;
  readonly #ended: Promise<void>;
  readonly broken: Promise<never>;
  #break: (error: Error) => void = () => {};
  #page: string | null = null;
  #lastWords = "";
  #changed: (view: StayView) => void = () => {};
  #isClosed = false;
  #opening: ReturnType<typeof setTimeout> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(path: string, place: RoomPlace) {
    this.#place = place;
    this.broken = new Promise((_, reject) => {
      this.#break = reject;
    });
    inBackground(this.broken, () => undefined);
    // The browser runs no process sandbox as root; the page's own is the same.
    const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    this.#browser = spawn(path, [...flags, ...asRoot, `--user-data-dir=${this.#folder}`], {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
      // Ctrl+C at a terminal is for the command: the page says goodbye first.
      detached: true,
    });
    this.#browser.stderr?.on("data", (text: Buffer) => {
      this.#lastWords = String(text).trim().split("\n").at(-1) ?? "";
    });
    this.#ended = new Promise((resolve) => {
      const end = (why: string): void => {
        if (!this.#isClosed) this.#break(new Error(why));
        rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
        resolve();
      };
      this.#browser.once("error", (error) => end(`${path} cannot be started: ${error.message}`));
      this.#browser.once("close", () => end(`the browser ${path} has ended: ${this.#lastWords}`));
    });
    const [, , , output, input] = this.#browser.stdio;
    if (!(output instanceof Writable) || !(input instanceof Readable)) throw new Error("the browser has no pipes");
    this.#devtools = new Devtools(output, input, (method, params) => this.#onEvent(method, params));
  }

  #onEvent(method: string, params: unknown): void {
    switch (method) {
      case "Runtime.bindingCalled":
        clearTimeout(this.#opening);
        this.#changed(JSON.parse(textOf(params, "payload")));
        return;
      case "Inspector.targetCrashed":
        this.#break(new Error("the page has crashed"));
        return;
    }
  }

  follow(changed: (view: StayView) => void): void {
    this.#changed = changed;
  }

  arrive(identity: VolunteerIdentity): void {
    inBackground(this.#open(identity), (why) => this.#break(new Error(why)));
  }

  async #open({ name, slots }: VolunteerIdentity): Promise<void> {
    const { origin, room, secret } = this.#place;
    const query = new URLSearchParams({ room, name, slots: String(slots), autojoin: "1" });
    const target = await this.#devtools.call("Target.createTarget", { url: "about:blank" }, null);
    const attached = await this.#devtools.call(
      "Target.attachToTarget",
      { targetId: textOf(target, "targetId"), flatten: true },
      null,
    );
    const page = textOf(attached, "sessionId");
    for (const [method, params] of [
      ["Inspector.enable", {}],
      ["Page.enable", {}],
      ["Runtime.enable", {}],
      ["Runtime.addBinding", { name: "tabpoolTell" }],
      ["Page.addScriptToEvaluateOnNewDocument", { source: follower }],
    ] as const) {
      await this.#devtools.call(method, params, page);
    }
    this.#page = page;
    const url = `${origin}/worker?${query.toString()}${secret === null ? "" : `#${secret}`}`;
    while (!this.#isClosed && !(await this.#isLoaded(url, page))) {
      this.#changed(serverAway);
      await new Promise((resolve) => {
        this.#waiting = setTimeout(resolve, againMs);
      });
    }
    if (this.#isClosed) return;
    this.#opening = setTimeout(() => {
      this.#break(new Error(`${origin}/worker is no volunteer's page of this version`));
    }, openingMs);
  }

  async #isLoaded(url: string, page: string): Promise<boolean> {
    const loaded = Object(await this.#devtools.call("Page.navigate", { url }, page));
    return (loaded.errorText ?? "") === "";
  }

  pause(): void {
    this.#lead("pause");
  }

  leave(): void {
    this.#lead("leave");
  }

  tryAgain(): void {
    this.#lead("tryAgain");
  }

  #lead(method: "pause" | "leave" | "tryAgain" | "close"): void {
    inBackground(this.#evaluate(`tabpoolMembership.${method}()`), () => undefined);
  }

  async #evaluate(expression: string): Promise<void> {
    if (this.#page !== null) await this.#devtools.call("Runtime.evaluate", { expression }, this.#page);
  }

  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      clearTimeout(this.#opening);
      clearTimeout(this.#waiting);
      this.#lead("close");
      inBackground(this.#devtools.call("Browser.close", {}, null), () => undefined);
    }
    await this.#ended;
  }
}
