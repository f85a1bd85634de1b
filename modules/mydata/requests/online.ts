import { eidApi } from "@troad/eid/api";
import type { ModuleContext } from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { peopleApi } from "@troad/people/api";
import type { MemberKey } from "@troad/pki/seal";
import { trustReader } from "@troad/pki/trust";
import { verifySealJws } from "@troad/trust";
import { webhooksApi } from "@troad/webhooks/api";
import { openCompanies } from "../companies/companies.ts";
import type { Downloads } from "../downloads/downloads.ts";
import { openRecipients, type Recipients } from "../recipients/recipients.ts";
import { dpSpRoutes } from "../tw/routes.ts";
import { type DpSp, openDpSp } from "../tw/service.ts";
import type { Withdrawals } from "../withdrawals/withdrawals.ts";
import { openDeliveries } from "./deliveries.ts";
import { openPagedReads, type PagedReads } from "./paged.ts";
import { openRequests, type Requests } from "./requests.ts";
import { requestRoutes } from "./routes.ts";
import { deliveryType } from "./sealed.ts";
import { openSending } from "./sending.ts";
import { openStanding, type Standing, webhookOf } from "./standing.ts";

export type Online = {
  recipients: Recipients;
  requests: Requests;
  standing: Standing;
  dpSp: DpSp;
  /** The secret under which a recipient is told, for its applicant. */
  webhookSecret(client: string): Promise<string>;
  readUnder: PagedReads;
  routes: (app: Parameters<typeof requestRoutes>[0]) => void;
};
type Parts = { downloads: Downloads; withdrawals: Withdrawals; seal: MemberKey; member: string; issuer: string; secret: string };

/** Everything by which others are given a person's data: who may ask, the question, the answer, and what follows from its end. */
export function openOnline(ctx: ModuleContext, { downloads, withdrawals, seal, member, issuer, secret }: Parts): Online {
  const eid = ctx.use(eidApi);
  const people = ctx.use(peopleApi);
  const webhooks = ctx.use(webhooksApi);
  const { sets } = downloads;
  const purpose = (lang: string): string => ctx.texts.translator(lang)("mydata.purpose.age");
  const recipients = openRecipients(ctx, { eid, sets });
  const capacity = { people, downloads, sets, clock: ctx.clock, purpose };
  const [instance = ""] = issuer.split("/");
  const own = member.slice(instance.length + 1);
  const companies = openCompanies(ctx, { eid, downloads, member: own, consumer: issuer, instance });
  const requests = openRequests(ctx, { recipients, sets, secret, capacity, companies });
  const deliveries = openDeliveries(ctx, { recipients, requests, eid, downloads, companies, sets, seal, issuer });
  const sending = openSending();
  const standing = openStanding(ctx, {
    recipients,
    notify: ctx.use(notifyApi),
    webhooks,
    people,
    companies,
    sending,
    withdrawals,
  });
  const dpSp = openDpSp(ctx, { eid, webhooks, recipients, requests, deliveries, standing, downloads, secret });
  const trusted = trustReader(ctx);
  const origin = ctx.origin("mydata");
  const readOwn = async (jws: string) => {
    const { roots, intermediates } = await trusted();
    const read = await verifySealJws(jws, { typ: deliveryType, roots, intermediates, at: ctx.clock.now(), member });
    return read.ok ? read.value : undefined;
  };
  return {
    ...{ recipients, requests, standing },
    webhookSecret: (client) => webhooks.secret(webhookOf(client)),
    dpSp,
    readUnder: openPagedReads(ctx, deliveries),
    routes: (app) => {
      const clientOf = requestRoutes(app, {
        ...{ requests, deliveries, standing, sending, readOwn, audience: `${origin}/mydata/v1` },
        eid,
        addressOf: (id) => `${origin}/my-data/requests/${id}`,
      });
      dpSpRoutes(app, { dpSp, sending, clientOf });
    },
  };
}
