import type { IncomingMessage, ServerResponse } from "node:http";
import { roomCodeLength, type RoomCode } from "../web/core/ids.ts";
import { answerError, answerJson, answerNothing, readJson } from "./answers.ts";
import type { Caller } from "./callers.ts";
import { HeldLookUps } from "./held-look-ups.ts";
import type { SignalingLimits } from "./limits.ts";
import type { RefusalCounts, RefusalReason } from "./refusals.ts";
import type { RoomCodes } from "./room-codes.ts";
import { apiRoute, readClaim, readHolder } from "./room-requests.ts";
import { AddressLimiter, type Clock } from "./token-bucket.ts";

export interface RoomApiOptions {
  readonly limits: SignalingLimits;
  readonly now: Clock;
  readonly refusals: RefusalCounts;
  readonly callerOf: (request: IncomingMessage) => Caller;
  readonly rooms: RoomCodes;
  /** Whether a client with this id and token is registered now. */
  readonly isPresent: (peer: string, token: string) => boolean;
  /** Where others reach the server, as this caller may tell them. */
  readonly originsFor: (caller: Caller) => readonly string[];
}

const unknownRoom = "No room has this code; compare it with the code on the coordinator's page.";

/** Answers `/api/…`: room codes, and the server's addresses on the network. */
export class RoomApi {
  readonly #options: RoomApiOptions;
  readonly #claims: AddressLimiter;
  readonly #codeGuesses: AddressLimiter;
  readonly #secretGuesses: AddressLimiter;
  readonly #held: HeldLookUps;

  constructor(options: RoomApiOptions) {
    const { limits, now } = options;
    this.#options = options;
    this.#claims = new AddressLimiter(limits.claimsPerMinute, now);
    this.#codeGuesses = new AddressLimiter(limits.codeGuessesPerMinute, now);
    this.#secretGuesses = new AddressLimiter(limits.secretGuessesPerMinute, now);
    this.#held = new HeldLookUps(limits.heldLookUpMs, limits.heldLookUps);
  }

  async handleRequest(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const route = apiRoute(path);
    const { method = "" } = request;
    const isRead = method === "GET" || method === "HEAD";
    switch (route.type) {
      case "addresses":
        if (!isRead) return this.#refuseMethod(response, "GET, HEAD");
        return answerJson(response, 200, { origins: this.#originsFor(request) });
      case "secret":
        if (!isRead) return this.#refuseMethod(response, "GET, HEAD");
        return this.#answerSecret(request, response, route.code);
      case "room":
        if (isRead) return this.#answerState(request, response, route.code);
        if (method === "PUT") return this.#claimCode(request, response, route.code);
        if (method === "DELETE") return this.#releaseCode(request, response, route.code);
        return this.#refuseMethod(response, "GET, HEAD, PUT, DELETE");
      case "bad-code":
        return this.#refuseRequest(
          response,
          400,
          "malformed-request",
          `A room code has ${roomCodeLength} characters, digits and capital letters without 0, 1, I, L and O; check it.`,
        );
      case "unknown":
        return this.#refuseRequest(response, 404, "unknown-path", "There is nothing at this address of the API.");
    }
  }

  #originsFor(request: IncomingMessage): readonly string[] {
    const { callerOf, originsFor } = this.#options;
    return originsFor(callerOf(request));
  }

  async #answerState(request: IncomingMessage, response: ServerResponse, code: RoomCode): Promise<void> {
    const { address } = this.#options.callerOf(request);
    if (!(await this.#mayLookUp(this.#codeGuesses, address, response))) return;
    const state = this.#options.rooms.stateOf(code);
    if (state !== null) return answerJson(response, 200, { state });
    this.#codeGuesses.takeTry(address);
    answerError(response, 404, unknownRoom);
  }

  async #answerSecret(request: IncomingMessage, response: ServerResponse, code: RoomCode): Promise<void> {
    const { address } = this.#options.callerOf(request);
    if (!(await this.#mayLookUp(this.#secretGuesses, address, response))) return;
    const found = this.#options.rooms.secretOf(code);
    if (found.type === "lent") return answerJson(response, 200, { secret: found.secret });
    this.#secretGuesses.takeTry(address);
    if (found.type === "unknown") return answerError(response, 404, unknownRoom);
    this.#refuseRequest(
      response,
      403,
      "secret-not-lent",
      "This room is joined by its full link only; ask for the link.",
    );
  }

  async #claimCode(request: IncomingMessage, response: ServerResponse, code: RoomCode): Promise<void> {
    const { isPresent, limits, rooms } = this.#options;
    const { address } = this.#options.callerOf(request);
    if (!this.#claims.takeTry(address)) {
      const wait = this.#claims.waitSeconds(address);
      const sentence = `Too many claims from this address; try again in ${wait} s.`;
      return this.#refuseRequest(response, 429, "too-many-claims", sentence, { "Retry-After": String(wait) });
    }
    const body = await this.#readBody(request, response);
    if (body === null) return;
    const claim = readClaim(body.value);
    if (!claim.ok) return this.#refuseRequest(response, 400, "malformed-request", claim.reason);
    if (!isPresent(claim.holder.peer, claim.holder.token)) {
      const sentence = "No coordinator is registered with this id and token; register first, then claim the code.";
      return this.#refuseRequest(response, 403, "not-the-holder", sentence);
    }
    switch (rooms.claimCode(code, claim.holder, claim.secret)) {
      case "claimed":
        return answerNothing(response);
      case "held":
        return this.#refuseRequest(response, 409, "code-held", "Another room has this code; claim another one.");
      case "full":
        return this.#refuseRequest(
          response,
          503,
          "rooms-full",
          `The server has ${limits.rooms} rooms, which is the most; try again later.`,
        );
    }
  }

  async #releaseCode(request: IncomingMessage, response: ServerResponse, code: RoomCode): Promise<void> {
    const body = await this.#readBody(request, response);
    if (body === null) return;
    const asked = readHolder(body.value);
    if (!asked.ok) return this.#refuseRequest(response, 400, "malformed-request", asked.reason);
    if (this.#options.rooms.releaseCode(code, asked.holder)) return answerNothing(response);
    this.#refuseRequest(
      response,
      403,
      "not-the-holder",
      "This coordinator does not hold the code; there is nothing to release.",
    );
  }

  /** The body; null if the request has been answered, or the client has closed the connection. */
  async #readBody(request: IncomingMessage, response: ServerResponse): Promise<{ readonly value: unknown } | null> {
    const most = this.#options.limits.bodyBytes;
    const body = await readJson(request, most);
    switch (body.type) {
      case "body":
        return { value: body.value };
      case "malformed":
        this.#refuseRequest(response, 400, "malformed-request", "The body must be JSON.");
        return null;
      case "too-large":
        // The connection ends with the answer, since the rest of the body is not read.
        this.#refuseRequest(response, 413, "body-too-large", `The body may have at most ${most} bytes.`, {
          Connection: "close",
        });
        return null;
      case "gone":
        return null;
    }
  }

  /**
   * Resolves to true when the look-up may be answered, false once there is nothing more to answer. Only wrong codes count as
   * guesses, so that a class behind one address gets in. While an address has no guesses left, each of its look-ups is held back,
   * those of right codes too, since an answer at once would tell a right code from a wrong one; and then it is answered, so that
   * the neighbours of one that guesses get in.
   */
  async #mayLookUp(guesses: AddressLimiter, address: string, response: ServerResponse): Promise<boolean> {
    if (guesses.waitSeconds(address) === 0) return true;
    const end = await this.#held.holdBack(address, response);
    if (end !== "full") return end === "due";
    const wait = this.#held.seconds;
    const sentence = `Too many wrong room codes from this address; try again in ${wait} s.`;
    this.#refuseRequest(response, 429, "too-many-guesses", sentence, { "Retry-After": String(wait) });
    return false;
  }

  #refuseMethod(response: ServerResponse, allowed: string): void {
    this.#refuseRequest(response, 405, "malformed-request", `This address takes ${allowed} only.`, { Allow: allowed });
  }

  #refuseRequest(
    response: ServerResponse,
    status: number,
    reason: RefusalReason,
    sentence: string,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    this.#options.refusals.countRefusal(reason);
    answerJson(response, status, { error: sentence, reason }, headers);
  }
}
