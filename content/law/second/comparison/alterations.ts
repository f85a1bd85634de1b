import { type Law, loadParameters, type Parameter, reform } from "@troad/law";

/** The law with one number of one figure changed by about a hundredth. */
export type Alteration = { what: string; law: Law };

/** Larger than any step of rounding, small enough to stay below the next bracket. */
function changed(figure: unknown): unknown {
  if (typeof figure === "boolean") return !figure;
  if (typeof figure === "number") return figure + Math.max(1, Math.round(figure / 100));
  if (typeof figure !== "string" || Number.isNaN(Number.parseFloat(figure)) || figure.includes("-")) return undefined;
  const part = Number.parseFloat(figure) / (figure.endsWith("%") ? 100 : 1);
  return (part * 1.02 + 0.001).toFixed(8);
}

/** The given value of a figure with each of its numbers changed in turn; a table holds none that is not known. */
function changes(given: unknown): [place: string, value: unknown][] {
  if (Array.isArray(given))
    return given.flatMap((row: { from: unknown; value: unknown }, index): [string, unknown][] => {
      const withRow = (other: object) => given.map((before, at) => (at === index ? { ...row, ...other } : before));
      const value: [string, unknown] = [` from ${row.from}`, withRow({ value: changed(row.value) })];
      return index === 0 ? [value] : [value, [` at ${row.from}`, withRow({ from: changed(row.from) })]];
    });
  if (typeof given === "object" && given !== null)
    return Object.entries(given)
      .filter(([, value]) => value !== null)
      .map(([code, value]) => [` ${code}`, { ...given, [code]: changed(value) }]);
  const other = changed(given);
  return other === undefined ? [] : [["", other]];
}

/** The law with each number of a figure that is in force on a day changed in turn; none of a figure for which no source was read. */
export function alterationsOf(law: Law, { values, ...figure }: Parameter, day: string): Alteration[] {
  const inForce = values.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (!inForce || inForce.certainty === "D") return [];
  const { exact: _, given, ...dated } = inForce;
  return changes(given).map(([place, value]) => {
    const parameters = loadParameters({ parameters: [{ ...figure, values: [{ ...dated, value, announced: null }] }] });
    return { what: `${figure.name}${place}`, law: reform(law, { parameters }) };
  });
}

/** The figures that the formulas of some rules of a law read. */
export function figuresOf(law: Law, rules: ReadonlySet<string>): Parameter[] {
  const formulas = law.variables.filter(({ name }) => rules.has(name)).map((variable) => JSON.stringify(variable.formulas));
  return law.parameters.filter(({ name }) => formulas.some((formula) => formula.includes(`"${name}"`)));
}
