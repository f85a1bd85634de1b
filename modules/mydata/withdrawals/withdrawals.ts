import { defineJob, failures, handleJob, instant, type ModuleContext, type Queryable, type Tx } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import Type from "typebox";
import type { MyDataApi } from "../api.ts";
import { type ConsentRow, insertWithdrawal, liveUnder } from "../store/consents.ts";
import { insertNotices, insertNotified, notNotified } from "../store/end-notices.ts";
import { consentOfRequest, lockConsent } from "../store/requests.ts";

const fail = failures({ "mydata.consent-ended": 403 });

/** A consent that is given to the road; `under`: for an answer under this consent with a recipient, with which it ends. */
export type Granting = Parameters<MyDataApi["grant"]>[0] & { under?: string };

/** 0.25 s, 0.5 s ... at most a minute: longer than any consent is good for, and then there is nothing left to tell. */
const retry = { attempts: 40, mostMs: 60_000 };
const tellProvider = defineJob("mydata.tell-provider", {
  payload: Type.Object({ provider: Type.String({ maxLength: 1_000 }) }),
  retry,
});
/** Told in one message. */
const atOnce = 200;

/** Codes of a provider that takes no such message: an older one, or one whom a later right lets give data. It reads the status list. */
const deaf = /^(Server\.ServerProxy\.(AccessDenied|UnknownService)|register\.unknown|request\.not-found|write\.not-allowed)$/;

type Parts = {
  road: Pick<RoadApi, "consumerUrl">;
  instance: string;
  /** CLASS/MEMBER of the platform, whose gateway tells, and the subsystem that issues consents. */
  member: string;
  consumer: string;
};
type Ended = Pick<ConsentRow, "id" | "requests" | "expires_at">;
export type Withdrawals = ReturnType<typeof openWithdrawals>;

/**
 * The end of consents that were given to the road: in the status list with the transaction that ends them, and at each of their providers as soon as
 * it takes a message, so that it does not give anything until it reads the list again.
 */
export function openWithdrawals(ctx: ModuleContext, { road, instance, member, consumer }: Parts) {
  const told = handleJob(tellProvider, async ({ payload: { provider } }) => {
    for (;;) {
      // what has run out opens nothing anywhere, and what another job has told is told
      const consents = await notNotified(ctx.db, { provider, now: instant(ctx.clock), limit: atOnce });
      if (consents.length === 0) return;
      const exchangeId = `${instance}-ended-${ctx.ids.uuid()}`;
      const reply = await askRegister(await road.consumerUrl(member), {
        ...{ target: `/r1/${provider}/consents-ended`, client: consumer, consent: null, issue: consents[0]! },
        ...{ exchangeId, body: { consents } },
      });
      if (!reply.ok && !deaf.test(reply.code)) throw new Error(`${provider} was not told: ${reply.code}`);
      if (!reply.ok) ctx.log.info({ provider, code: reply.code }, "a provider is not told of ended consents");
      await insertNotified(ctx.db, consents, { provider, exchangeId, at: instant(ctx.clock) });
      if (consents.length < atOnce) return;
    }
  });

  const end = async (tx: Tx, consent: Ended, at: string): Promise<void> => {
    if (!(await insertWithdrawal(tx, consent.id, at))) return;
    const providers = [...new Set(consent.requests.map((one) => one.provider))];
    await insertNotices(tx, consent, providers);
    for (const provider of providers) await tx.enqueue(tellProvider, { provider }, { key: `${consent.id} ${provider}` });
  };
  return {
    jobs: [told],
    /** Ends one consent, in the transaction of whatever ends it. */
    end,
    /** Ends those that were given for answers under a consent with a recipient. The caller holds its lock. */
    endUnder: async (tx: Tx, under: string, at: string): Promise<void> => {
      for (const one of await liveUnder(tx, under, instant(ctx.clock))) await end(tx, one, at);
    },
  };
}

/** Throws `mydata.consent-ended`. Holds the consent until the end of the transaction: its end comes before, or finds what the transaction made. */
export async function mustNotHaveEnded(tx: Queryable, under: string): Promise<void> {
  await lockConsent(tx, under);
  if ((await consentOfRequest(tx, under))?.end_reason !== null) throw fail("mydata.consent-ended");
}
