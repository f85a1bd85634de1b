/** Names of files in containers and their spelling in signatures. */

const maxLength = 255;

/**
 * Whether a name is safe for a file: relative, no empty, `.` or `..` part, no backslash, drive or control character. A safe name can be
 * written below a folder on any system without leaving it.
 */
export function isSafeFileName(name: string): boolean {
  if (name.length === 0 || name.length > maxLength || name.includes("\\") || /^[A-Za-z]:/.test(name)) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffd]/.test(name)) return false;
  return name.isWellFormed() && name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** Cache of encoded names: messages keep using the same few. */
const spelt = new Map<string, string>();
const maxSpelt = 256;

/** The name as a relative URI reference (RFC 3986 §4.2). Throws RangeError for unsafe names. */
export function encodeFileUri(name: string): string {
  const known = spelt.get(name);
  if (known !== undefined) return known;
  const uri = spell(name);
  if (spelt.size < maxSpelt) spelt.set(name, uri);
  return uri;
}

function spell(name: string): string {
  if (!isSafeFileName(name)) throw new RangeError(`not a safe file name: ${JSON.stringify(name)}`);
  // The apostrophe may stand in a URI but would end an attribute in single quotes.
  return name
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll("'", "%27"))
    .join("/");
}

/** The name that a reference denotes; undefined if it is not a relative reference to a safe name. */
export function decodeFileUri(uri: string): string | undefined {
  if (uri.includes("#") || uri.includes("?") || /^[a-z][a-z0-9+.-]*:/i.test(uri)) return undefined;
  try {
    const name = decodeURIComponent(uri);
    return isSafeFileName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** A media type with optional parameters, in characters that XML carries as they are. Throws RangeError. */
export function requireMime(mime: string): string {
  if (!/^[\w.+-]{1,64}\/[\w.+-]{1,64}(; ?[\w.+-]{1,32}=[\w.+-]{1,64}){0,4}$/.test(mime))
    throw new RangeError(`not a media type: ${JSON.stringify(mime)}`);
  return mime;
}
