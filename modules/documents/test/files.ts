/** The smallest files of each kind that are what they say, by their bytes. */
export const pdf = (size: number, inside = ""): Buffer => {
  const [head, end] = [`%PDF-1.7\n${inside}`, "\n%%EOF\n"];
  return Buffer.from(head + " ".repeat(Math.max(0, size - head.length - end.length)) + end, "latin1");
};

export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);

export const jpeg = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");

/** An archive with nothing in it. */
export const zip = Buffer.concat([Buffer.from("PK\u0005\u0006", "latin1"), Buffer.alloc(18)]);
