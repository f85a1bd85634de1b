import { type CursorKind, failures, readCursor } from "@troad/kernel";

export type Option = { value: string; text: string };
/** One of several values. With `initial` one is always selected, without it there is also "all". */
export type SelectFilter = { kind: "select"; name: string; label: string; options: readonly Option[]; initial?: string };
/** Words to search for. */
export type SearchFilter = { kind: "search"; name: string; label: string; hint?: string };
/** Days from and to, both included; in the address `<name>-from` and `<name>-to`. */
export type DatesFilter = { kind: "dates"; name: string; label: string };
export type Filter = SelectFilter | SearchFilter | DatesFilter;

/** The selected values, by their names in the address; unselected ones are absent. */
export type Chosen = Readonly<Record<string, string>>;
type InvalidFilterKind = "choice" | "too-long" | "day" | "order";
export type InvalidFilter = { name: string; kind: InvalidFilterKind };

export const listFailure = failures({ "list.filter-invalid": 400 });

export const mostCharacters = 60;

export const fieldsOf = (filter: Filter): string[] =>
  filter.kind === "dates" ? [`${filter.name}-from`, `${filter.name}-to`] : [filter.name];

export type ListQuery = { chosen: Chosen; faults: readonly InvalidFilter[]; before: string | undefined };

/**
 * What a list's address asks for. An invalid filter is an error, never ignored: otherwise the list would show more than was asked for, and
 * a reader, or a downloaded file, would take it for less. Unknown parameters change nothing, since no page of ours writes them.
 */
export function readListQuery(filters: readonly Filter[], query: unknown, cursorKind: CursorKind): ListQuery {
  const given = (typeof query === "object" && query !== null ? query : {}) as Readonly<Record<string, unknown>>;
  const chosen: Record<string, string> = {};
  const faults: InvalidFilter[] = [];
  for (const filter of filters) {
    for (const name of fieldsOf(filter)) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      const text = typeof value === "string" ? value.trim() : "";
      // given twice, it is ambiguous
      const kind = value === undefined || typeof value === "string" ? faultOf(filter, text) : "choice";
      if (kind) faults.push({ name, kind });
      else if (text !== "") chosen[name] = text;
      else if (filter.kind === "select" && filter.initial !== undefined) chosen[name] = filter.initial;
    }
    const [from, to] = fieldsOf(filter).map((name) => chosen[name]);
    if (filter.kind === "dates" && from && to && from > to) faults.push({ name: `${filter.name}-to`, kind: "order" });
  }
  const before = given.before;
  if (before !== undefined && typeof before !== "string") throw listFailure("list.filter-invalid", { filter: "before" });
  return { chosen, faults, before: readCursor(before, cursorKind) };
}

function faultOf(filter: Filter, text: string): InvalidFilterKind | undefined {
  if (text === "") return undefined;
  if (filter.kind === "select") return filter.options.some(({ value }) => value === text) ? undefined : "choice";
  if (filter.kind === "dates") return isDay(text) ? undefined : "day";
  return [...text].length > mostCharacters ? "too-long" : undefined;
}

/** A calendar date; PostgreSQL has no year 0. */
const isDay = (text: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** Whether anything differs from the default. */
export const isFiltered = (filters: readonly Filter[], chosen: Chosen): boolean => parametersOf(filters, chosen).size > 0;

function parametersOf(filters: readonly Filter[], chosen: Chosen): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const filter of filters)
    for (const name of fieldsOf(filter)) {
      const value = chosen[name];
      if (value !== undefined && !(filter.kind === "select" && filter.initial === value)) parameters.set(name, value);
    }
  return parameters;
}

/** An address of the list that keeps the current choices. */
export function addressWith(path: string, filters: readonly Filter[], chosen: Chosen, before?: string): string {
  const parameters = parametersOf(filters, chosen);
  if (before !== undefined) parameters.set("before", before);
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}
