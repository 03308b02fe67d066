import { closeIterator, iteratorOf, type InputIterator, type InputStream } from "../../core/job/input-stream.ts";
import { NotSerializable } from "../errors.ts";
import { hasObjects } from "./own-home.ts";
import { proxiesIn } from "./proxies-in.ts";

/** A source for a program that was made when there were no shared objects, and knows none: it ends with an error at an input with one. */
export function withoutObjects(source: InputStream): InputStream {
  return { [Symbol.asyncIterator]: () => checked(iteratorOf(source)) };
}

function checked(iterator: InputIterator): InputIterator {
  const check = (step: IteratorResult<unknown>): IteratorResult<unknown> => {
    if (step.done === true || !hasObjects() || proxiesIn(step.value).next().done === true) return step;
    closeIterator(iterator);
    throw new NotSerializable("inputs: one holds the program's first shared object: make it before the call");
  };
  return {
    next: () => {
      const step = iterator.next();
      return "then" in step ? step.then(check) : check(step);
    },
    return: () => closeIterator(iterator),
  };
}
