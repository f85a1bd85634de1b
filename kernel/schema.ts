import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";

/**
 * Why a value does not fit a schema, or undefined if it fits. Names the place and the rule, never the value, so that it may be logged; if a
 * schema allows names of the sender's choice, the place may be one of them. The schema is compiled on first use: most processes use few of
 * those they know.
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
