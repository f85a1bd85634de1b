import { type Law, LawError, loadParameters, reform } from "@troad/law";

export type Change = { parameter: string; value: unknown };

/** The law with other figures from the first day of the year of `at` on; throws law.parameter for a name that it does not have. */
export function changedLaw(law: Law, changes: readonly Change[], at: string): Law {
  const parameters = changes.map(({ parameter: name, value }) => {
    const today = law.parameters.find((one) => one.name === name);
    if (!today) throw new LawError("law.parameter", name, "is no parameter of this law");
    const { type, label } = today;
    const kind = { ...("over" in today ? { over: today.over } : {}), ...("of" in today ? { of: today.of } : {}) };
    const citation = { "zh-Hant": "假設", en: "A supposition" };
    const values = [
      { value, from: `${at.slice(0, 4)}-01-01`, to: null, announced: null, citation, certainty: "D", source: "a supposition" },
    ];
    return { name, type, ...kind, label, values };
  });
  return reform(law, { parameters: loadParameters({ parameters }) });
}
