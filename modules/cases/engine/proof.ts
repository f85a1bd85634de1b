import { cardProof } from "@troad/web";
import { caseFailure } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";

/** Whether a service takes what someone says who has proved who they are by so much. */
export const sufficesFor = ({ definition }: Pick<LoadedService, "definition">, proof: number | undefined): boolean =>
  definition.proof === undefined || (proof ?? 0) >= cardProof;

/** Throws `case.proof-too-weak`. */
export function requireProof(service: Pick<LoadedService, "definition">, proof: number | undefined): void {
  if (!sufficesFor(service, proof)) throw caseFailure("case.proof-too-weak");
}
