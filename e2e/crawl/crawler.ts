import type { Browser, Page } from "../../apps/troad/demo/browser.ts";
import { patternOf, type Route } from "../../tests/kit/routes.ts";

/** An address that someone can reach by clicking, the route of the page at which they arrive, and the page. */
export type Reached = { role: string; path: string; route: string; text: string };
/** `links`: for each address that was opened, the addresses to which its links lead. */
export type Crawl = { reached: Reached[]; dead: string[]; links: Map<string, readonly string[]> };

/** How many addresses of one route are looked at: forty calculators are one kind of page, and what everybody sees is looked at less. */
const addressesOfARoute = 6;
const addressesAgain = 2;
const longest = 600;

type Link = { address: string; isForm: boolean };

const unescaped = (text: string): string => text.replaceAll("&amp;", "&");
const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
};

/** Where a page leads: its links, what its searches ask as they stand, and pages at the addresses to which its forms post. */
function linksOf(page: Page): Link[] {
  const here = (target: string): string | undefined => {
    const url = new URL(target, page.url);
    return url.origin === new URL(page.url).origin ? `${url.pathname}${url.search}` : undefined;
  };
  const anchors = [...page.text.matchAll(/<a\b[^>]*\bhref="([^"#]+)/g)].map(([, href]) => ({
    href: unescaped(href!),
    isForm: false,
  }));
  const forms = [...page.text.matchAll(/(<form\b[^>]*>)(.*?)<\/form>/gs)].flatMap(([, tag = "", inside = ""]) => {
    const action = attribute(tag, "action");
    if (action === undefined) return [];
    if (attribute(tag, "method") === "post") return { href: action, isForm: true };
    const inputs = [...inside.matchAll(/<(?:input|textarea)\b[^>]*>/g)].map(([input]) => input);
    const fields = inputs.map(
      (input) => [attribute(input, "name"), attribute(input, "value"), attribute(input, "type")] as const,
    );
    // of buttons of which one can be chosen, the first
    const query = new URLSearchParams(
      fields.flatMap(([name, value, type], at) => {
        const chosen = type === "radio" && fields.findIndex(([other]) => other === name) !== at;
        return name && !chosen ? [[name, value ?? ""]] : [];
      }),
    );
    // a search for nothing may be refused
    return { href: `${action.split("?")[0]}?${query}`, isForm: [...query.values()].includes("") };
  });
  return [...anchors, ...forms].flatMap(({ href, isForm }) => {
    const address = here(href);
    return address === undefined ? [] : [{ address, isForm }];
  });
}

/**
 * Follows every link from some addresses as one person. `routes` are all GET routes, of which the crawler keeps the pages; a link to an
 * address that nobody answers, or that fails, is dead. `walked` are the routes at which those have arrived who
 * see no more than everybody.
 */
export async function crawl(
  browser: Browser,
  role: string,
  starts: readonly string[],
  routes: readonly Route[],
  walked: ReadonlySet<string>,
): Promise<Crawl> {
  const origin = new URL(starts[0]!).origin;
  const patterns = routes.map((route) => ({ route: route.path, pattern: patternOf(route) }));
  // a route without parameters is the better match
  patterns.sort((a, b) => (a.route.match(/[:*]/g)?.length ?? 0) - (b.route.match(/[:*]/g)?.length ?? 0));
  const routeOf = (path: string): string | undefined => patterns.find(({ pattern }) => pattern.test(path))?.route;
  const counts = new Map<string, number>();
  const reached = new Map<string, Reached>();
  const dead = new Set<string>();
  const links = new Map<string, readonly string[]>();
  const queue = new Map(starts.map((start) => [start.slice(origin.length), { from: "the start", isForm: false }]));
  let looked = 0;
  for (const [address, { from, isForm }] of queue) {
    const route = routeOf(address.split("?")[0]!);
    if (route === undefined || /sign-out/.test(address)) continue;
    const count = counts.get(route) ?? 0;
    if (count >= (walked.has(route) ? addressesAgain : addressesOfARoute) || ++looked > longest) continue;
    counts.set(route, count + 1);
    const page = await browser.get(`${origin}${address}`);
    if (page.status >= 400 && !isForm) dead.add(`${address} (HTTP ${page.status}, from ${from}, ${role})`);
    if (page.status >= 400 || !page.type.startsWith("text/html")) continue;
    const arrived = routeOf(new URL(page.url).pathname);
    if (arrived !== undefined && !reached.has(arrived))
      reached.set(arrived, { role, path: address, route: arrived, text: page.text });
    const leads = linksOf(page);
    links.set(
      address,
      leads.filter((link) => !link.isForm).map((link) => link.address),
    );
    for (const link of leads) if (!queue.has(link.address)) queue.set(link.address, { from: address, isForm: link.isForm });
  }
  return { reached: [...reached.values()], dead: [...dead], links };
}
