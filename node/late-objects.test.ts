import { expect, test } from "vitest";
import { NotSerializable } from "../web/pool/errors.ts";
import { Queue } from "../web/pool/objects/queues.ts";
import { openTestPool } from "../web/pool/testing/test-platform.ts";

test("inputs that are read with the program's first shared object in them are refused, and read no further", async () => {
  const pool = await openTestPool();
  let isClosed = false;
  function* inputs(): Generator {
    try {
      yield 1;
      yield { to: [new Queue()] };
    } finally {
      isClosed = true;
    }
  }
  await expect(pool.map((input: unknown) => input, inputs())).rejects.toThrow(
    new NotSerializable("inputs: one holds the program's first shared object: make it before the call"),
  );
  expect(isClosed).toBe(true);
});
