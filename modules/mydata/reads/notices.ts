import type { EidApi } from "@troad/eid/api";
import { defineJob, handleJob, instant, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { ReadByLaw } from "@troad/registers/events";
import { namesOf } from "@troad/web";
import Type from "typebox";
import { choiceOf, hadBefore, hiddenReads, lawReadOf, peopleRead, storeChoice } from "../store/read-notices.ts";
import { openSealed, sealText } from "./person-seal.ts";
import { bulkMs, bulkPeople, type Reason, reasons, reasonsOf } from "./reasons.ts";

const text = (most: number) => Type.String({ maxLength: most });
/** Looks at a read once it can be told whether it was one of many, and its person may know of it; the person is named under a key of this module. */
const lookAtRead = defineJob("mydata.look-at-read", {
  payload: Type.Object({ provider: text(1_000), exchangeId: text(1_000), consumer: text(1_000), person: text(200) }),
});
type Parts = { eid: Pick<EidApi, "personOfNumber">; notify: Pick<NotifyApi, "send">; secret: string };
export type ReadNotices = ReturnType<typeof openReadNotices>;

/** Tells people of reads by law that are unusual, as far as they want to be told. */
export function openReadNotices(ctx: ModuleContext, { eid, notify, secret }: Parts) {
  const names = namesOf(ctx);
  const chosen = async (subject: string): Promise<Reason[]> => {
    const own = await choiceOf(ctx.db, subject);
    return own ? reasons.filter((one) => own.reasons.includes(one)) : [...reasons];
  };

  const looked = handleJob(lookAtRead, async ({ payload: { person: sealed, ...key } }) => {
    const row = await lawReadOf(ctx.db, key);
    const person = row && (await eid.personOfNumber(openSealed(secret, sealed)));
    if (!person) return;
    const { subject } = person;
    const at = Date.parse(row.at);
    const around = { from: new Date(at - bulkMs).toISOString(), to: new Date(at + bulkMs).toISOString() };
    const [before, people] = await Promise.all([
      hadBefore(ctx.db, { ...row, subject, now: instant(ctx.clock) }),
      peopleRead(ctx.db, { agency: row.agency, ...around, most: bulkPeople }),
    ]);
    const wanted = await chosen(subject);
    const reason = reasonsOf({ ...row, before, people }).find((one) => wanted.includes(one));
    if (reason === undefined) return;
    await notify.send({
      // one a day of a kind: an agency that reads every hour is told once
      key: `mydata.read ${row.person.toString("base64url")} ${row.agency} ${taipeiDate(new Date(at))} ${reason}`,
      ...{ to: subject, channel: "message", template: `data-read-${reason}` },
      params: { agency: ["zh-Hant", "en"].map((lang) => names.agency(lang, row.consumer)).join(" ") },
      link: `${ctx.origin("mydata")}/my-data`,
    });
  });

  return {
    jobs: [looked],
    chosen,
    choose: (subject: string, wanted: readonly Reason[]): Promise<void> =>
      ctx.db.tx(async (tx) => {
        await storeChoice(tx, subject, wanted, instant(ctx.clock));
        await tx.audit({ actor: subject, action: "mydata.read-notices", target: subject, detail: { reasons: [...wanted] } });
      }),
    /** In the transaction that records the read. */
    watch: async (tx: Tx, read: ReadByLaw, visibleFrom: string): Promise<void> => {
      const { provider, exchangeId, consumer, nationalId, at } = read;
      const later = Math.max(Date.parse(visibleFrom), Date.parse(at) + bulkMs);
      await tx.enqueue(
        lookAtRead,
        { provider, exchangeId, consumer, person: sealText(secret, nationalId) },
        { key: `${provider} ${exchangeId} ${consumer}`, runAt: new Date(later).toISOString() },
      );
    },
    /** How many reads of each agency their people are not shown yet. */
    hidden: () => hiddenReads(ctx.db, instant(ctx.clock)),
  };
}
