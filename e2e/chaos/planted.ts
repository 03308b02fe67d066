/** A planted mistake, which the coordinator's page makes once. The check at the end of a run must find it. */
export interface PlantedMistake {
  readonly name: string;
  /** Runs in the page before its scripts, without this module's variables. */
  readonly plant: () => void;
}

export const plantedMistakes: readonly PlantedMistake[] = [
  {
    name: "a result is shown and not recorded",
    plant: () => {
      // oxlint-disable-next-line typescript/unbound-method -- called with the store that it is asked of
      const { put } = IDBObjectStore.prototype;
      let records = 0;
      IDBObjectStore.prototype.put = function (value, ...key) {
        if (this.name === "results") records += 1;
        const isDue = this.name === "results" && records === 3;
        return put.call(this, isDue ? { ...value, positions: new Uint32Array() } : value, ...key);
      };
    },
  },
  {
    name: "a result is recorded twice",
    plant: () => {
      // oxlint-disable-next-line typescript/unbound-method -- called with the store that it is asked of
      const { put } = IDBObjectStore.prototype;
      let records = 0;
      IDBObjectStore.prototype.put = function (value, ...key) {
        if (this.name === "results") records += 1;
        const [place] = key;
        const isDue = this.name === "results" && records === 3 && Array.isArray(place);
        if (isDue) put.call(this, value, [...place.slice(0, 2), 1_000_000]);
        return put.call(this, value, ...key);
      };
    },
  },
  {
    name: "a result is recorded as another than it is shown",
    plant: () => {
      // oxlint-disable-next-line typescript/unbound-method -- called with the store that it is asked of
      const { put } = IDBObjectStore.prototype;
      let records = 0;
      IDBObjectStore.prototype.put = function (value, ...key) {
        if (this.name === "results") records += 1;
        if (this.name !== "results" || records !== 3) return put.call(this, value, ...key);
        const changed = structuredClone(value);
        const { bytes } = changed.block.values;
        // Changes the last digit of the last value, which is a text.
        bytes[bytes.length - 1] = bytes.at(-1) === 0x30 ? 0x31 : 0x30;
        return put.call(this, changed, ...key);
      };
    },
  },
  {
    name: "a wrong result arrives and is taken",
    plant: () => {
      // oxlint-disable-next-line typescript/unbound-method -- called with the channel that it is asked of
      const { addEventListener } = RTCDataChannel.prototype;
      let results = 0;
      const spoil = (data: unknown): void => {
        if (!(data instanceof ArrayBuffer)) return;
        const bytes = new Uint8Array(data);
        // Changes the first digit after the sign in `8399 * 8399 = 70543201`.
        const at = bytes.findIndex((byte, place) => byte === 0x3d && bytes[place + 1] === 0x20);
        if (at === -1) return;
        results += 1;
        if (results === 3) bytes[at + 2] = bytes[at + 2] === 0x39 ? 0x38 : 0x39;
      };
      RTCDataChannel.prototype.addEventListener = function (type: string, listener: unknown, ...options: unknown[]) {
        const heard = (event: Event): void => {
          if (event instanceof MessageEvent) spoil(event.data);
          if (typeof listener === "function") listener.call(this, event);
        };
        Reflect.apply(addEventListener, this, [type, heard, ...options]);
      };
    },
  },
];
