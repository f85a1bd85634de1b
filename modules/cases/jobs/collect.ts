import { type JobHandler, type ModuleContext, RetryLater, traceparent } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { RoadApi } from "@troad/road/api";
import { request } from "undici";
import { fold, gatewayUnreachable } from "../domain/actions.ts";
import { exchangeIdOf } from "../domain/collect.ts";
import { isPassing, maxTries } from "../domain/errors.ts";
import type { Services } from "../domain/services.ts";
import { withCase } from "../engine.ts";
import { actionsOf } from "../store/cases.ts";
import { consentRequest } from "../submit.ts";

export type CollectPayload = { caseId: string; source: string; consentId: string };
type Outcome = { ok: true; found: boolean; record: Record<string, unknown>; asOf: string } | { ok: false; code: string };

const retryMs = 2_000;

/** Asks one source over T-Road through the agency's own gateway. A try that was interrupted by a kill is repeated as the same exchange. */
export const collect =
  (ctx: ModuleContext, services: Services, road: RoadApi, mydata: MyDataApi): JobHandler =>
  async ({ payload, db }) => {
    const { caseId, source: sourceId, consentId } = payload as CollectPayload;
    const before = fold(await actionsOf(db, caseId));
    const known = before.sources.get(sourceId);
    if (before.state !== "collecting" || before.consent?.id !== consentId || known?.received) return;
    const service = services.get(before.opened.service);
    const source = service.definition.sources.find((one) => one.id === sourceId);
    if (!source) throw new Error(`service ${service.id} has no source ${sourceId}`);
    const exchangeId = exchangeIdOf(services.instance, {
      caseId,
      source: sourceId,
      consent: consentId,
      attempt: known?.attempt ?? 0,
    });
    // the same key gives the consent and its token back
    const { token } = await mydata.grant(consentRequest(service, caseId, before, before.round));
    const outcome = await ask(await road.consumerUrl(service.member), {
      target: `/r1/${services.instance}/${source.provider}/find`,
      client: service.consumer,
      exchangeId,
      consent: token,
      body: { nationalId: before.opened.nationalId, fields: source.fields },
    });

    const again = await withCase(ctx, db, caseId, async (open, tx) => {
      if (open.state.state !== "collecting" || open.state.consent?.id !== consentId || open.state.sources.get(sourceId)?.received)
        return false;
      if (outcome.ok) {
        await open.append("troad", {
          type: "received",
          data: { source: sourceId, exchangeId, found: outcome.found, record: outcome.record, asOf: outcome.asOf },
        });
        const all = service.definition.sources.every(({ id }) => open.state.sources.get(id)?.received);
        if (all) await tx.enqueue("cases.decide", { caseId }, { key: `${caseId} ${consentId}` });
        return false;
      }
      await open.append("troad", { type: "source-failed", data: { source: sourceId, exchangeId, code: outcome.code } });
      if (isPassing(outcome.code) && open.state.sources.get(sourceId)!.tries < maxTries) return true;
      await open.append("troad", { type: "stopped", data: { source: sourceId, code: outcome.code } });
      await tx.enqueue("cases.tell", { caseId, template: "case-stopped" }, { key: `stopped ${caseId} ${consentId}` });
      return false;
    });
    if (again) throw new RetryLater(retryMs, "the source did not answer");
  };

type Question = { target: string; client: string; exchangeId: string; consent: string; body: object };

async function ask(gateway: string, question: Question): Promise<Outcome> {
  let status: number;
  let error: string | undefined;
  let answer: { found?: unknown; record?: unknown; asOf?: unknown; type?: unknown; code?: unknown };
  try {
    const reply = await request(`${gateway}${question.target}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-road-client": question.client,
        "x-road-id": question.exchangeId,
        "x-troad-consent": question.consent,
        traceparent: traceparent(),
      },
      body: JSON.stringify(question.body),
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    });
    status = reply.statusCode;
    error = reply.headers["x-road-error"] as string | undefined;
    answer = (await reply.body.json()) as typeof answer;
  } catch {
    return { ok: false, code: gatewayUnreachable };
  }
  if (error) return { ok: false, code: error };
  if (status !== 200 || typeof answer.found !== "boolean")
    return { ok: false, code: typeof answer.code === "string" ? answer.code : "source.unexpected-answer" };
  return {
    ok: true,
    found: answer.found,
    record: (answer.record ?? {}) as Record<string, unknown>,
    asOf: String(answer.asOf ?? ""),
  };
}
