import type { ServiceDefinition, StepOf } from "@troad/flow";
import type { Condition, Form } from "@troad/forms";
import type { Binding, Simple } from "./schema.ts";

/** A service within a life event. */
export type Part = {
  service: string;
  when: Condition | undefined;
  /** The parts after whose grant it starts: those that content names, and those whose outcome it uses. */
  after: readonly string[];
  besides: boolean;
  form: Form;
  step: StepOf<"fill">;
  definition: ServiceDefinition;
  /** By field: what it is bound to. */
  bound: ReadonlyMap<string, Binding>;
};

export type Fact = { name: string; from: Binding | undefined };

/** A life event that is applied for as one, checked against the services that it names. */
export type Journey = { id: string; questions: Form; parts: readonly Part[]; facts: ReadonlyMap<string, Fact> };

/** A folder that cannot work: what is wrong, and where. */
export class InvalidJourney extends Error {
  readonly code: string;
  constructor(code: string, where: string, why: string) {
    super(`${where}: ${why} (${code})`);
    this.name = "InvalidJourney";
    this.code = code;
  }
}

/** The parts of a binding that bring a value each. */
export const simplesOf = (binding: Binding): readonly Simple[] =>
  "join" in binding ? binding.join : "choose" in binding ? Object.values(binding.cases) : [binding];
