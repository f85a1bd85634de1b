import type { MyDataApi } from "@troad/mydata/api";
import type { Case } from "./domain/actions.ts";
import type { LoadedService } from "./domain/services.ts";

/**
 * What the citizen agrees to: each source that has not answered yet, its fields, its agreement. The key makes every round of a case
 * (handed in, asked again) one consent: repeating the call gives the same consent and token.
 */
export function consentRequest(
  service: LoadedService,
  caseId: string,
  state: Case,
  round: number,
): Parameters<MyDataApi["grant"]>[0] {
  const instance = service.consumer.split("/")[0]!;
  return {
    key: `${caseId}:${round}`,
    subject: state.opened.subject,
    nationalId: state.opened.nationalId,
    consumer: service.consumer,
    purpose: service.id,
    requests: service.definition.sources
      .filter(({ id }) => !state.sources.get(id)?.received)
      .map(({ id, provider, fields, agreement }) => ({ source: id, provider: `${instance}/${provider}`, fields, agreement })),
  };
}
