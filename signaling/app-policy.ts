/**
 * The policy of the app's page. `frame-src` is the page's own origin, where `sandbox.html` is: with a wider one, task code that
 * reached the frame's document could send data away by navigating it. `ws: wss:`, since older browsers do not count a WebSocket
 * to the page's own host as `'self'`.
 */
export const appPolicy: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * Headers of both pages. The permissions policy gives up camera, microphone, location and devices for page and frame; WebRTC,
 * Workers and the wake lock need no permission in it.
 */
export const commonHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy":
    "camera=(), microphone=(), geolocation=(), display-capture=(), midi=(), usb=(), serial=(), hid=(), payment=()",
};
