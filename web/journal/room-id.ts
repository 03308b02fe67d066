declare const brand: unique symbol;

/** 128 random bits in lower-case hex: names a room in the journal, whatever its code. */
export type RoomId = string & { readonly [brand]: "RoomId" };

export function isRoomId(value: unknown): value is RoomId {
  return typeof value === "string" && /^[0-9a-f]{32}$/.test(value);
}
