import { type Definition, holds } from "./definition.ts";

/** `maps/<entry of the oracle>.json`: where in the definition of a service each item of the entry is found, or why not. */
export type ServiceMap = {
  readonly service: string;
  /** Other services that do a part of what the entry describes. */
  readonly also?: readonly string[];
  readonly map: Readonly<Record<string, string | readonly string[]>>;
  readonly excused: Readonly<Record<string, string>>;
};
type Compared = {
  readonly mapped: readonly string[];
  readonly excused: readonly string[];
  readonly missing: readonly { readonly item: string; readonly why: string }[];
};

export const targetsOf = (targets: string | readonly string[]): readonly string[] =>
  typeof targets === "string" ? [targets] : targets;

/** Every item is mapped to what the definition has, or excused in one line, and not both; a map names no item that the oracle lacks. */
export function compare(items: readonly string[], { map, excused }: ServiceMap, definition: Definition): Compared {
  const missing: { item: string; why: string }[] = [];
  const good: string[] = [];
  const spared: string[] = [];
  for (const item of items) {
    const stated = map[item];
    const targets = stated === undefined ? undefined : targetsOf(stated);
    const reason = excused[item];
    const absent = targets?.find((target) => !holds(definition, target));
    if (targets && reason !== undefined) missing.push({ item, why: "mapped and excused" });
    else if (absent !== undefined) missing.push({ item, why: `the definition has no ${absent}` });
    else if (targets && targets.length > 0) good.push(item);
    else if (reason?.trim() && !reason.includes("\n")) spared.push(item);
    else missing.push({ item, why: "neither mapped nor excused" });
  }
  for (const item of [...Object.keys(map), ...Object.keys(excused)])
    if (!items.includes(item)) missing.push({ item, why: "the oracle has no such item, or its text has changed" });
  return { mapped: good, excused: spared, missing };
}
