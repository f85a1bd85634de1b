import fs from "node:fs";
import path from "node:path";
import { stepSchema } from "../../packages/flow/definition/steps.ts";
import { root } from "./government.ts";

type Written = { steps: { id: string; kind: string }[] };

const folders = ["content", "tests/fixtures/village", "tests/fixtures/writing"].map((folder) =>
  path.join(root, folder, "services"),
);

/** The kind of a step of a service that a test has loaded; of its first without one. */
export function kindOfStep(service: string, step?: string): string | undefined {
  const file = folders.map((folder) => path.join(folder, service, "service.json")).find((one) => fs.existsSync(one));
  if (!file) return undefined;
  const { steps } = JSON.parse(fs.readFileSync(file, "utf8")) as Written;
  return (step === undefined ? steps[0] : steps.find(({ id }) => id === step))?.kind;
}

/** All kinds of step that a service may have. */
export const stepKinds: ReadonlySet<string> = new Set(stepSchema.anyOf.map(({ properties }) => properties.kind.const));
