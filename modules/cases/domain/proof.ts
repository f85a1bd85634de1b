import type { ServiceDefinition } from "@troad/flow";
import { cardProof } from "@troad/web";
import { caseFailure } from "./errors.ts";

type Wanting = Pick<ServiceDefinition, "proof">;

/** Whether a service takes what someone says who has proved who they are by so much. */
export const sufficesFor = (service: Wanting, proof: number | undefined): boolean =>
  service.proof === undefined || (proof ?? 0) >= cardProof;

/** Throws `case.proof-too-weak`. */
export function requireProof({ definition }: { definition: Wanting }, proof: number | undefined): void {
  if (!sufficesFor(definition, proof)) throw caseFailure("case.proof-too-weak");
}
