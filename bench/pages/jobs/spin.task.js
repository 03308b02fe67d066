/**
 * @param {number} rounds of a linear congruential generator (Numerical Recipes' constants)
 */
export default function spin(rounds) {
  let state = 1;
  for (let round = 0; round < rounds; round += 1) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return state;
}
