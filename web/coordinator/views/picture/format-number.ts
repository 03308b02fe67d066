const precise = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });
const scientific = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5, notation: "scientific" });

/** A number of any size in five digits: `70,544,000`, `0.33333`, `1.5E-9`. */
export function formatNumber(number: number): string {
  const size = Math.abs(number);
  return (number === 0 || (size >= 1e-4 && size < 1e12) ? precise : scientific).format(number);
}
