import type { Exit } from "./outcomes.ts";
import type { FlowDefinition, Remedy, RemedyName } from "./schema.ts";
import type { Step } from "./steps.ts";

/** Steps whose definition has been checked. */
export type Flow = {
  definition: FlowDefinition;
  steps: readonly Step[];
  first: Step;
  step(id: string): Step | undefined;
  remedies: readonly (Remedy & { name: RemedyName })[];
};

/** What the steps may refer to: the other parts of the service. */
export type FlowSurroundings = {
  /** Ids of the form's pages with the fields that each asks, and the parts of their answers: `home` and `home.district`. */
  pages: ReadonlyMap<string, readonly string[]>;
  /** Sources with the fields that are asked of each. */
  sources: ReadonlyMap<string, readonly string[]>;
  /** Variables that the service's law works out; none where no law decides. */
  law: readonly string[];
  certificates: readonly string[];
  letters: readonly string[];
};

export type Edge = Exit & { from: string };
