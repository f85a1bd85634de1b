/**
 * Array parameters in PostgreSQL's binary form (array_send): one statement of fixed shape inserts any number of rows, and bytes stay bytes
 * where the text form would write them as hexadecimal digits. Use: `unnest(${bytesArray(rows)}::bytea[], ${textArray(ids)}::text[])`.
 */

const oidOf = { text: 25, bytea: 17 } as const;

export const textArray = (values: readonly (string | null)[]): Buffer => {
  const sizes = values.map((value) => (value === null ? -1 : Buffer.byteLength(value)));
  return fill("text", sizes, (to, at, index) => to.write(values[index]!, at));
};

export const bytesArray = (values: readonly (Uint8Array | null)[]): Buffer => {
  const sizes = values.map((value) => (value === null ? -1 : value.length));
  return fill("bytea", sizes, (to, at, index) => to.set(values[index]!, at));
};

/** One dimension, lower bound 1; an element of length -1 is null. */
function fill(type: keyof typeof oidOf, sizes: readonly number[], put: (to: Buffer, at: number, index: number) => void): Buffer {
  const total = sizes.reduce((sum, size) => sum + 4 + Math.max(0, size), 20);
  const bytes = Buffer.allocUnsafe(total);
  bytes.writeInt32BE(sizes.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(sizes.includes(-1) ? 1 : 0, 4);
  bytes.writeInt32BE(oidOf[type], 8);
  if (sizes.length === 0) return bytes.subarray(0, 12);
  bytes.writeInt32BE(sizes.length, 12);
  bytes.writeInt32BE(1, 16);
  let at = 20;
  for (const [index, size] of sizes.entries()) {
    bytes.writeInt32BE(size, at);
    at += 4;
    if (size > 0) put(bytes, at, index);
    at += Math.max(0, size);
  }
  return bytes;
}
