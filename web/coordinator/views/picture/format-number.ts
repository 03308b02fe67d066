import { madeOnce } from "../../../core/made-once.ts";

function inDigits(maximumSignificantDigits: number): (number: number) => string {
  const plain = madeOnce(() => new Intl.NumberFormat("en-US", { maximumSignificantDigits }));
  const scientific = madeOnce(
    () => new Intl.NumberFormat("en-US", { maximumSignificantDigits, notation: "scientific" }),
  );
  return (number) => {
    const size = Math.abs(number);
    return (number === 0 || (size >= 1e-4 && size < 1e12) ? plain() : scientific()).format(number);
  };
}

/** A number of any size in five digits: `70,544,000`, `0.33333`, `1.5E-9`. */
export const formatNumber = inDigits(5);

/** The same in two. */
export const formatShortNumber = inDigits(2);
