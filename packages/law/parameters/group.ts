import { Compile } from "typebox/compile";
import { LawError } from "../errors.ts";
import { type ParameterDefinition, type ParameterGroup, parameterSchema } from "./schema.ts";

const check = Compile(parameterSchema);
const DAY = 86_400_000;
const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - DAY).toISOString().slice(0, 10);

/** The parameters of a group written out: each value with the group's origin, and with its last day. Throws law.parameter. */
export function ungroup(group: ParameterGroup): ParameterDefinition[] {
  return group.parameters.map(({ values, ...parameter }) => {
    const written = {
      ...parameter,
      values: values.map((value, at) => {
        const next = values[at + 1]?.from;
        return {
          announced: null,
          citation: group.citation,
          certainty: group.certainty,
          source: group.source,
          ...value,
          to: value.to === undefined ? (next === undefined ? null : dayBefore(next)) : value.to,
        };
      }),
    };
    if (!check.Check(written)) {
      const [first] = check.Errors(written);
      throw new LawError("law.parameter", parameter.name, first?.message ?? "does not fit the schema");
    }
    return written;
  });
}
