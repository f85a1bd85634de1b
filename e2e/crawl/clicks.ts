/** How many clicks from a page each address is, over the links of pages alone: what a reader without JavaScript can do. */
export function clicksFrom(start: string, links: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const clicks = new Map([[start, 0]]);
  for (const [address, count] of clicks)
    for (const next of links.get(address) ?? []) if (!clicks.has(next)) clicks.set(next, count + 1);
  return clicks;
}

export type Search = { route: string; action: string; fields: readonly string[] };

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&");

/** The forms of a page that ask an address for what is typed into them. */
export function searchesOf({ route, text }: { route: string; text: string }): Search[] {
  return [...text.matchAll(/(<form\b[^>]*>)(.*?)<\/form>/gs)].flatMap(([, tag = "", inside = ""]) => {
    if (attribute(tag, "method") === "post") return [];
    const typed = [...inside.matchAll(/<(?:input|textarea)\b[^>]*>/g)].filter(
      ([input]) => !/type="(hidden|radio|checkbox|submit)"/.test(input),
    );
    const fields = typed.flatMap(([input]) => attribute(input, "name") ?? []);
    const action = attribute(tag, "action")?.split("?")[0];
    return fields.length > 0 && action ? [{ route, action, fields }] : [];
  });
}
