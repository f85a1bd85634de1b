import { type HandledJob, handleJob, RetryLater, traceparent } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { RoadApi } from "@troad/road/api";
import { request } from "undici";
import type { Case } from "../domain/actions.ts";
import { exchangeIdOf } from "../domain/collect.ts";
import { isRetryable, maxTries } from "../domain/errors.ts";
import { gatewayUnreachable } from "../domain/fold.ts";
import { consentRequest, stopCase, waitingSources } from "../engine/collecting.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { collectJob } from "./definitions.ts";

type Outcome = { ok: true; found: boolean; record: Record<string, unknown>; asOf: string } | { ok: false; code: string };

const retryMs = 2_000;

/** Asks one source over T-Road through the agency's own gateway. A try that was interrupted by a kill is repeated as the same exchange. */
export const collect = (store: CaseStore, road: RoadApi, mydata: MyDataApi): HandledJob =>
  handleJob(collectJob, async ({ payload: { caseId, source: sourceId, consentId } }) => {
    const { state, service } = await readCase(store, caseId);
    const isAsked = (now: Case): boolean =>
      now.state === "collecting" && (consentId === null || now.consent?.id === consentId) && !now.sources.get(sourceId)?.received;
    if (!isAsked(state)) return;
    const [instance = ""] = service.consumer.split("/");
    const source = service.definition.sources.find(({ id }) => id === sourceId);
    if (!source) throw new Error(`service ${service.id} has no source ${sourceId}`);
    const attempt = state.sources.get(sourceId)?.attempt ?? 0;
    const exchangeId = exchangeIdOf(instance, { caseId, source: sourceId, consent: consentId ?? "law", attempt });
    // the same key gives the consent and its token back
    const consent = consentId === null ? null : (await mydata.grant(consentRequest(service, caseId, state))).token;
    const outcome = await ask(await road.consumerUrl(service.member), {
      target: `/r1/${instance}/${source.provider}/find`,
      client: service.consumer,
      exchangeId,
      consent,
      body: { nationalId: state.opened.nationalId, fields: source.fields },
    });

    const again = await withCase(store, caseId, async (open, tx) => {
      if (!isAsked(open.state)) return false;
      if (outcome.ok) {
        const { found, record, asOf } = outcome;
        await open.append("troad", { type: "received", data: { source: sourceId, exchangeId, found, record, asOf } });
        if (waitingSources(open.service, open.state).length > 0) return false;
        await open.append("troad", { type: "collected", data: {} });
        await leave(store, open, tx, "collected", "troad");
        return false;
      }
      await open.append("troad", { type: "source-failed", data: { source: sourceId, exchangeId, code: outcome.code } });
      if (isRetryable(outcome.code) && open.state.sources.get(sourceId)!.tries < maxTries) return true;
      await stopCase(open, tx, { source: sourceId, code: outcome.code });
      return false;
    });
    if (again) throw new RetryLater(retryMs, "the source did not answer");
  });

type Question = { target: string; client: string; exchangeId: string; consent: string | null; body: object };

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
        ...(question.consent === null ? {} : { "x-troad-consent": question.consent }),
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
