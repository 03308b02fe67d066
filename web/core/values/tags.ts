/**
 * MessagePack's tags: the first byte of a value, which says its kind and, together with the bytes that follow, its length.
 * Named here alone, for everything that reads or writes values (specification: github.com/msgpack/msgpack/blob/master/spec.md).
 */

/** Tags below are numbers themselves, 0 to 127. A short map's tag has its number of entries added. */
export const shortMap = 0x80;
/** Has the number of elements added. */
export const shortList = 0x90;
/** Has the number of bytes added. */
export const shortText = 0xa0;

/** The most entries or elements of a short map or list, and the most bytes of a short text. */
export const mostShortItems = 15;
export const mostShortText = 31;

export const nil = 0xc0;
/** No value begins with this byte; readers take it for the byte after the end. */
export const unused = 0xc1;
export const no = 0xc2;
export const yes = 0xc3;

/** Bytes, with a length of one, two or four bytes. */
export const bytes8 = 0xc4;
export const bytes16 = 0xc5;
export const bytes32 = 0xc6;

/** Extensions, with a length of one, two or four bytes, and then their type. */
export const extension8 = 0xc7;
export const extension16 = 0xc8;
export const extension32 = 0xc9;

export const float64 = 0xcb;

/** Whole numbers from 0, in one, two or four bytes. */
export const uint8 = 0xcc;
export const uint16 = 0xcd;
export const uint32 = 0xce;

/** Whole numbers that may be negative, in one, two or four bytes. */
export const int8 = 0xd0;
export const int16 = 0xd1;
export const int32 = 0xd2;

/** Extensions of 1, 2, 4, 8 and 16 bytes. */
export const fixedExtension1 = 0xd4;
export const fixedExtension2 = 0xd5;
export const fixedExtension4 = 0xd6;
export const fixedExtension8 = 0xd7;
export const fixedExtension16 = 0xd8;

/** Texts, with a length in bytes of one, two or four bytes. */
export const text8 = 0xd9;
export const text16 = 0xda;
export const text32 = 0xdb;

/** Lists and maps, with a number of elements or entries of two or four bytes. */
export const list16 = 0xdc;
export const list32 = 0xdd;
export const map16 = 0xde;
export const map32 = 0xdf;

/** Tags from here on are numbers themselves, -32 to -1. */
export const negative = 0xe0;
