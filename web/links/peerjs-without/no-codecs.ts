/**
 * Stands in for `peerjs-js-binarypack` and `@msgpack/msgpack`, the codecs of PeerJS's own serializers. Links speak raw
 * frames whatever the other side asks for, so nothing reaches a codec; what did would be a mistake of ours.
 */
function refuse(): never {
  throw new Error("PeerJS's serializers are left out of Tabpool; links are raw.");
}

// A function declaration can be called with `new` as well, as PeerJS does with the `Encoder`.
export { refuse as decodeMultiStream, refuse as Encoder, refuse as pack, refuse as unpack };
