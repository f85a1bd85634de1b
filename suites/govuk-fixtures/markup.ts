/** One node of a page: an element with its attributes and children, or a run of text. */
export type MarkupNode = string | { name: string; attributes: Map<string, string>; children: MarkupNode[] };
type MarkupElement = Exclude<MarkupNode, string>;

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const TOKEN =
  /<!--[\s\S]*?-->|<\/([a-z][\w-]*)\s*>|<([a-z][\w-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>|[^<]+|</giy;
const ATTRIBUTE = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", ctdot: "⋯" };

/** Parses well-formed HTML, as both sides of the comparison are; throws where tags do not match. */
export function parse(text: string): MarkupElement {
  const root: MarkupElement = { name: "#root", attributes: new Map(), children: [] };
  const open: MarkupElement[] = [root];
  for (const [token, closing, opening, attributes = "", selfClosing] of text.matchAll(TOKEN)) {
    const parent = open.at(-1)!;
    if (closing !== undefined) {
      if (open.pop()?.name !== closing.toLowerCase() || open.length === 0) throw new Error(`</${closing}> closes nothing`);
    } else if (opening !== undefined) {
      const node: MarkupElement = { name: opening.toLowerCase(), attributes: new Map(), children: [] };
      for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
        const key = name!.toLowerCase();
        if (!node.attributes.has(key)) node.attributes.set(key, decode(double ?? single ?? ""));
      }
      parent.children.push(node);
      if (!VOID.has(node.name) && selfClosing !== "/") open.push(node);
    } else if (!token.startsWith("<!--")) parent.children.push(decode(token));
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  return root;
}

const decode = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name ?? ""] ?? whole;
  });

/**
 * A text that is the same for markup that means the same: attributes sorted, classes as a set, runs of white space as one space,
 * none at the edges of an element. What an icon looks like is left out: drawings are a matter of identity.
 */
export function canonical(node: MarkupNode, indent = ""): string {
  if (typeof node === "string") return `${indent}"${node}"\n`;
  const isDrawing = node.name === "svg";
  const attributes = [...node.attributes]
    .filter(([name]) => !isDrawing || ["class", "aria-hidden", "focusable"].includes(name))
    .map(
      ([name, value]) =>
        ` ${name}=${JSON.stringify(name === "class" ? [...new Set(value.split(/\s+/).filter(Boolean))].sort().join(" ") : value)}`,
    )
    .sort();
  const own = node.name === "#root" ? "" : `${indent}<${node.name}${attributes.join("")}>\n`;
  const inner = node.name === "#root" ? indent : `${indent}  `;
  return (
    own +
    (isDrawing
      ? ""
      : childrenOf(node)
          .map((child) => canonical(child, inner))
          .join(""))
  );
}

function childrenOf(node: MarkupElement): MarkupNode[] {
  const merged: MarkupNode[] = [];
  for (const child of node.children) {
    const before = merged.at(-1);
    if (typeof child === "string" && typeof before === "string") merged[merged.length - 1] = before + child;
    else merged.push(child);
  }
  return merged
    .map((child, index) => {
      if (typeof child !== "string") return child;
      let text = child.replace(/[ \t\r\n\f]+/g, " ");
      if (index === 0) text = text.trimStart();
      if (index === merged.length - 1) text = text.trimEnd();
      return text === " " ? "" : text;
    })
    .filter((child) => child !== "");
}
