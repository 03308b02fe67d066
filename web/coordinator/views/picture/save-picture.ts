import { saveDownload } from "../../../environment/browser/download-saver.ts";

/**
 * Hands to the person as a file what canvases of one size show that lie upon each other, the lowest first. The page's ground is behind them: they are
 * transparent.
 */
export function saveLayers(layers: readonly HTMLCanvasElement[], name: string): void {
  joinLayers(layers)?.toBlob((file) => {
    if (file !== null) saveDownload(`${name}.png`, file);
  });
}

/** Such canvases as one. The page's ground is behind them: they are transparent. null where the browser gives no canvas. */
export function joinLayers(layers: readonly HTMLCanvasElement[]): HTMLCanvasElement | null {
  const whole = document.createElement("canvas");
  whole.width = layers[0]?.width ?? 0;
  whole.height = layers[0]?.height ?? 0;
  const context = whole.getContext("2d");
  if (context === null) return null;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--surface");
  context.fillRect(0, 0, whole.width, whole.height);
  for (const layer of layers) context.drawImage(layer, 0, 0);
  return whole;
}
