import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";

/**
 * Why a value does not fit a schema, or undefined where it fits. Names the place and the rule, never the value, so that it may be logged; where a
 * schema is open to names of the sender's choice, the place may be one of them. The schema is compiled when it is first needed: most processes
 * use few of those that they know.
 */
export function problemFinder(schema: TSchema): (value: unknown) => string | undefined {
  let compiled: ReturnType<typeof Compile> | undefined;
  return (value) => {
    compiled ??= Compile(schema);
    if (compiled.Check(value)) return undefined;
    const [first] = compiled.Errors(value);
    return `${first?.instancePath || "/"} ${first?.keyword ?? "schema"}`.slice(0, 120);
  };
}
