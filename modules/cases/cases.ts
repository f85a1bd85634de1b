import { answersBefore, nextPage, openQuestions, parsePage, prune } from "@troad/forms";
import { instant, type ModuleContext, type ModuleParts } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { pkiApi } from "@troad/pki/api";
import { type MemberKey, openMemberKey } from "@troad/pki/seal";
import { roadApi } from "@troad/road/api";
import { parseCertificate } from "@troad/trust";
import type { CasesApi } from "./api.ts";
import { signerOf, viewCertificate } from "./domain/certificate.ts";
import { caseFailure } from "./domain/errors.ts";
import { loadServices } from "./domain/services.ts";
import { beginCase, type OpenCase, todayOf, withCase } from "./engine.ts";
import { collect } from "./jobs/collect.ts";
import { decideCase } from "./jobs/decide.ts";
import { tell } from "./jobs/tell.ts";
import {
  casesOfAgency,
  casesOfSubject,
  countOfAgency,
  findCertificate,
  findDraft,
  insertCase,
  summaryOf,
} from "./store/cases.ts";
import { insertOpenings, openingsOf } from "./store/openings.ts";
import { consentRequest } from "./submit.ts";
import { viewCase } from "./view.ts";

const pageLimit = 100;

/** A place in a list as a page names it; whatever is none begins at the top. */
const numberOf = (cursor: string | undefined): number | null => (/^\d{1,15}$/.test(cursor ?? "") ? Number(cursor) : null);

export function openCases(ctx: ModuleContext): ModuleParts {
  const services = loadServices(ctx.content);
  const [road, mydata, notify, pki] = [ctx.use(roadApi), ctx.use(mydataApi), ctx.use(notifyApi), ctx.use(pkiApi)];
  const seals = new Map<string, Promise<MemberKey>>();
  /** The seal under which an agency issues certificates; a key of the case system's own. */
  const sealOf = (agency: string): Promise<MemberKey> => {
    const service = services.all.find((one) => one.definition.agency === agency)!;
    const open = () =>
      openMemberKey(ctx, {
        folder: `${ctx.folder}/${agency}`,
        name: "certificate-seal",
        profile: "seal",
        instance: services.instance,
        member: service.member,
        organization: ctx.texts.pick(service.text, "en", "agency"),
      });
    if (!seals.has(agency))
      seals.set(
        agency,
        open().catch((error: unknown) => {
          seals.delete(agency);
          throw error;
        }),
      );
    return seals.get(agency)!;
  };
  const own = <T>(id: string, subject: string, work: Parameters<typeof withCase<T>>[3]): Promise<T> =>
    withCase(ctx, ctx.db, id, (open, tx) => {
      if (open.subject !== subject) throw caseFailure("case.not-found");
      return work(open, tx);
    });

  async function ask(
    open: OpenCase,
    tx: Parameters<Parameters<typeof withCase>[3]>[1],
    type: "submitted" | "resumed",
  ): Promise<void> {
    const service = services.get(open.service);
    const { consent } = await mydata.grant(consentRequest(service, open.id, open.state, open.state.round + 1));
    await open.append(open.subject, { type, data: { consentId: consent.id, expiresAt: consent.expiresAt } });
    const waiting = service.definition.sources.filter(({ id }) => !open.state.sources.get(id)?.received);
    for (const { id } of waiting)
      await tx.enqueue(
        "cases.collect",
        { caseId: open.id, source: id, consentId: consent.id },
        { key: `${open.id} ${id} ${consent.id}` },
      );
    if (waiting.length === 0) await tx.enqueue("cases.decide", { caseId: open.id }, { key: `${open.id} ${consent.id}` });
  }

  const api: CasesApi = {
    open: async ({ service: serviceId, subject, nationalId, name }) => {
      const service = services.get(serviceId);
      const draft = await findDraft(ctx.db, serviceId, subject);
      if (draft) return { id: draft.id };
      const id = ctx.ids.uuid();
      const now = instant(ctx.clock);
      const fresh = await ctx.db.tx(async (tx) => {
        const inserted = await insertCase(tx, {
          id,
          service: serviceId,
          agency: service.definition.agency,
          subject,
          applicant: name,
          state: "draft",
          created_at: now,
          updated_at: now,
        });
        if (inserted) await beginCase(tx, id, { service: serviceId, subject, nationalId, name }, now);
        return inserted;
      });
      return fresh ? { id } : { id: (await findDraft(ctx.db, serviceId, subject))!.id };
    },
    answer: ({ id, subject, page, values }) =>
      own(id, subject, async (open) => {
        if (open.state.state !== "draft") throw caseFailure("case.not-open");
        const { form } = services.get(open.service);
        if (!form.page(page)) throw caseFailure("case.page-unknown");
        const { answers } = open.state;
        const parsed = parsePage(form, page, values, { answers: answersBefore(form, page, answers), today: todayOf(ctx) });
        if ("errors" in parsed) return { errors: parsed.errors, next: null };
        const names = new Set(form.page(page)!.fields.map((field) => field.name));
        const kept = Object.fromEntries(Object.entries(answers).filter(([name]) => !names.has(name)));
        const merged = prune(form, { ...kept, ...parsed.values });
        await open.append(subject, { type: "answered", data: { page, answers: merged } });
        return { errors: [], next: nextPage(form, page, merged) };
      }),
    submit: ({ id, subject }) =>
      own(id, subject, async (open, tx) => {
        if (open.state.state !== "draft") return; // handed in before: the same answer
        if (openQuestions(services.get(open.service).form, open.state.answers, { today: todayOf(ctx) }).length > 0)
          throw caseFailure("case.incomplete");
        await ask(open, tx, "submitted");
      }),
    resume: ({ id, subject }) =>
      own(id, subject, async (open, tx) => {
        if (open.state.state === "collecting") return;
        if (open.state.state !== "stopped") throw caseFailure("case.not-stopped");
        await ask(open, tx, "resumed");
      }),
    withdraw: ({ id, subject }) =>
      own(id, subject, async (open) => {
        if (open.state.state === "withdrawn") return;
        if (open.state.state === "decided") throw caseFailure("case.already-decided");
        const consent = open.state.consent;
        await open.append(subject, { type: "withdrawn", data: {} });
        if (consent && Date.parse(consent.expiresAt) > ctx.clock.now().getTime()) await mydata.withdraw(subject, consent.id);
      }),
    view: ({ id, subject }) => viewCase(ctx.db, services, id, (row) => row.subject === subject),
    viewAsOfficer: async ({ id, agency, actor }) => {
      const found = await viewCase(ctx.db, services, id, (row) => row.agency === agency && row.state !== "draft");
      await ctx.db.tx(async (tx) => {
        await insertOpenings(tx, [found], { agency, actor, kind: "case", at: instant(ctx.clock) });
        await tx.audit({ actor, action: "case.viewed", target: id, detail: { agency } });
      });
      return found;
    },
    listOf: (subject, { before, limit }) => casesOfSubject(ctx.db, subject, before ?? null, Math.min(limit, pageLimit)),
    listForAgency: async (agency, { before, limit, shown, actor }) => {
      const listed = await casesOfAgency(ctx.db, agency, before ?? null, Math.min(limit, pageLimit));
      const seen = listed.slice(0, shown);
      if (seen.length > 0)
        await ctx.db.tx(async (tx) => {
          await insertOpenings(tx, seen, { agency, actor, kind: "list", at: instant(ctx.clock) });
          await tx.audit({ actor, action: "case.listed", target: agency, detail: { cases: seen.map(({ id }) => id) } });
        });
      return listed.map(summaryOf);
    },
    countForAgency: (agency) => countOfAgency(ctx.db, agency),
    openingsOf: (subject, { before, limit }) => openingsOf(ctx.db, subject, numberOf(before), Math.min(limit, pageLimit)),
    certificate: async (code) => {
      const row = await findCertificate(ctx.db, code);
      if (!row) return null;
      const root = parseCertificate((await pki.trustAnchors()).root);
      const { certificate, issuer } = signerOf(row.token);
      const signerStatus = certificate ? (await pki.statusOf(certificate.serialHex)).status : "unknown";
      const member = services.all.find((one) => one.consumer === issuer)?.member ?? "";
      return viewCertificate(row.token, {
        roots: [root],
        member: `${services.instance}/${member}`,
        now: ctx.clock.now(),
        signerStatus,
      });
    },
  };
  return {
    api,
    jobs: {
      "cases.collect": collect(ctx, services, road, mydata),
      "cases.decide": decideCase(ctx, services, sealOf),
      "cases.tell": tell(ctx, notify),
    },
  };
}
