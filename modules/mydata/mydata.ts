import { createHash } from "node:crypto";
import { encodeStatusList, statuses, statusListType, subjectKeyOf } from "@troad/credential";
import { readDataSets, readRoad } from "@troad/directory";
import { eidApi } from "@troad/eid/api";
import { certificateChecked } from "@troad/identity/events";
import {
  failures,
  handleEvent,
  installationSecret,
  instant,
  isUuid,
  type ModuleContext,
  type ModuleParts,
  offerApi,
  type Tx,
} from "@troad/kernel";
import { notifyApi } from "@troad/notify/api";
import { openMemberKey, renewKeys } from "@troad/pki/seal";
import { type ReadByLaw, readByLaw, subjectKeyPublished } from "@troad/registers/events";
import { roadApi } from "@troad/road/api";
import { transfersRecorded } from "@troad/road/events";
import { signSealJws } from "@troad/trust";
import { type Consent, type DataUse, type MyDataApi, mydataApi } from "./api.ts";
import { readCounters } from "./counter/counters.ts";
import { openCounterService } from "./counter/service.ts";
import { consentClaims, consentType } from "./domain/consent-token.ts";
import { agencyGrants } from "./domain/grants.ts";
import { looker } from "./domain/looker.ts";
import { listSize } from "./domain/status-list.ts";
import { openDownloadService } from "./downloads/downloads.ts";
import { checkEvidence, transferOf } from "./evidence.ts";
import { govstackRoutes } from "./govstack/govstack.ts";
import { standingOf } from "./pages/consents.ts";
import { mydataPages } from "./pages/index.ts";
import { openQuestions } from "./questions/service.ts";
import { openReadNotices } from "./reads/notices.ts";
import { openOnline } from "./requests/online.ts";
import {
  consentById,
  consentByKey,
  consentOf,
  consentsOf,
  insertConsent,
  nextStatusIndex,
  withdrawnIndexes,
} from "./store/consents.ts";
import { insertProviderKey, providerKeys } from "./store/provider-keys.ts";
import { insertUse } from "./store/uses.ts";
import { openUses } from "./uses.ts";
import { type Granting, mustNotHaveEnded, openWithdrawals } from "./withdrawals/withdrawals.ts";

const fail = failures({ "mydata.consent-unknown": 404, "mydata.use-unknown": 404, "mydata.consent-expired": 409 });
const defaultMinutes = 15;
const pageLimit = 100;
/** A person's page counts up to this. */
const mostCounted = 100;

export async function openMyData(ctx: ModuleContext): Promise<ModuleParts> {
  const { instance, platform } = readRoad(ctx.content);
  const seal = await openMemberKey(ctx, {
    folder: ctx.folder,
    name: "consent-seal",
    profile: "seal",
    instance,
    member: platform.member,
    organization: "MyData",
  });
  const issuer = `${instance}/${platform.member}/MYDATA`;
  const statusUri = `${ctx.origin("mydata")}/mydata/status/1`;
  const subjects = subjectKeyOf(installationSecret(ctx.folder, "subjects"));
  const road = ctx.use(roadApi);
  const reads = openReadNotices(ctx, {
    ...{ eid: ctx.use(eidApi), notify: ctx.use(notifyApi), secret: installationSecret(ctx.folder, "pseudonyms") },
  });
  const withdrawals = openWithdrawals(ctx, { road, instance, member: platform.member, consumer: issuer });
  const uses = openUses(ctx, ctx.db, installationSecret(ctx.folder, "pseudonyms"));

  const recordLawRead = async (read: ReadByLaw, tx: Tx): Promise<void> => {
    await reads.watch(tx, read, await uses.recordLawRead(tx, read));
  };

  async function grant(request: Granting): Promise<{ consent: Consent; token: string }> {
    const known = await consentByKey(ctx.db, request.key);
    if (known) return { consent: consentOf(known), token: known.token };
    const from = ctx.clock.now();
    const until = new Date(from.getTime() + (request.minutes ?? defaultMinutes) * 60_000);
    const id = ctx.ids.uuid();
    const index = await nextStatusIndex(ctx.db);
    const claims = consentClaims({
      issuer,
      id,
      nationalId: request.nationalId,
      consumer: request.consumer,
      purpose: request.purpose,
      requests: request.requests,
      from,
      until,
      index,
      statusUri,
      ...(request.recipient === undefined ? {} : { recipient: request.recipient }),
      ...(request.principal === undefined ? {} : { principal: request.principal }),
      subjects,
      providerKeys: await providerKeys(
        ctx.db,
        request.requests.map(({ provider }) => provider),
      ),
    });
    const token = await signSealJws(claims, { typ: consentType, ...seal });
    await ctx.db.tx(async (tx) => {
      const { key, subject, consumer, purpose, requests, under = null } = request;
      // what is withdrawn meanwhile gives nothing more: the second of the two sees the first
      if (under !== null) await mustNotHaveEnded(tx, under);
      const fresh = await insertConsent(tx, {
        id,
        key,
        subject,
        consumer,
        purpose,
        requests,
        granted_at: from.toISOString(),
        expires_at: until.toISOString(),
        token,
        recipient: request.recipient ?? null,
        principal: request.principal ?? null,
        status_index: index,
        under,
      });
      if (fresh)
        await tx.audit({
          actor: subject,
          action: "mydata.consent",
          target: id,
          detail: { consumer, providers: requests.map((one) => one.provider) },
        });
    });
    const stored = (await consentByKey(ctx.db, request.key))!;
    return { consent: consentOf(stored), token: stored.token };
  }

  const ownUse = async (
    person: { subject: string; nationalId?: string | null | undefined },
    address: string,
  ): Promise<DataUse> => {
    const use = await uses.one(person, address);
    if (!use) throw fail("mydata.use-unknown");
    return use;
  };

  const dataSets = readDataSets(ctx.content);
  const api: MyDataApi = {
    lookInto: async ({ key, subject, nationalId, sets: wanted }) => {
      const purpose = ctx.texts.translator("en")("mydata.looker-purpose");
      const fetched = await downloads.fetchFor({
        ...{ id: createHash("sha256").update(key).digest("hex").slice(0, 40), subject, nationalId, recipient: looker },
        sets: dataSets.filter(({ id }) => wanted.includes(id)),
        purposes: Object.fromEntries(wanted.map((set) => [set, purpose])),
      });
      return fetched.map(({ id: set, code, records }) => ({ set, code, records }));
    },
    grant,
    withdraw: async (subject, id) => {
      const found = isUuid(id) ? await consentById(ctx.db, id) : undefined;
      if (found?.subject !== subject) throw fail("mydata.consent-unknown");
      if (Date.parse(found.expires_at) <= ctx.clock.now().getTime()) throw fail("mydata.consent-expired");
      await ctx.db.tx(async (tx) => {
        await withdrawals.end(tx, found, instant(ctx.clock));
        await tx.audit({ actor: subject, action: "mydata.withdraw", target: id });
      });
    },
    consentsOf: async (subject, { before, limit }) =>
      (await consentsOf(ctx.db, subject, before ?? null, Math.min(limit, pageLimit))).map(consentOf),
    usesOf: (subject, page, nationalId) => uses.of({ subject, nationalId }, { ...page, limit: Math.min(page.limit, pageLimit) }),
    checkUse: async (subject, address, options = {}) =>
      checkEvidence(road, ctx.clock, await ownUse({ subject, nationalId: options.nationalId }, address), options.tamper ?? false),
    hiddenReads: () => reads.hidden(),
    readUnder: (asked) => online.readUnder(asked),
    downloadEvidence: async (subject, address, nationalId) => {
      const evidence = await road.evidenceOf(transferOf(await ownUse({ subject, nationalId }, address)));
      return evidence.state === "sealed" ? { fileName: evidence.fileName, container: evidence.container } : null;
    },
  };

  const downloads = openDownloadService(ctx, { grant, seal: () => seal, secret: installationSecret(ctx.folder, "downloads") });

  const counters = openCounterService(ctx, {
    downloads,
    counters: readCounters(ctx.content),
    secret: installationSecret(ctx.folder, "downloads"),
  });

  const questions = openQuestions(ctx);
  const member = `${instance}/${platform.member}`;
  const online = openOnline(ctx, {
    downloads,
    withdrawals,
    seal,
    member,
    issuer,
    secret: installationSecret(ctx.folder, "requests"),
  });
  const { recipients, standing } = online;

  return {
    schedules: () => [
      renewKeys("mydata.seal-certificate", () => [seal]),
      { name: "mydata.erase-downloads", everyMs: 300_000, onceIn: ctx.db, run: downloads.eraseExpired },
      { name: "mydata.erase-codes", everyMs: 60_000, onceIn: ctx.db, run: counters.erase },
      { name: "mydata.recipient-names", everyMs: 30_000, run: recipients.refresh },
      { name: "mydata.remind", everyMs: 3_600_000, onceIn: ctx.db, run: standing.remind },
      { name: "mydata.purge-assertions", everyMs: 600_000, onceIn: ctx.db, run: standing.purge },
    ],
    jobs: [...standing.jobs, ...reads.jobs, ...withdrawals.jobs],
    queues: { recipients: recipients.queue },
    start: recipients.refresh,
    api: offerApi(mydataApi, api),
    me: async ({ subject }) => {
      const [used, consents] = await Promise.all([
        api.usesOf(subject, { limit: mostCounted }),
        api.consentsOf(subject, { limit: mostCounted }),
      ]);
      const active = consents.filter((one) => standingOf(one, ctx.clock.now()) === "active").length;
      const [uses, given] = ["/my-data", "/my-data/consents"];
      return {
        tasks: [],
        tiles: [
          {
            title: "mydata.uses.title",
            href: uses,
            order: 70,
            count: used.length,
            text: "mydata.me.uses",
            params: { count: used.length },
          },
          {
            title: "mydata.consents.title",
            href: given,
            order: 80,
            count: active,
            text: "mydata.me.active",
            params: { count: active },
          },
        ],
      };
    },
    grants: agencyGrants(readRoad(ctx.content)),
    subscribes: [
      handleEvent(readByLaw, (read, tx) => recordLawRead(read, tx)),
      handleEvent(subjectKeyPublished, (told, tx) => insertProviderKey(tx, told)),
      handleEvent(certificateChecked, (check, tx) =>
        recordLawRead({ ...check, fields: ["certificate-owner"], noticeAfterDays: 0 }, tx),
      ),
      handleEvent(transfersRecorded, async ({ transfers }, tx) => {
        for (const record of transfers) {
          const consent = record.consent && isUuid(record.consent) ? await consentById(tx, record.consent) : undefined;
          await insertUse(tx, consent?.subject ?? null, consent?.id ?? null, record);
        }
      }),
    ],
    routes: (app) => {
      mydataPages(app, ctx, { mydata: api, downloads, counters, questions, online, reads, useOf: ownUse, seal });
      online.routes(app);
      govstackRoutes(app, ctx, { eid: ctx.use(eidApi), downloads, online });
      app.get(
        "/mydata/status/1",
        { schema: { tags: ["mydata"], summary: "Withdrawn consents (IETF Token Status List), sealed" } },
        async (_request, reply) => {
          const now = ctx.clock.now();
          const { size, withdrawn } = await withdrawnIndexes(ctx.db, now.toISOString());
          const seconds = Math.floor(now.getTime() / 1000);
          const list = {
            sub: statusUri,
            iat: seconds,
            exp: seconds + 60,
            ttl: 5,
            status_list: {
              bits: 1,
              lst: encodeStatusList(
                listSize(size),
                1,
                withdrawn.map((index) => [index, statuses.revoked]),
              ),
            },
          };
          return reply
            .type("application/statuslist+jwt")
            .header("cache-control", "max-age=5")
            .send(await signSealJws(list, { typ: statusListType, ...seal }));
        },
      );
    },
  };
}
