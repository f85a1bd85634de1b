/** Ways to bend a message that was written without white space. Each gives the text and the path of what is wrong in it. */
export type Altered = { readonly what: string; readonly xml: string; readonly path: string };

type Element = { name: string; path: string; start: number; open: number; close: number; end: number; leaf: boolean };

/** Every element below the root, with its path as findings name it: lists count from 1, and only what is a list counts. */
function elementsOf(xml: string, lists: ReadonlySet<string>): Element[] {
  const found: Element[] = [];
  const stack: { element: Element; counts: Map<string, number> }[] = [];
  for (const tag of xml.matchAll(/<(\/?)([A-Za-z0-9]+)[^>]*>/g)) {
    const [text, slash, name] = tag as unknown as [string, string, string];
    if (slash) {
      const { element } = stack.pop()!;
      element.close = tag.index;
      element.end = tag.index + text.length;
      continue;
    }
    const parent = stack.at(-1);
    if (parent) parent.element.leaf = false;
    const count = (parent?.counts.get(name) ?? 0) + 1;
    parent?.counts.set(name, count);
    const path = `${parent?.element.path ?? ""}/${name}${lists.has(name) ? `[${count}]` : ""}`;
    const element = { name, path, start: tag.index, open: tag.index + text.length, close: 0, end: 0, leaf: true };
    found.push(element);
    stack.push({ element, counts: new Map() });
  }
  return found.slice(1);
}

const lists = new Set(["ProductItem", "BranchTrackItem", "BranchTrackBlankItem"]);
/** Longer than any text may be, and neither a number nor a day. */
const tooLong = "長".repeat(2000);

/** One leaf after another gets a value that no type has. */
export const alteredValues = (xml: string): Altered[] =>
  elementsOf(xml, lists)
    .filter(({ leaf }) => leaf)
    .map(({ path, open, close }) => ({ what: `value of ${path}`, xml: xml.slice(0, open) + tooLong + xml.slice(close), path }));

/** One element after another is written twice. */
export const repeated = (xml: string): Altered[] =>
  elementsOf(xml, lists)
    .filter(({ name }) => !lists.has(name))
    .map(({ path, start, end }) => ({ what: `twice ${path}`, xml: xml.slice(0, end) + xml.slice(start), path }));

/** One element after another is missing; whether that is wrong, the schema says. */
export const without = (xml: string): Altered[] =>
  elementsOf(xml, lists).map(({ path, start, end }) => ({
    what: `without ${path}`,
    xml: xml.slice(0, start) + xml.slice(end),
    path: path.replace(/\[\d+\]$/, ""),
  }));

/** The last two children of each element change places, so that one of them comes too late. */
export function swapped(xml: string): Altered[] {
  const elements = elementsOf(xml, lists);
  return elements.flatMap((first) => {
    const second = elements.find((other) => other.start === first.end);
    if (!second || second.name === first.name) return [];
    const text = xml.slice(0, first.start) + xml.slice(second.start, second.end) + xml.slice(first.start, first.end);
    return [{ what: `late ${first.path}`, xml: text + xml.slice(second.end), path: first.path }];
  });
}
