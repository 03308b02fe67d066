/**
 * What a ray meets: a ball, or a wall across one axis (0 x, 1 y, 2 z), seen from the side that `faces` tells. A colour is the part of
 * the light that goes on. Balls alone emit light.
 *
 * @typedef {readonly [number, number, number]} Triple
 * @typedef {{ kind: "matt" | "mirror" | "glass", colour: Triple, centre: Triple, radius: number, emits?: Triple }} Ball
 * @typedef {{ kind: "matt" | "mirror", colour: Triple, other?: Triple, axis: 0 | 1 | 2, at: number, faces: 1 | -1 }} Wall
 * @typedef {{ balls: readonly Ball[], walls: readonly Wall[], sky: Triple }} Scene
 * @typedef {{ x: number, y: number, width: number, height: number, of: readonly [number, number], samples: number }} Tile
 */

/** @type {Triple} */
const none = [0, 0, 0];

/** Light from farther on changes a picture by less than its noise; glass may hold a path for long. */
const mostBounces = 64;

/** Bounces after which dim paths may end by chance, and those that do not get brighter by as much. */
const certainBounces = 3;

/** A ray starts so far off what it leaves, so that it does not meet that again by rounding. */
const clearance = 1e-6;

/** @type {Scene} */
const room = {
  sky: [0.012, 0.016, 0.03],
  walls: [
    { kind: "matt", colour: [0.8, 0.78, 0.74], other: [0.32, 0.31, 0.33], axis: 1, at: 0, faces: 1 },
    { kind: "matt", colour: [0.82, 0.82, 0.82], axis: 1, at: 2.1, faces: -1 },
    { kind: "matt", colour: [0.82, 0.8, 0.76], axis: 2, at: -1.7, faces: 1 },
    { kind: "matt", colour: [0.78, 0.24, 0.16], axis: 0, at: -1.9, faces: 1 },
    { kind: "matt", colour: [0.12, 0.42, 0.6], axis: 0, at: 1.9, faces: -1 },
  ],
  balls: [
    { kind: "matt", colour: none, centre: [0.2, 1.68, -0.3], radius: 0.3, emits: [11, 9.8, 7.8] },
    { kind: "mirror", colour: [0.94, 0.94, 0.94], centre: [-0.95, 0.62, -0.8], radius: 0.62 },
    { kind: "glass", colour: [0.98, 0.99, 0.99], centre: [0.78, 0.45, 0.25], radius: 0.45 },
    { kind: "matt", colour: [0.9, 0.62, 0.16], centre: [-0.15, 0.3, 0.35], radius: 0.3 },
    { kind: "mirror", colour: [0.93, 0.7, 0.42], centre: [0.35, 0.26, -0.75], radius: 0.26 },
    { kind: "matt", colour: [0.2, 0.55, 0.4], centre: [1.3, 0.24, -0.85], radius: 0.24 },
    { kind: "glass", colour: [0.8, 0.92, 0.98], centre: [-0.78, 0.18, 0.75], radius: 0.18 },
  ],
};

/** @type {Triple} */
const eye = [0, 1.02, 4.6];
/** Half of what is seen of a plane at distance 1, from the middle to the upper edge. */
const halfView = 0.235;

/**
 * The mean light of each pixel over some paths: red, green and blue as 32-bit numbers, row by row.
 *
 * @param {Tile} tile
 * @param {{ random: () => number }} task
 */
export default function renderTile(tile, task) {
  const random = quickRandom(task.random);
  const { x, y, width, height, of, samples } = tile;
  const [wide, high] = of;
  const light = new Float32Array(3 * width * height);
  const found = new Float64Array(3);
  const ray = new Float64Array(6);
  let into = 0;
  for (let row = y; row < y + height; row += 1) {
    for (let column = x; column < x + width; column += 1) {
      found.fill(0);
      for (let sample = 0; sample < samples; sample += 1) {
        const across = ((2 * (column + random())) / wide - 1) * halfView * (wide / high);
        const up = (1 - (2 * (row + random())) / high) * halfView;
        ray[0] = eye[0];
        ray[1] = eye[1];
        ray[2] = eye[2];
        ray[3] = across;
        // Looks down a little.
        ray[4] = up - 0.055;
        ray[5] = -1;
        normalize(ray);
        addLight(room, ray, random, found);
      }
      for (let channel = 0; channel < 3; channel += 1) light[into + channel] = (found[channel] ?? 0) / samples;
      into += 3;
    }
  }
  return light;
}

/**
 * Numbers from 0 to just below 1, by xoshiro128** (Blackman and Vigna, 2018), which begins with four numbers of the task's own: a path
 * takes some dozens, and those of a task are made for quality.
 *
 * @param {() => number} random
 */
function quickRandom(random) {
  const word = () => Math.floor(random() * 2 ** 32) | 0;
  let s0 = word();
  let s1 = word();
  let s2 = word();
  // Four zeros would stay zeros.
  let s3 = word() | 1;
  return () => {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const kept = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= kept;
    s3 = (s3 << 11) | (s3 >>> 21);
    return (result >>> 0) / 2 ** 32;
  };
}

/** @param {Float64Array} ray */
function normalize(ray) {
  const x = ray[3] ?? 0;
  const y = ray[4] ?? 0;
  const z = ray[5] ?? 0;
  const part = 1 / Math.sqrt(x * x + y * y + z * z);
  ray[3] = x * part;
  ray[4] = y * part;
  ray[5] = z * part;
}

/** Where the ray meets a ball; Infinity where it does not. @param {Ball} ball @param {Float64Array} ray */
function distanceToBall({ centre, radius }, ray) {
  const x = centre[0] - (ray[0] ?? 0);
  const y = centre[1] - (ray[1] ?? 0);
  const z = centre[2] - (ray[2] ?? 0);
  const along = x * (ray[3] ?? 0) + y * (ray[4] ?? 0) + z * (ray[5] ?? 0);
  const under = along * along - (x * x + y * y + z * z) + radius * radius;
  if (under < 0) return Infinity;
  const half = Math.sqrt(under);
  if (along - half > clearance) return along - half;
  return along + half > clearance ? along + half : Infinity;
}

/** As of a ball. From behind, a wall is not there. @param {Wall} wall @param {Float64Array} ray */
function distanceToWall({ axis, at, faces }, ray) {
  const towards = ray[3 + axis] ?? 0;
  if (towards * faces >= 0) return Infinity;
  const distance = (at - (ray[axis] ?? 0)) / towards;
  return distance > clearance ? distance : Infinity;
}

/** Whether nothing stands in the ray's way for so far. @param {Scene} scene @param {Float64Array} ray @param {number} distance */
function isClear({ balls, walls }, ray, distance) {
  for (const ball of balls) if (distanceToBall(ball, ray) < distance - 1e-4) return false;
  for (const wall of walls) if (distanceToWall(wall, ray) < distance - 1e-4) return false;
  return true;
}

/** A ray from a matt place to a lamp, kept for all. */
const shadowRay = new Float64Array(6);

/**
 * Adds what one path from the ray on brings: red, green and blue. The ray is used up. Its mean over many paths is the light that comes from there:
 * lamps are looked for at each matt place (a direction within the lamp's disc), and seen by paths from mirrors, glass and the eye.
 *
 * @public
 * @param {Scene} scene
 * @param {Float64Array} ray where it begins, and its direction, of length 1
 * @param {() => number} random
 * @param {Float64Array} light
 */
export function addLight(scene, ray, random, light) {
  let red = 1;
  let green = 1;
  let blue = 1;
  let seesLamps = true;
  for (let bounce = 0; bounce < mostBounces; bounce += 1) {
    let nearest = Infinity;
    /** @type {Ball | null} */
    let ball = null;
    /** @type {Wall | null} */
    let wall = null;
    for (const one of scene.balls) {
      const distance = distanceToBall(one, ray);
      if (distance < nearest) {
        nearest = distance;
        ball = one;
      }
    }
    for (const one of scene.walls) {
      const distance = distanceToWall(one, ray);
      if (distance < nearest) {
        nearest = distance;
        ball = null;
        wall = one;
      }
    }
    const met = ball ?? wall;
    if (met === null) {
      addTo(light, red * scene.sky[0], green * scene.sky[1], blue * scene.sky[2]);
      return;
    }
    if (ball !== null && ball.emits !== undefined) {
      if (seesLamps) addTo(light, red * ball.emits[0], green * ball.emits[1], blue * ball.emits[2]);
      return;
    }
    for (let at = 0; at < 3; at += 1) ray[at] = (ray[at] ?? 0) + nearest * (ray[3 + at] ?? 0);
    // Outwards, and from the side that the ray comes from below.
    let nx = 0;
    let ny = 0;
    let nz = 0;
    let { colour } = met;
    if (ball !== null) {
      nx = ((ray[0] ?? 0) - ball.centre[0]) / ball.radius;
      ny = ((ray[1] ?? 0) - ball.centre[1]) / ball.radius;
      nz = ((ray[2] ?? 0) - ball.centre[2]) / ball.radius;
    } else if (wall !== null) {
      if (wall.axis === 0) nx = wall.faces;
      else if (wall.axis === 1) ny = wall.faces;
      else nz = wall.faces;
      const isOther = (Math.floor(2 * (ray[0] ?? 0)) + Math.floor(2 * (ray[2] ?? 0))) % 2 !== 0;
      if (wall.other !== undefined && isOther) colour = wall.other;
    }
    const falls = (ray[3] ?? 0) * nx + (ray[4] ?? 0) * ny + (ray[5] ?? 0) * nz;
    red *= colour[0];
    green *= colour[1];
    blue *= colour[2];
    if (met.kind === "glass") {
      passGlass(ray, nx, ny, nz, falls, random);
      seesLamps = true;
    } else if (met.kind === "mirror") {
      turn(ray, nx, ny, nz, falls);
      seesLamps = true;
    } else {
      const side = falls > 0 ? -1 : 1;
      addFromLamps(scene, ray, side * nx, side * ny, side * nz, random, light, red, green, blue);
      scatter(ray, side * nx, side * ny, side * nz, random);
      seesLamps = false;
    }
    if (bounce < certainBounces) continue;
    const goesOn = Math.min(1, Math.max(red, green, blue));
    if (random() >= goesOn) return;
    red /= goesOn;
    green /= goesOn;
    blue /= goesOn;
  }
}

/** @param {Float64Array} light @param {number} red @param {number} green @param {number} blue */
function addTo(light, red, green, blue) {
  light[0] = (light[0] ?? 0) + red;
  light[1] = (light[1] ?? 0) + green;
  light[2] = (light[2] ?? 0) + blue;
}

/** As a mirror does. @param {Float64Array} ray @param {number} nx @param {number} ny @param {number} nz @param {number} falls */
function turn(ray, nx, ny, nz, falls) {
  ray[3] = (ray[3] ?? 0) - 2 * falls * nx;
  ray[4] = (ray[4] ?? 0) - 2 * falls * ny;
  ray[5] = (ray[5] ?? 0) - 2 * falls * nz;
  normalize(ray);
}

/**
 * Through the surface or back from it, by chance: as often as Fresnel's law says, in Schlick's approximation (1994).
 *
 * @param {Float64Array} ray @param {number} nx @param {number} ny @param {number} nz @param {number} falls @param {() => number} random
 */
function passGlass(ray, nx, ny, nz, falls, random) {
  const enters = falls < 0;
  const ratio = enters ? 1 / 1.5 : 1.5;
  const cosine = Math.abs(falls);
  const under = 1 - ratio * ratio * (1 - cosine * cosine);
  const straight = 0.04;
  const grazing = enters ? cosine : Math.sqrt(Math.max(0, under));
  const back = under <= 0 ? 1 : straight + (1 - straight) * (1 - grazing) ** 5;
  if (random() < back) {
    turn(ray, nx, ny, nz, falls);
    return;
  }
  const side = enters ? 1 : -1;
  const along = ratio * cosine - Math.sqrt(under);
  ray[3] = ratio * (ray[3] ?? 0) + along * side * nx;
  ray[4] = ratio * (ray[4] ?? 0) + along * side * ny;
  ray[5] = ratio * (ray[5] ?? 0) + along * side * nz;
  normalize(ray);
}

/**
 * Turns the ray about an axis by an angle: two directions across the axis as Duff and others find them (2017).
 *
 * @param {Float64Array} ray @param {number} ax @param {number} ay @param {number} az @param {number} cosine of the angle
 * @param {number} turned about the axis, in radians
 */
function aim(ray, ax, ay, az, cosine, turned) {
  const sine = Math.sqrt(Math.max(0, 1 - cosine * cosine));
  const u = sine * Math.cos(turned);
  const v = sine * Math.sin(turned);
  const sign = az >= 0 ? 1 : -1;
  const a = -1 / (sign + az);
  const b = ax * ay * a;
  ray[3] = u * (1 + sign * ax * ax * a) + v * b + cosine * ax;
  ray[4] = u * sign * b + v * (sign + ay * ay * a) + cosine * ay;
  ray[5] = -u * sign * ax - v * ay + cosine * az;
  normalize(ray);
}

/** As a matt surface does: more often steeply. @param {Float64Array} ray @param {number} nx @param {number} ny @param {number} nz @param {() => number} random */
function scatter(ray, nx, ny, nz, random) {
  aim(ray, nx, ny, nz, Math.sqrt(1 - random()), 2 * Math.PI * random());
}

/**
 * What lamps send to a matt place straight, each by one direction of those in which it is seen.
 *
 * @param {Scene} scene
 * @param {Float64Array} ray that begins at the place
 * @param {number} nx @param {number} ny @param {number} nz @param {() => number} random
 * @param {Float64Array} light
 * @param {number} red @param {number} green @param {number} blue
 */
function addFromLamps(scene, ray, nx, ny, nz, random, light, red, green, blue) {
  for (const lamp of scene.balls) {
    if (lamp.emits === undefined) continue;
    const x = lamp.centre[0] - (ray[0] ?? 0);
    const y = lamp.centre[1] - (ray[1] ?? 0);
    const z = lamp.centre[2] - (ray[2] ?? 0);
    const distance = Math.sqrt(x * x + y * y + z * z);
    const edge = Math.sqrt(Math.max(0, 1 - (lamp.radius / distance) ** 2));
    shadowRay[0] = ray[0] ?? 0;
    shadowRay[1] = ray[1] ?? 0;
    shadowRay[2] = ray[2] ?? 0;
    aim(shadowRay, x / distance, y / distance, z / distance, 1 - random() * (1 - edge), 2 * Math.PI * random());
    const steep = (shadowRay[3] ?? 0) * nx + (shadowRay[4] ?? 0) * ny + (shadowRay[5] ?? 0) * nz;
    if (steep <= 0) continue;
    const away = distanceToBall(lamp, shadowRay);
    if (away === Infinity || !isClear(scene, shadowRay, away)) continue;
    // A matt surface sends on a part of π of what falls on it; the lamp is seen under 2π(1 - edge).
    const part = 2 * (1 - edge) * steep;
    addTo(light, red * part * lamp.emits[0], green * part * lamp.emits[1], blue * part * lamp.emits[2]);
  }
}
