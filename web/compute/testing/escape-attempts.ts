/**
 * Ways out as task code would try them, by name. Each is the body of an async function of `t`, an address that accepts every
 * request, and `host`, its host and port. It counts as refused if it throws or returns undefined.
 */
const attempts: Readonly<Record<string, string>> = {
  // Requests
  fetch: `await fetch(t); return "answered"`,
  "fetch no-cors": `await fetch(t, { mode: "no-cors" }); return "answered"`,
  "fetch keepalive POST": `await fetch(t, { method: "POST", body: "x", keepalive: true, mode: "no-cors" }); return "answered"`,
  "fetch of a Request": `await fetch(new Request(t, { mode: "no-cors", priority: "high" })); return "answered"`,
  "fetch after constructor games": `await (0, Object.getPrototypeOf(async () => {}).constructor("t", "return fetch(t)"))(t); return "answered"`,
  fetchLater: `fetchLater(t, { activateAfter: 0 }); return "promised"`,
  XMLHttpRequest: `const x = new XMLHttpRequest(); x.open("GET", t); x.send(); return await first(x, "load", "error")`,
  "XMLHttpRequest synchronous": `const x = new XMLHttpRequest(); x.open("GET", t, false); x.send(); return x.status`,
  WebSocket: `const s = new WebSocket(t.replace("http", "ws")); return await first(s, "open", "error")`,
  WebSocketStream: `const s = new WebSocketStream(t.replace("http", "ws")); await s.opened; return "opened"`,
  EventSource: `const s = new EventSource(t); return await first(s, "open", "error")`,
  WebTransport: `const w = new WebTransport("https://" + host + "/x"); await w.ready; return "ready"`,
  RTCPeerConnection: `const c = new RTCPeerConnection({ iceServers: [{ urls: "stun:" + host }] }); c.createDataChannel("x");
    await c.setLocalDescription(); return "offered"`,
  sendBeacon: `return navigator.sendBeacon(t, "x") ? "queued" : undefined`,
  "streaming WebAssembly": `await WebAssembly.compileStreaming(fetch(t)); return "compiled"`,
  "instantiated WebAssembly": `await WebAssembly.instantiateStreaming(fetch(t)); return "instantiated"`,
  // Code from elsewhere
  "import of a URL": `await import(t); return "imported"`,
  "import with attributes": `await import(t, { with: { type: "json" } }); return "imported"`,
  "import of a data URL": `await import("data:text/javascript,export default fetch('" + t + "')"); return "imported"`,
  "import of a Blob that imports": `const u = URL.createObjectURL(new Blob(["import " + JSON.stringify(t)], { type: "text/javascript" }));
    await import(u); return "imported"`,
  "import of a Blob that fetches": `const u = URL.createObjectURL(new Blob(["await fetch(" + JSON.stringify(t) + ")"], { type: "text/javascript" }));
    await import(u); return "imported"`,
  importScripts: `importScripts(t); return "ran"`,
  "importScripts of a data URL": `importScripts("data:text/javascript,fetch('" + t + "')"); return "ran"`,
  "importScripts of a Blob": `importScripts(URL.createObjectURL(new Blob(["fetch('" + t + "')"]))); return "ran"`,
  "importScripts of the prototype": `WorkerGlobalScope.prototype.importScripts.call(self, t); return "ran"`,
  eval: `return eval("1 + 1")`,
  "Function constructor": `return new Function("return 1")()`,
  "setTimeout of text": `setTimeout("fetch('" + t + "')", 0); await pause(); return undefined`,
  // Workers in the Worker
  "classic Worker": `const w = new Worker(t); return await first(w, "message", "error")`,
  "module Worker": `const w = new Worker(t, { type: "module" }); return await first(w, "message", "error")`,
  "Worker of a Blob": `const w = new Worker(URL.createObjectURL(new Blob(["fetch('" + t + "').then(() => postMessage(1))"])));
    return await first(w, "message", "error")`,
  "Worker of a data URL": `const w = new Worker("data:text/javascript,fetch('" + t + "');postMessage(1)");
    return await first(w, "message", "error")`,
  "Worker found through an object": `const W = self.constructor.prototype.Worker ?? Object.getPrototypeOf(self).Worker; new W(t); return "started"`,
  SharedWorker: `new SharedWorker(t); return "started"`,
  ServiceWorker: `await navigator.serviceWorker.register(t); return "registered"`,
  // Storage
  IndexedDB: `return await first(indexedDB.open("x"), "success", "error")`,
  "IndexedDB's list": `return JSON.stringify(await indexedDB.databases())`,
  caches: `await caches.open("x"); return "opened"`,
  "caches that fetch": `await (await caches.open("x")).add(t); return "added"`,
  cookieStore: `return JSON.stringify(await cookieStore.getAll())`,
  localStorage: `return String(localStorage.length)`,
  "private file system": `await navigator.storage.getDirectory(); return "opened"`,
  "storage buckets": `await navigator.storageBuckets.open("x"); return "opened"`,
  "file system requests": `webkitRequestFileSystemSync(0, 1); return "opened"`,
  locks: `await navigator.locks.request("x", () => {}); return "locked"`,
  "Blob of the page": `await fetch(pageBlob); return "read"`,
  FileReaderSync: `return new FileReaderSync().readAsText(await (await fetch(t)).blob())`,
  // The page and its surroundings
  BroadcastChannel: `new BroadcastChannel("tabpool-escape").postMessage("here"); return undefined`,
  parent: `return parent.document.title`,
  top: `return top.location.href`,
  opener: `return opener.location.href`,
  document: `return document.cookie`,
  "window.open": `return window.open(t) === null ? undefined : "opened"`,
  "self.open": `return self.open(t) === null ? undefined : "opened"`,
  "location assignment": `location = t; await pause(); return location.href === t ? "moved" : undefined`,
  "location.href": `location.href = t; await pause(); return location.href === t ? "moved" : undefined`,
  "location.replace": `location.replace(t); return "moved"`,
  "global postMessage": `self.postMessage("here"); return "posted"`,
  clients: `return String((await clients.matchAll()).length)`,
  // Devices and people
  Notification: `return await first(new Notification("x", { icon: t, image: t }), "show", "error")`,
  "Notification permission": `return await Notification.requestPermission()`,
  clipboard: `return await navigator.clipboard.readText()`,
  geolocation: `navigator.geolocation.getCurrentPosition(() => {}); return "asked"`,
  WebUSB: `return String((await navigator.usb.getDevices()).length || undefined)`,
  WebHID: `return String((await navigator.hid.getDevices()).length || undefined)`,
  WebSerial: `return String((await navigator.serial.getPorts()).length || undefined)`,
  "push subscription": `await registration.pushManager.subscribe({ userVisibleOnly: true }); return "subscribed"`,
  "background fetch": `await registration.backgroundFetch.fetch("x", t); return "fetched"`,
  // Side doors
  "reporting endpoint": `new ReportingObserver(() => {}, { buffered: true }).observe(); await fetch(t, { headers: { "Reporting-Endpoints": "x=" + t } });
    return "answered"`,
  "font face": `const f = new FontFace("x", "url(" + t + ")"); await f.load(); return "loaded"`,
  "CSS of a canvas": `const c = new OffscreenCanvas(1, 1).getContext("2d"); c.filter = "url(" + t + "#x)"; c.fillRect(0, 0, 1, 1); return undefined`,
  "image bitmap": `await createImageBitmap(await (await fetch(t)).blob()); return "drawn"`,
  "source map": `const u = URL.createObjectURL(new Blob(["export default 1\\n//# sourceMappingURL=" + t], { type: "text/javascript" }));
    await import(u); return undefined`,
  WebGPU: `const a = await navigator.gpu.requestAdapter(); return a === null ? undefined : "a device"`,
  "nested context": `const r = new ShadowRealm(); return r.evaluate("1")`,
};

export const escapeNames: readonly string[] = Object.keys(attempts);

/** A program whose inputs are `{ name, t, host, pageBlob }`. Its results begin with `refused` or `open`. */
export const escapeProgram = `
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
const first = (target, good, bad) => new Promise((resolve, reject) => {
  target.addEventListener(good, () => resolve(good));
  target.addEventListener(bad, () => reject(new Error(bad)));
});
const silence = () => new Promise((resolve) => setTimeout(resolve, 1500));
const attempts = {
${Object.entries(attempts)
  .map(([name, body]) => `${JSON.stringify(name)}: async (t, host, pageBlob) => { ${body} },`)
  .join("\n")}
};
export default async ({ name, t, host, pageBlob }) => {
  try {
    const way = await Promise.race([attempts[name](t, host, pageBlob), silence()]);
    return way === undefined ? "refused in silence" : "open " + way;
  } catch (error) {
    return "refused " + error;
  }
};
`;
