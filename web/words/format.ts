/** `1,000,000` */
export function formatCount(count: number): string {
  const whole = Math.round(count);
  // The platform's first format costs a page 10 ms of a laptop's core.
  if (!(count >= 0 && whole <= Number.MAX_SAFE_INTEGER)) {
    return count.toLocaleString("en-US", { maximumFractionDigits: 0 });
  }
  return String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 task`, `2 tasks` */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** One task's time in its slot: `< 0.1 ms` (browsers' clocks tell no less), `8.1 ms`, `12 ms`, `1.003 s`, `75.120 s`. */
export function formatRuntime(milliseconds: number): string {
  if (milliseconds < 0.05) return "< 0.1 ms";
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`;
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

/** How much of something is done: `0 %`, `42 %`; `100 %` for no less than all of it. */
export function formatPart(part: number): string {
  // 100 * 0.29 is a little less than 29.
  return `${Math.floor(100 * part + 1e-9)} %`;
}

/** A duration in two units at most: `0 s`, `12 s`, `3 min 05 s`, `2 h 00 min`, `3 d 04 h`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${formatCount(Math.floor(hours / 24))} d ${twoDigits(hours % 24)} h`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, "0");
}

const scales = [
  { least: 1e12, of: 1e12, name: " trillion" },
  { least: 1e9, of: 1e9, name: " billion" },
  { least: 1e6, of: 1e6, name: " million" },
] as const;

/** An amount a second, or a minute or an hour where that is less than one: `12.3 million pixels/s`, `1,250 hashes/s`, `30 games/min`, `7.5 games/h`. */
export function formatWorkRate(perSecond: number, unit: string): string {
  if (perSecond > 0 && perSecond < 1 / 60) return `${amount(3_600 * perSecond)} ${unit}/h`;
  if (perSecond > 0 && perSecond < 1) return `${amount(60 * perSecond)} ${unit}/min`;
  return `${amount(perSecond)} ${unit}/s`;
}

function amount(count: number): string {
  // A stranger's job may claim any amount.
  if (count >= 1e15) return count.toExponential(2);
  const scale = scales.find(({ least }) => count >= least);
  if (scale !== undefined) {
    const scaled = (count / scale.of).toLocaleString("en-US", { maximumSignificantDigits: 3 });
    return `${scaled}${scale.name}`;
  }
  return count < 9.95 ? count.toFixed(1) : formatCount(count);
}

/** `0.0/s`, `3.4/s`, `1,250/s` */
export function formatRate(perSecond: number): string {
  return perSecond < 9.95 ? `${perSecond.toFixed(1)}/s` : `${formatCount(perSecond)}/s`;
}

/** `0 B`, `812 B`, `1.2 kB`, `26.4 MB`, `3.1 GB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let scaled = bytes / 1000;
  let unit = 0;
  while (scaled >= 999.95 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${scaled.toFixed(1)} ${units[unit] ?? ""}`;
}
