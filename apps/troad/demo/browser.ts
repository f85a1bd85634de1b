/** A headless browser: follows redirects, keeps cookies and submits forms as browsers do. */
export type Page = { url: string; status: number; text: string; bytes: Buffer; type: string };

const maxRedirects = 20;

type Cookie = { name: string; value: string; path: string };

export class Browser {
  /** By host, then by name and path: two pending sign-ins have cookies of the same name. */
  readonly #cookies = new Map<string, Map<string, Cookie>>();
  readonly #lang: string;
  constructor(lang = "en") {
    this.#lang = lang;
  }

  get(url: string): Promise<Page> {
    return this.#load("GET", url, undefined);
  }

  post(url: string, fields: Record<string, string | readonly string[]>): Promise<Page> {
    const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
    return this.#load("POST", url, new URLSearchParams(pairs).toString());
  }

  /** Sends a form with files. */
  upload(url: string, form: FormData): Promise<Page> {
    return this.#load("POST", url, form);
  }

  async #load(method: string, start: string, body: string | FormData | undefined): Promise<Page> {
    let [verb, url, content] = [method, start, body];
    for (let hop = 0; hop < maxRedirects; hop++) {
      const { origin, hostname } = new URL(url);
      const cookie = this.cookiesFor(url).map(({ name, value }) => `${name}=${value}`);
      const response = await fetch(url, {
        method: verb,
        redirect: "manual",
        headers: {
          accept: "text/html",
          "accept-language": this.#lang,
          cookie: cookie.join("; "),
          ...(verb === "POST" ? { origin } : {}),
          ...(typeof content === "string" ? { "content-type": "application/x-www-form-urlencoded" } : {}),
        },
        ...(content === undefined ? {} : { body: content }),
        signal: AbortSignal.timeout(30_000),
      });
      this.#keep(hostname, response.headers.getSetCookie());
      const location = response.headers.get("location");
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status < 300 || response.status >= 400 || !location)
        return {
          url,
          status: response.status,
          text: bytes.toString("utf8"),
          bytes,
          type: response.headers.get("content-type") ?? "",
        };
      url = new URL(location, url).href;
      if (response.status !== 307 && response.status !== 308) [verb, content] = ["GET", undefined];
    }
    throw new Error(`too many redirects from ${start}`);
  }

  /** Cookies belong to a host, whatever its ports (RFC 6265 section 8.5). */
  #keep(host: string, lines: string[]): void {
    const jar = this.#cookies.get(host) ?? new Map<string, Cookie>();
    this.#cookies.set(host, jar);
    for (const line of lines) {
      const [pair = "", ...attributes] = line.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      const gone = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
      const path = attributes.map((one) => /^\s*path=(\S+)/i.exec(one)?.[1]).find(Boolean) ?? "/";
      if (gone) jar.delete(`${name} ${path}`);
      else jar.set(`${name} ${path}`, { name, value, path });
    }
  }

  /** The cookies sent to an address, those with longer paths first. */
  cookiesFor(url: string): Cookie[] {
    const { hostname, pathname } = new URL(url);
    return [...(this.#cookies.get(hostname)?.values() ?? [])]
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`))
      .sort((a, b) => b.path.length - a.path.length);
  }
}

/** The targets of links and forms of a page that match `pattern`. */
export const targets = (page: Page, pattern: RegExp): string[] => [
  ...new Set(
    [...page.text.matchAll(/(?:href|action)="([^"]+)"/g)]
      .map((match) => match[1]!.replaceAll("&amp;", "&"))
      .filter((target) => pattern.test(target)),
  ),
];
