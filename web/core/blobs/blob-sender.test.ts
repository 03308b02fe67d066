import { describe, expect, test } from "vitest";
import { volunteerId } from "../ids.ts";
import type { BlobHash } from "./blob-name.ts";
import { BlobSender, type OutgoingPiece } from "./blob-sender.ts";
import type { Blob } from "./blob.ts";
import { pieceBytes } from "./pieces.ts";
import { sampleBlob } from "./testing/sample-blobs.ts";

const blob = sampleBlob(3 * pieceBytes + 9, 1);
const other = sampleBlob(10, 2);
const { hash } = blob.name;
const ada = volunteerId(1);
const bob = volunteerId(2);
const roomy = (): number => 0;

/** `known`: those that are there now. `away`: those whose bytes are not in memory. */
function sender(
  known: readonly Blob[] | (() => readonly Blob[]) = [blob, other],
  away: ReadonlySet<BlobHash> = new Set(),
): BlobSender {
  const list = typeof known === "function" ? known : () => known;
  const find = (wanted: BlobHash): Blob | null => list().find(({ name }) => name.hash === wanted) ?? null;
  return new BlobSender({
    nameOf: (wanted) => find(wanted)?.name ?? null,
    isNeeded: (_, wanted) => find(wanted) !== null,
    bytesFor: (_, wanted) => (away.has(wanted) ? null : (find(wanted)?.bytes ?? null)),
  });
}

function takeAll(machine: BlobSender, backlogOf: (volunteer: number) => number = roomy): OutgoingPiece[] {
  const pieces: OutgoingPiece[] = [];
  for (let piece = machine.takePiece(backlogOf); piece !== null; piece = machine.takePiece(backlogOf)) {
    pieces.push(piece);
  }
  return pieces;
}

describe("pieces", () => {
  test("have the bytes that were asked for, the last one what is left", () => {
    const machine = sender();
    for (const from of [0, 3 * pieceBytes]) expect(machine.addRequest(ada, hash, from)).toBeNull();
    const pieces = takeAll(machine);
    expect(pieces.map(({ offset, bytes }) => [offset, bytes.length])).toEqual([
      [0, pieceBytes],
      [3 * pieceBytes, 9],
    ]);
    expect(pieces[1]?.bytes).toEqual(blob.bytes.subarray(3 * pieceBytes));
  });

  test("go to one volunteer after the other", () => {
    const machine = sender();
    for (const volunteer of [ada, bob]) {
      for (const nth of [0, 1]) machine.addRequest(volunteer, hash, nth * pieceBytes);
    }
    expect(takeAll(machine).map(({ volunteer }) => volunteer)).toEqual([1, 2, 1, 2]);
  });

  test("wait for room in their link, and hold up no other link", () => {
    const machine = sender();
    machine.addRequest(ada, hash, 0);
    machine.addRequest(bob, hash, 0);
    const backlog = new Map<number, number>([[ada, 4 * pieceBytes]]);
    const backlogOf = (volunteer: number): number => backlog.get(volunteer) ?? 0;
    expect(takeAll(machine, backlogOf).map(({ volunteer }) => volunteer)).toEqual([2]);
    backlog.set(ada, 4 * pieceBytes - 1);
    expect(takeAll(machine, backlogOf).map(({ volunteer }) => volunteer)).toEqual([1]);
  });

  test("go out however much else waits in another volunteer's link", () => {
    const machine = sender();
    machine.addRequest(ada, hash, 0);
    machine.addRequest(bob, hash, 0);
    const backlogOf = (volunteer: number): number => (volunteer === ada ? 500 * 1024 * 1024 : 0);
    expect(takeAll(machine, backlogOf).map(({ volunteer }) => volunteer)).toEqual([2]);
  });

  test("go to empty links alone where many volunteers do not read", () => {
    const machine = sender();
    for (let id = 1; id <= 101; id += 1) machine.addRequest(volunteerId(id), hash, 0);
    const pieces = takeAll(machine, (volunteer) => (volunteer <= 100 ? 4 * pieceBytes - 1 : 0));
    expect(pieces.map(({ volunteer }) => volunteer)).toEqual([101]);
  });

  test("that closed jobs left behind count against nobody", () => {
    const many = Array.from({ length: 40 }, (_, kind) => sampleBlob(2 * pieceBytes, kind + 10));
    let open = many;
    const machine = sender(() => open);
    for (const { name } of many) {
      open = many.filter((one) => one.name === name);
      for (const from of [0, pieceBytes]) expect(machine.addRequest(ada, name.hash, from)).toBeNull();
    }
    expect(takeAll(machine)).toHaveLength(2);
  });

  test("that a volunteer asks for ahead are not held back by each other", () => {
    const machine = sender();
    for (const nth of [0, 1, 2, 3]) machine.addRequest(ada, hash, nth * pieceBytes);
    let backlog = 0;
    const sent = [0, 1, 2, 3].map(() => {
      const piece = machine.takePiece(() => backlog);
      backlog += piece?.bytes.length ?? 0;
      return piece?.offset;
    });
    expect(sent).toEqual([0, 1, 2, 3].map((nth) => nth * pieceBytes));
  });

  test("wait while all links together hold 64 MiB", () => {
    const machine = sender();
    for (let id = 1; id <= 128; id += 1) machine.addRequest(volunteerId(id), hash, 0);
    expect(machine.takePiece(() => 512 * 1024)).toBeNull();
    expect(machine.takePiece((id) => (id === 1 ? 0 : 512 * 1024))?.volunteer).toBe(1);
  });
});

describe("a request", () => {
  test("for a blob of no open job is dropped, also if its job ended while it waited", () => {
    const known = [blob];
    const machine = sender(known);
    expect(machine.addRequest(ada, other.name.hash, 0)).toBeNull();
    machine.addRequest(ada, hash, 0);
    known.pop();
    expect(machine.takePiece(roomy)).toBeNull();
  });

  test("for bytes that are not in memory waits, and holds up neither what else its volunteer wants nor anybody else", () => {
    const away = new Set([hash]);
    const machine = sender([blob, other], away);
    machine.addRequest(ada, hash, 0);
    machine.addRequest(ada, other.name.hash, 0);
    machine.addRequest(bob, other.name.hash, 0);
    expect(takeAll(machine).map((piece) => [piece.volunteer, piece.hash])).toEqual([
      [ada, other.name.hash],
      [bob, other.name.hash],
    ]);
    away.clear();
    expect(takeAll(machine).map((piece) => [piece.volunteer, piece.hash])).toEqual([[ada, hash]]);
  });

  test("that is waiting already is no second one", () => {
    const machine = sender();
    for (let repeat = 0; repeat < 100; repeat += 1) expect(machine.addRequest(ada, hash, 0)).toBeNull();
    expect(takeAll(machine)).toHaveLength(1);
  });

  test("ends with its link", () => {
    const machine = sender();
    machine.addRequest(ada, hash, 0);
    machine.forgetVolunteer(ada);
    expect(machine.takePiece(roomy)).toBeNull();
  });

  test.each([1, pieceBytes - 1, 4 * pieceBytes, 2 ** 40])("from %i, where no piece begins, is named", (from) => {
    expect(sender().addRequest(ada, hash, from)).toBe(`no piece of blob ${hash.slice(0, 8)} begins at ${from}`);
  });

  test("is refused where one volunteer has 64 waiting", () => {
    const huge = sampleBlob(65 * pieceBytes, 3);
    const machine = sender([huge]);
    const answers = Array.from({ length: 65 }, (_, nth) => machine.addRequest(ada, huge.name.hash, nth * pieceBytes));
    expect(answers.filter((answer) => answer !== null)).toEqual(["more than 64 requests for pieces at once"]);
  });
});
