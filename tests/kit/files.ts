/** Small files that are what they say by their bytes, and one that is not. */
const bytes: Record<"plan.pdf" | "photo.png" | "zip.png", Buffer> = {
  "plan.pdf": Buffer.from(`%PDF-1.7\n${" ".repeat(600_000)}\n%%EOF\n`, "latin1"),
  "photo.png": Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
    "base64",
  ),
  "zip.png": Buffer.concat([Buffer.from("PK\u0005\u0006", "latin1"), Buffer.alloc(18)]),
};
export const bytesOf = (name: keyof typeof bytes): Buffer => bytes[name];

/** A form as a browser sends it: texts, and files under the names of their inputs. */
export function formOf(texts: Record<string, string | string[]>, files: Record<string, keyof typeof bytes> = {}): FormData {
  const form = new FormData();
  for (const [name, file] of Object.entries(files)) form.append(name, new File([new Uint8Array(bytes[file])], file));
  for (const [name, value] of Object.entries(texts)) for (const one of [value].flat()) form.append(name, one);
  return form;
}

/** Values of the hidden inputs of a name, as they stand in a page. */
export const hiddenIn = (page: string, name: string): string[] =>
  [...page.matchAll(new RegExp(`<input type="hidden" name="${name}" value="([^"]*)">`, "g"))].map((match) => match[1]!);
