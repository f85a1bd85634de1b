/** An endpoint of a service: a method (or `*`) and a path in which `*` is one segment and a `**` at the end any rest. */
export type Endpoint = { method: string; path: string };

/** Form of a pattern: plain segments, `*`, and `**` only at the end. */
export const endpointPattern = "^/(?:(?:[A-Za-z0-9._~-]+|\\*)(?:/(?:[A-Za-z0-9._~-]+|\\*))*(?:/\\*\\*)?|\\*\\*)?$";

const maxSegments = 40;

/**
 * The segments of a request's path as the service will see them, or undefined where two readers could see different ones:
 * an encoded slash or dot, an encoding inside an encoding, a dot segment, an empty segment, a parameter. (X-Road matches the path
 * as it came, and a `/public/**` there also opens `/public/..%2fsecret`.)
 */
export function segmentsOf(path: string): string[] | undefined {
  const raw = path.split("?")[0] ?? "";
  if (raw === "" || raw === "/") return [];
  if (!raw.startsWith("/") || raw.length > 2000) return undefined;
  const segments = raw.slice(1).split("/");
  if (segments.length > maxSegments) return undefined;
  const plain = segments.map(plainSegment);
  return plain.every((one): one is string => one !== undefined) ? plain : undefined;
}

function plainSegment(segment: string): string | undefined {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    return undefined;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return text === "" || /^\.+$/.test(text) || /[/\\%;?#\u0000-\u001f\u007f]/.test(text) ? undefined : text;
}

/** True when the endpoint's pattern covers the method and the segments. */
export function covers(endpoint: Endpoint, method: string, segments: readonly string[]): boolean {
  if (endpoint.method !== "*" && endpoint.method !== method) return false;
  const pattern = endpoint.path.split("/").slice(1).filter(Boolean);
  const open = pattern.at(-1) === "**";
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? segments.length < fixed.length : segments.length !== fixed.length) return false;
  return fixed.every((part, index) => part === "*" || part === segments[index]);
}
