/**
 * Replaces `peerjs-js-binarypack` and `@msgpack/msgpack`, the codecs of PeerJS's own serializers. Links send raw frames even
 * if the other side asks for another serializer, so a call here is a bug of this page.
 */
function refuse(): never {
  throw new Error("PeerJS's serializers are left out of Tabpool; links are raw.");
}

// A function declaration, since PeerJS calls `Encoder` with `new`.
export { refuse as decodeMultiStream, refuse as Encoder, refuse as pack, refuse as unpack };
