import type { JSHandle, Page } from "@playwright/test";
import { openBundled } from "../../actors/open-bundled.ts";
import type { Claim, HostileClient } from "../client/hostile-client.ts";

/** A batch as a spec sees it. */
interface Told {
  readonly epoch: number;
  readonly lease: number;
  readonly job: number;
  readonly ticket: string;
  readonly tasks: readonly number[];
}

/** A client that lies, in a page of such clients. What no method here says is done by `client.evaluate`. */
export class Liar {
  readonly name: string;
  readonly client: JSHandle<HostileClient>;

  constructor(name: string, client: JSHandle<HostileClient>) {
    this.name = name;
    this.client = client;
  }

  /** Joins with these words in place of an honest client's; resolves to whether it is in. */
  async enter(words: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    return this.client.evaluate((client, said) => client.enter(said), { name: this.name, ...words });
  }

  /** Waits until it has been given something, then loses its link: the lease has ended, and it remembers the ticket. */
  async takeAndLose(): Promise<void> {
    await this.client.evaluate(async (client) => {
      await client.batch();
      client.cut();
    });
  }

  /** Says results under the lease that it was given first. */
  async claim(claim: Claim): Promise<void> {
    await this.claimUnder(this, claim);
  }

  /** The same under the lease that another one was given first. */
  async claimUnder({ client: other }: Liar, claim: Claim): Promise<void> {
    await this.client.evaluate(async (client, [of, said]) => client.claim(await of.batch(), said), [
      other,
      claim,
    ] as const);
  }

  async firstBatch(): Promise<Told> {
    return this.client.evaluate(async (client) => {
      const { epoch, lease, job, ticket, indices } = await client.batch();
      return { epoch, lease, job, ticket, tasks: [...indices] };
    });
  }

  /** The coordinator's last words, once the link is over. */
  async end(): Promise<string> {
    return this.client.evaluate((client) => client.end());
  }
}

/** The page of liars of a room. */
export class Liars {
  readonly page: Page;
  readonly #joinLink: string;
  readonly all: Liar[] = [];

  private constructor(page: Page, joinLink: string) {
    this.page = page;
    this.#joinLink = joinLink;
  }

  static async open(page: Page, origin: string, joinLink: string): Promise<Liars> {
    await openBundled(page, origin, "liars.ts");
    await page.waitForFunction(() => "liars" in globalThis);
    return new Liars(page, joinLink);
  }

  /** One more that is not in the room yet. */
  async create(name?: string): Promise<Liar> {
    const client = await this.page.evaluateHandle((link) => globalThis.liars.create(link), this.#joinLink);
    const liar = new Liar(name ?? `liar-${this.all.length + 1}`, client);
    this.all.push(liar);
    return liar;
  }

  /** One more that is in the room. */
  async enter(name?: string, words: Readonly<Record<string, unknown>> = {}): Promise<Liar> {
    const liar = await this.create(name);
    if (!(await liar.enter(words))) throw new Error(`${liar.name} did not get in: ${await liar.end()}`);
    return liar;
  }
}
