import { saveDownload } from "../../../environment/browser/download-saver.ts";

/** Hands what the canvas shows to the person as a file. */
export function savePicture(canvas: HTMLCanvasElement, name: string): void {
  saveLayers([canvas], name);
}

/** The same of canvases of one size that lie upon each other, the lowest first. */
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
