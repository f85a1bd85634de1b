import { readFile } from "node:fs/promises";
import path from "node:path";
import { components, render, withOurPrefix } from "./adapter.ts";
import expected from "./expected.json" with { type: "json" };
import { canonical, parse } from "./markup.ts";

interface Fixture {
  readonly name: string;
  readonly options: Record<string, unknown>;
  readonly html: string;
}
type Failure = { id: string; why: string };

/**
 * Compares our components with the fixtures of govuk-frontend: the same options must give markup that means the same. Each component
 * also meets fixtures that were altered, which must be told apart.
 */
export default async function run(ctx: { reference: string }): Promise<{ passed: string[]; failed: Failure[] }> {
  const passed: string[] = [];
  const failed: Failure[] = [];
  const absent: Record<string, string> = expected.absentComponents;
  const folder = path.join(ctx.reference, "govuk-fixtures");
  for (const name of [...Object.keys(components), ...Object.keys(absent)].sort()) {
    const fixtures = await fixturesOf(folder, name);
    for (const fixture of fixtures) {
      const id = `${name}: ${fixture.name}`;
      const why = name in absent ? `not implemented: ${absent[name]}` : difference(name, fixture.options, fixture.html);
      if (why === undefined) passed.push(id);
      else failed.push({ id, why });
    }
    const told = fixtures.flatMap((fixture) => (name in absent ? [] : alterations(fixture).map((html) => ({ fixture, html }))));
    const missed = told.filter(({ fixture, html }) => difference(name, fixture.options, fixture.html) === undefined && difference(name, fixture.options, html) === undefined);
    const id = `${name}: altered fixtures are told apart`;
    if (missed.length > 0) failed.push({ id, why: missed.map(({ fixture }) => fixture.name).join(", ") });
    else if (told.length > 0) passed.push(id);
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

/** Each way in which markup may go wrong quietly: a class, an attribute's value, an attribute gone, a tag renamed, a word. */
function alterations({ html }: Fixture): string[] {
  const changes: [RegExp, string][] = [
    [/class="govuk-/, 'class="other '],
    [/(id|href|for|role|type|aria-[\w-]+)="[^"]*"/, '$1="altered"'],
    [/ (id|href|for|role|type|aria-[\w-]+)="[^"]*"/, ""],
    [/<(\/?)(?:div|p|li|a|strong|label|button)\b/g, "<$1altered"],
    [/>(\s*)[A-Za-z]/, ">$1Ω"],
  ];
  return changes.map(([pattern, replacement]) => html.replace(pattern, replacement)).filter((altered) => altered !== html);
}
