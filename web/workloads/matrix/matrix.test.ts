import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { inputsOf, jobOf, numberAt, problemsOf, reducedOf, valuesOf } from "../testing/load-program.ts";
import multiply from "./matrix.task.js";
import { matrix } from "./matrix.ts";

const whole = fc.integer({ min: -8, max: 8 });

/** By the definition: each cell by itself. */
function productOf(height: number, depth: number, width: number, rows: Float32Array, columns: Float32Array): number[] {
  return Array.from({ length: height * width }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < depth; k += 1) {
      sum += (rows[Math.floor(at / width) * depth + k] ?? 0) * (columns[k * width + (at % width)] ?? 0);
    }
    return sum;
  });
}

describe("a block", () => {
  test("of any size is the product of its rows and columns", () => {
    const sizes = fc.integer({ min: 1, max: 13 });
    fc.assert(
      fc.property(
        sizes,
        sizes,
        sizes,
        fc.array(whole, { minLength: 338, maxLength: 338 }),
        (height, depth, width, all) => {
          const rows = Float32Array.from(all.slice(0, height * depth));
          const columns = Float32Array.from(all.slice(169, 169 + depth * width));
          const block = multiply({ x: 3, y: 5, width, height, depth, rows, columns });
          expect([...block.product]).toEqual(productOf(height, depth, width, rows, columns));
          expect(block).toMatchObject({ x: 3, y: 5, width, height, multiplications: width * height * depth });
          expect(block.bytes).toBe(4 * (rows.length + columns.length + 2 * width * height));
          expect(block.rgba).toHaveLength(4 * width * height);
        },
      ),
    );
  });

  test("is drawn white at 0, orange above and blue below, and opaque", () => {
    const one = Float32Array.of(1);
    const columns = Float32Array.of(0, 100, -100);
    const { rgba } = multiply({ x: 0, y: 0, width: 3, height: 1, depth: 1, rows: one, columns });
    expect([...rgba]).toEqual([255, 255, 255, 255, 232, 116, 34, 255, 38, 84, 164, 255]);
  });
});

describe("all blocks", () => {
  test.each([
    [24, 24],
    [24, 8],
    [25, 7],
    [9, 1],
  ])("of a matrix of %d in blocks of %d are the whole product", async (n, block) => {
    const job = jobOf(matrix, { n, block });
    const found = new Float32Array(n * n).fill(Number.NaN);
    for (const value of await valuesOf(job)) {
      const { x, y, width, product } = tile(value);
      product.forEach((cell, at) => {
        const place = (y + Math.floor(at / width)) * n + x + (at % width);
        expect(found[place]).toBeNaN();
        found[place] = cell;
      });
    }
    const all = inputsOf(jobOf(matrix, { n, block: n }))[0];
    expect([...found]).toEqual(productOf(n, n, n, numbersAt(all, "rows"), numbersAt(all, "columns")));
  });

  test("are sent more bytes for the same multiplications the smaller they are", async () => {
    const large = await reducedOf(jobOf(matrix, { n: 64, block: 32 }));
    const small = await reducedOf(jobOf(matrix, { n: 64, block: 8 }));
    expect(large).toMatchObject({ blocks: 4, multiplications: 64 ** 3 });
    expect(small).toMatchObject({ blocks: 64, multiplications: 64 ** 3 });
    // 2 n² numbers for each row of blocks, and twice the product: as floats and as pixels.
    expect(numberAt(large, "bytes")).toBe(4 * (2 * 64 * 64 * 2 + 2 * 64 * 64));
    expect(numberAt(small, "bytes")).toBe(4 * (2 * 64 * 64 * 8 + 2 * 64 * 64));
    expect(numberAt(small, "multiplicationsAByte")).toBe(64 ** 3 / numberAt(small, "bytes"));
  });
});

function numbersAt(value: unknown, name: string): Float32Array {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : null;
  if (!(found instanceof Float32Array)) throw new Error(`no numbers at ${name}`);
  return found;
}

function tile(value: unknown): { x: number; y: number; width: number; product: Float32Array } {
  const [x, y, width] = [numberAt(value, "x"), numberAt(value, "y"), numberAt(value, "width")];
  return { x, y, width, product: numbersAt(value, "product") };
}

describe("the form", () => {
  test("names blocks so small that too much would be sent, and the smallest that are not", () => {
    expect(problemsOf(matrix, { n: 768, block: 60 })).toEqual({});
    expect(problemsOf(matrix, { n: 768, block: 59 })).toEqual({
      block: "All tasks together would be sent 66.1 MB, more than 64.0 MB: must be at least 60.",
    });
  });

  test("tells a task as its place, and the job by its blocks", () => {
    const job = jobOf(matrix, { n: 64, block: 24 });
    expect(job.title).toBe("Matrix product in blocks of 24");
    expect(describerOf(job.view).describeTask(inputsOf(job)[2])).toBe("the block of 16 × 24 at column 48, row 0");
  });
});
