const SPECIAL = /[&<>"'\0]/;

/**
 * Escapes text for element content and for quoted attribute values alike (HTML Living Standard 13.1.2.3 and 13.1.2.4).
 * NUL becomes U+FFFD, because a parser would drop or replace it depending on where it stands.
 */
export function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  let out = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const entity = entityOf(text.charCodeAt(at));
    if (entity === undefined) continue;
    out += text.slice(from, at) + entity;
    from = at + 1;
  }
  return out + text.slice(from);
}

function entityOf(unit: number): string | undefined {
  switch (unit) {
    case 38:
      return "&amp;";
    case 60:
      return "&lt;";
    case 62:
      return "&gt;";
    case 34:
      return "&quot;";
    case 39:
      return "&#39;";
    case 0:
      return "�";
    default:
      return undefined;
  }
}

/** What a link that would have run code leads to instead: a page that every browser refuses to open. */
export const BLOCKED_URL = "about:invalid#blocked";

const SAFE_SCHEMES = new Set(["http", "https", "mailto", "tel", "sms", "geo"]);
// What the URL Standard (4.4) strips before it reads a scheme: C0 controls and spaces in front, tabs and newlines anywhere.
const IGNORED = /^[\0- ]+|[\t\n\r]/g;

/** Returns the URL when it is relative or of a scheme that runs no code, else `BLOCKED_URL`: data may hold hostile links. */
export function safeUrl(url: string): string {
  const read = url.replace(IGNORED, "");
  const scheme = /^([^/?#]*?):/.exec(read)?.[1];
  return scheme === undefined || SAFE_SCHEMES.has(scheme.toLowerCase()) ? url : BLOCKED_URL;
}

const URL_ATTRIBUTES = new Set("href src action formaction cite poster background ping manifest data xlink:href".split(" "));

/** True for attributes whose value a browser may open. */
export const isUrlAttribute = (name: string): boolean => URL_ATTRIBUTES.has(name);

/** True for attributes that hold code, styles or documents: the platform's content security policy forbids them in any case. */
export const isForbiddenAttribute = (name: string): boolean =>
  name.startsWith("on") || name === "style" || name === "srcdoc" || name === "srcset";
