import { JobRefused } from "../core/job/problem.ts";
import { reasonOf } from "../words/reason-of.ts";
import { say } from "../words/say.ts";
import { NotSerializable } from "./errors.ts";

/** Fields of a definition as a pool's program calls them. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^inputs\.values/, "inputs"],
  [/^options\.maxAttempts$/, "attempts"],
  [/^options\.batchSize$/, "chunksize"],
  [/^options\./, ""],
  [/^program\.files/, "files"],
];

function fieldHere(field: string): string {
  const found = names.find(([pattern]) => pattern.test(field));
  return found === undefined ? field : field.replace(...found);
}

/** What a pool's program is told of a job that cannot run. */
export function refusalOf(refused: JobRefused): NotSerializable | RangeError {
  const problems = refused.problems.map((one) => ({ ...one, field: fieldHere(one.field) }));
  const words = say(reasonOf(new JobRefused(problems)));
  const isOfValues = problems.every(({ wrong }) => wrong.key === "cannot-travel" || wrong.key === "more-of-the-kind");
  return isOfValues ? new NotSerializable(words, { cause: refused }) : new RangeError(words, { cause: refused });
}
