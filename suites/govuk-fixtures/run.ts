import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Suite, SuiteResult } from "../kit.ts";
import { components, render, withOurPrefix } from "./adapter.ts";
import expected from "./expected.json" with { type: "json" };
import { canonical, parse } from "./markup.ts";

interface Fixture {
  readonly name: string;
  readonly options: Record<string, unknown>;
  readonly html: string;
}

/**
 * Compares our components with the fixtures of govuk-frontend: the same options must give markup that means the same. Each component
 * also meets fixtures that were altered, which must be told apart.
 */
const run: Suite = ({ reference }) =>
  compare(path.join(reference, "govuk-fixtures"), [...Object.keys(components), ...Object.keys(absent)].sort());
export default run;

const absent: Record<string, string> = expected.absentComponents;

/** The fixtures of some components, in files `NAME.json` of a folder. */
export async function compare(folder: string, names: readonly string[]): Promise<SuiteResult> {
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  for (const name of names) {
    const fixtures = await fixturesOf(folder, name);
    for (const fixture of fixtures) {
      const id = `${name}: ${fixture.name}`;
      const why = name in absent ? `not implemented: ${absent[name]}` : difference(name, fixture.options, fixture.html);
      if (why === undefined) passed.push(id);
      else failed.push({ id, why });
    }
    if (name in absent) continue;
    const told = fixtures
      .filter((fixture) => difference(name, fixture.options, fixture.html) === undefined)
      .flatMap((fixture) => alterations(fixture).map((html) => ({ fixture, html })));
    const missed = told.filter(({ fixture, html }) => difference(name, fixture.options, html) === undefined);
    const id = `altered: ${name}, each fixture in up to ${ALTERATIONS.length} ways`;
    if (told.length > 0 && missed.length === 0) passed.push(id);
    else
      failed.push({
        id,
        why: `not told apart: ${missed.map(({ fixture }) => fixture.name).join(", ") || "there was nothing to alter"}`,
      });
  }
  return { passed, failed };
}

async function fixturesOf(folder: string, name: string): Promise<readonly Fixture[]> {
  const file: { fixtures: Fixture[] } = JSON.parse(await readFile(path.join(folder, `${name}.json`), "utf8"));
  return file.fixtures;
}

/** What is different, or nothing. */
function difference(name: string, options: Record<string, unknown>, html: string): string | undefined {
  try {
    const ours = canonical(parse(render(components[name]!, options))).split("\n");
    const theirs = canonical(parse(withOurPrefix(html))).split("\n");
    const at = theirs.findIndex((line, index) => line !== ours[index]);
    if (at < 0 && ours.length === theirs.length) return undefined;
    const line = at < 0 ? theirs.length : at;
    return `expected ${theirs[line]?.trim() || "nothing more"}, got ${ours[line]?.trim() || "nothing more"}`;
  } catch (error) {
    return String(error);
  }
}

/** Ways in which markup may go wrong quietly: a class, an attribute's value, an attribute gone, a tag renamed, a word. */
const ALTERATIONS: readonly [RegExp, string][] = [
  [/class="govuk-/, 'class="other '],
  [/(id|href|for|role|type|aria-[\w-]+)="[^"]*"/, '$1="altered"'],
  [/ (id|href|for|role|type|aria-[\w-]+)="[^"]*"/, ""],
  [/<(\/?)(?:div|p|li|a|strong|label|button)\b/g, "<$1altered"],
  [/>(\s*)[A-Za-z]/, ">$1Ω"],
];

const alterations = ({ html }: Fixture): string[] =>
  ALTERATIONS.map(([pattern, replacement]) => html.replace(pattern, replacement)).filter((altered) => altered !== html);
