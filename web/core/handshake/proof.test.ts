import { describe, expect, test } from "vitest";
import { wireVersion } from "../wire/messages.ts";
import { isSame, proofOf } from "./proof.ts";
import { key, nonce, transcript, volunteerKey } from "./testing/sample-room.ts";

describe("proofs", () => {
  test("differ if any part of the transcript differs", () => {
    const variants = [
      proofOf(key, "coordinator", transcript),
      proofOf(key, "volunteer", transcript),
      proofOf(key.toReversed(), "volunteer", transcript),
      proofOf(key, "volunteer", { ...transcript, version: wireVersion + 1 }),
      proofOf(key, "volunteer", { ...transcript, coordinatorNonce: nonce(20), volunteerNonce: nonce(10) }),
      proofOf(key, "volunteer", { ...transcript, coordinatorKey: volunteerKey }),
      proofOf(key, "volunteer", { ...transcript, volunteerKey: transcript.coordinatorKey }),
      // Without lengths in front, a character moved between neighbours would not be noticed.
      proofOf(key, "volunteer", {
        ...transcript,
        coordinatorFingerprint: "sha-256 C",
        volunteerFingerprint: "0sha-256 F0",
      }),
    ];
    expect(new Set(variants.map((proof) => proof.join())).size).toBe(variants.length);
  });

  test("are the same only if every byte is", () => {
    const proof = proofOf(key, "volunteer", transcript);
    expect(isSame(proof, proof.slice())).toBe(true);
    expect(isSame(proof, proof.slice(1))).toBe(false);
    for (let i = 0; i < proof.length; i += 1) {
      const other = proof.slice();
      other[i] = (other[i] ?? 0) ^ 1;
      expect(isSame(proof, other)).toBe(false);
    }
  });
});
