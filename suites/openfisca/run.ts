/** Test files in OpenFisca's YAML format, run against our rules; each output is also bent and must then be told apart. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { laws } from "@troad/content-law";
import type { Law, Value } from "@troad/law";
import { parse } from "yaml";
import type { Suite } from "../kit.ts";

type Values = Readonly<Record<string, unknown>>;
type Case = { name: string; period: string | number; absolute_error_margin?: number; input: Values; output: Values };
type Cell = { name: string; period: string; value: Value };

const isRecord = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
const lawOf = (name: string): Law | undefined =>
  [...laws.values()].find(({ definitions }) => definitions.input(name) ?? definitions.variable(name));
/** YAML 1.1, which OpenFisca reads, has 800_000; YAML 1.2 takes it for a text. */
const plain = (value: unknown): Value =>
  typeof value === "string" && /^-?\d[\d_]*$/.test(value) ? Number(value.replaceAll("_", "")) : (value as Value);

/** Variables by period, whether they stand alone or below their entity. */
function cellsOf(values: Values, period: string): Cell[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (!lawOf(name)) {
      if (!isRecord(value)) throw new TypeError(`${name} is neither a variable nor an entity`);
      return cellsOf(value, period);
    }
    if (!isRecord(value)) return [{ name, period, value: plain(value) }];
    return Object.entries(value).map(([own, one]) => ({ name, period: own, value: plain(one) }));
  });
}

/** Facts not given are false or 0, as OpenFisca has it, unless 0 cannot be true. */
function worked(law: Law, cells: readonly Cell[], { name, period }: Cell): Value | undefined {
  const situation: Record<string, Value> = {};
  for (const { name: input, type, least } of law.inputs)
    if (type === "boolean") situation[input] = false;
    else if ((type === "integer" || type === "money") && (least ?? 0) <= 0) situation[input] = 0;
  for (const cell of cells) if (cell.period === period) situation[cell.name] = cell.value;
  const at = /^\d{4}$/.test(period) ? `${period}-12-31` : /^\d{4}-\d{2}$/.test(period) ? `${period}-01` : period;
  return law.calculate({ want: [name], situation, at }).values[name];
}

const near = (a: Value | undefined, b: Value, margin: number): boolean =>
  typeof a === "number" && typeof b === "number" ? Math.abs(a - b) <= margin : a === b;
const bent = (value: Value, margin: number): Value =>
  typeof value === "number" ? value + 2 * margin + 1 : typeof value === "boolean" ? !value : `${value}?`;

/** What is wrong with a case, or nothing. */
function fault({ period, input, output, absolute_error_margin: margin = 0 }: Case, bend: boolean): string | null {
  const cells = cellsOf(input, String(period));
  for (const cell of cellsOf(output, String(period))) {
    const law = lawOf(cell.name);
    if (!law) return `${cell.name} is unknown`;
    const actual = worked(law, cells, cell);
    const wanted = bend ? bent(cell.value, margin) : cell.value;
    if (!near(actual, wanted, margin)) return `${cell.name} is ${actual}, expected ${wanted}`;
  }
  return null;
}

const suite: Suite = async () => {
  const folder = join(import.meta.dirname, "tests");
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  for (const file of readdirSync(folder).filter((one) => one.endsWith(".yaml"))) {
    const cases: Case[] = parse(readFileSync(join(folder, file), "utf8"));
    for (const one of cases) {
      const why = fault(one, false);
      if (why) failed.push({ id: `${file.slice(0, -".yaml".length)}: ${one.name}`, why });
      else passed.push(`${file.slice(0, -".yaml".length)}: ${one.name}`);
      if (fault(one, true)) passed.push(`altered: ${one.name}`);
      else failed.push({ id: `altered: ${one.name}`, why: "an altered output was accepted" });
    }
  }
  return { passed, failed };
};
export default suite;
