import { saveDownload } from "../../../environment/browser/download-saver.ts";

/** Hands what the canvas shows to the person as a file, with the page's ground behind it: the canvas itself is transparent. */
export function savePicture(canvas: HTMLCanvasElement, name: string): void {
  const whole = document.createElement("canvas");
  whole.width = canvas.width;
  whole.height = canvas.height;
  const context = whole.getContext("2d");
  if (context === null) return;
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--surface");
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(canvas, 0, 0);
  whole.toBlob((file) => {
    if (file !== null) saveDownload(`${name}.png`, file);
  });
}
