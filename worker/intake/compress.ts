/** A row of D1 has 2,000,000 bytes at most (developers.cloudflare.com/d1/platform/limits); the rest of it wants some too. */
const MOST_ROW_BYTES = 1_950_000;

/**
 * Raw bodies are kept gzipped: Shopify sends up to 5 MB. Empty where even that does not fit beside `otherBytes` of the same row:
 * what was understood of the body is kept all the same.
 */
export async function compress(bytes: Uint8Array, otherBytes = 0): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await gzip(bytes);
  return packed.length + otherBytes <= MOST_ROW_BYTES ? packed : new Uint8Array();
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function decompress(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
