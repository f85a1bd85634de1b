import { type HandledJob, handleJob, RetryLater } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { RoadApi } from "@troad/road/api";
import { askRegister, type RegisterReply } from "@troad/road/ask";
import type { Case } from "../domain/actions.ts";
import { exchangeIdOf } from "../domain/collect.ts";
import { isRetryable, maxTries } from "../domain/errors.ts";
import { sourceSubject } from "../domain/values.ts";
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
    const subject = sourceSubject(service, state, source);
    if (!subject)
      return withCase(store, caseId, async (open, tx) => {
        if (isAsked(open.state)) await stopCase(open, tx, { source: sourceId, code: "source.nobody-to-ask-about" });
      });
    const attempt = state.sources.get(sourceId)?.attempt ?? 0;
    const exchangeId = exchangeIdOf(instance, { caseId, source: sourceId, consent: consentId ?? "law", attempt });
    // the same key gives the consent and its token back
    const consent = consentId === null ? null : (await mydata.grant(consentRequest(service, caseId, state))).token;
    const outcome = foundIn(
      await askRegister(await road.consumerUrl(service.member), {
        target: `/r1/${instance}/${source.provider}/find`,
        client: service.consumer,
        exchangeId,
        consent,
        body: { ...subject, fields: source.fields },
      }),
    );

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

/** What a register says of a record; anything else is a failure with the code that it gives. */
function foundIn(reply: RegisterReply): Outcome {
  if (!reply.ok) return reply;
  const { found, record, asOf } = reply.answer;
  if (typeof found !== "boolean") return { ok: false, code: "source.unexpected-answer" };
  return { ok: true, found, record: (record ?? {}) as Record<string, unknown>, asOf: String(asOf ?? "") };
}
