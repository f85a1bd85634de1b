import { type HandledJob, handleJob, RetryLater } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { RoadApi } from "@troad/road/api";
import { askRegister, type RegisterReply } from "@troad/road/ask";
import type { Case } from "../domain/actions.ts";
import { exchangeIdOf } from "../domain/collect.ts";
import { isRetryable, maxTries } from "../domain/errors.ts";
import { askedOf, waitingSources } from "../engine/asked.ts";
import { consentRequests, stopCase } from "../engine/collecting.ts";
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
      now.state === "collecting" && (consentId === null || isGiven(now, consentId)) && !now.sources.get(sourceId)?.received;
    if (!isAsked(state)) return;
    const [instance = ""] = service.consumer.split("/");
    const asked = service.definition.sources.flatMap((one) => askedOf(service, state, one)).find(({ key }) => key === sourceId);
    if (!asked) throw new Error(`service ${service.id} asks no source ${sourceId}`);
    const { source, subject } = asked;
    if (!subject)
      return withCase(store, caseId, async (open, tx) => {
        if (isAsked(open.state)) await stopCase(open, tx, { source: sourceId, code: "source.nobody-to-ask-about" });
      });
    const attempt = state.sources.get(sourceId)?.attempt ?? 0;
    const exchangeId = exchangeIdOf(instance, { caseId, source: sourceId, consent: consentId ?? "law", attempt });
    // the same key gives the consent and its token back
    const agreed = consentRequests(service, caseId, state).find(({ agreeing }) => agreeing.key === asked.agrees);
    const consent = consentId === null ? null : agreed ? (await mydata.grant(agreed.request)).token : null;
    const outcome = foundIn(
      await askRegister(await road.consumerUrl(service.member), {
        target: `/r1/${instance}/${source.provider}/find`,
        client: service.consumer,
        exchangeId,
        consent,
        issue: caseId,
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

const isGiven = ({ consent, consents }: Case, id: string): boolean =>
  [consent, ...Object.values(consents)].some((one) => one?.id === id);

/** What a register says of a record; anything else is a failure with the code that it gives. */
function foundIn(reply: RegisterReply): Outcome {
  if (!reply.ok) return reply;
  const { found, record, asOf } = reply.answer;
  if (typeof found !== "boolean") return { ok: false, code: "source.unexpected-answer" };
  return { ok: true, found, record: (record ?? {}) as Record<string, unknown>, asOf: String(asOf ?? "") };
}
