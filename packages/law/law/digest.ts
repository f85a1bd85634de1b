import { hash } from "node:crypto";
import type { Law } from "./create.ts";

const digests = new WeakMap<object, string>();

/**
 * SHA-256 over everything in a law that can change a result or its article, in hexadecimal: facts, formulas, figures with their days, groups
 * and calendars. Labels, notes, sources and certainty are left out: a better wording is no other law.
 */
export function lawDigest({ inputs, variables, parameters, groups, definitions }: Law): string {
  const known = digests.get(definitions);
  if (known !== undefined) return known;
  const digest = hash(
    "sha256",
    canonical({
      inputs: byName(inputs.map(({ label: _, ref: _ref, codes, ...input }) => ({ ...input, codes: Object.keys(codes).sort() }))),
      variables: byName(
        variables.map(({ label: _, note: _note, ref: _ref, certainty: _certainty, codes, ...variable }) => ({
          ...variable,
          codes: Object.keys(codes).sort(),
        })),
      ),
      // `given` is what the file says, `exact` the same for calculation
      parameters: byName(
        parameters.map(({ label: _, values, ...parameter }) => ({
          ...parameter,
          values: values.map(({ exact: _exact, source: _source, certainty: _certainty, ...value }) => value),
        })),
      ),
      groups: byName(groups.map(({ role, ...group }) => ({ ...group, role: role?.name ?? null }))),
      calendars: definitions.calendarNames().map((name) => {
        const years = [...(definitions.calendar(name)?.years ?? [])];
        return [name, years.map(([year, { off, worked }]) => [year, [...off].sort(), [...worked].sort()])];
      }),
    }),
  );
  digests.set(definitions, digest);
  return digest;
}

const byName = <T extends { name: string }>(all: readonly T[]): T[] => [...all].sort((a, b) => (a.name < b.name ? -1 : 1));

/** JSON with sorted names; numbers of any size are written out. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === "bigint") return `${one}n`;
    if (one instanceof Map || one instanceof Set) return [...one];
    return one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one;
  });
