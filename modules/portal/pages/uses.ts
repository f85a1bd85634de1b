import {
  button,
  cardGrid,
  type EvidenceStep,
  emptyState,
  evidence,
  summaryList,
  tag,
  time,
  timeline,
  wordsIn,
} from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { CheckStep, DataUse, UseEvidence } from "@troad/mydata/api";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Session } from "../auth/sessions.ts";
import type { PageFile, Portal } from "../portal.ts";
import { askedPage, older, pageQuery, pageSize } from "./paging.ts";

const hidden = { schema: { hide: true } };

/** "Who used my data": every exchange about the citizen, and the check of its proof. */
export const usePages: PageFile = (app, portal) => {
  app.get(
    "/my-data",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.signedIn(["citizen"], async (request, session) => {
      const { t } = request;
      const { before } = request.query as { before?: string };
      const uses = await portal.mydata.usesOf(session.subject, askedPage(request, "instant-and-id"), session.nationalId);
      const consents = before
        ? []
        : (await portal.mydata.consentsOf(session.subject, { limit: 5 })).filter(
            (one) => !one.withdrawnAt && !one.usedUp && Date.parse(one.expiresAt) > portal.ctx.clock.now().getTime(),
          );
      const content = html`<h1>${t("portal.uses.title")}</h1><p class="tr-lead">${t("portal.uses.lead")}</p>
      <p><a class="tr-link" href="/my-data/officers">${t("portal.uses.officers")}</a></p>
      ${consents.length > 0 && html`<h2>${t("portal.consents.open")}</h2>${cardGrid(consents.map((consent) => consentCard(portal, request, consent)))}`}
      ${
        uses.length === 0
          ? emptyState({ title: t("portal.uses.empty"), body: { text: t("portal.uses.empty-why") } })
          : timeline(
              uses.slice(0, pageSize).map((use) => useEntry(portal, request, use)),
              { label: t("portal.uses.title"), headingLevel: 2 },
            )
      }
      ${older(request, uses, (use) => use.cursor)}`;
      return { title: t("portal.uses.title"), content, path: [] };
    }),
  );

  const shown = async (request: FastifyRequest, { subject, nationalId }: Session, tamper: boolean) => {
    const { id } = request.params as { id: string };
    const found = await portal.mydata.checkUse(subject, id, { tamper, nationalId });
    return {
      title: request.t("portal.proof.title"),
      content: proofPage(portal, request, found, tamper),
      path: [{ href: "/my-data", text: request.t("portal.uses.title") }],
    };
  };
  app.get(
    "/my-data/:id",
    hidden,
    portal.site.signedIn(["citizen"], (request, session) => shown(request, session, false)),
  );
  /** Flips one byte of a copy and checks that: a reader sees that a forgery cannot pass. */
  app.post(
    "/my-data/:id/altered",
    hidden,
    portal.site.signedIn(["citizen"], (request, session) => shown(request, session, true)),
  );

  app.get(
    "/my-data/:id/evidence.asice",
    hidden,
    portal.site.signedIn(["citizen"], async (request, session, reply) => {
      const { id } = request.params as { id: string };
      const file = await portal.mydata.downloadEvidence(session.subject, id, session.nationalId);
      if (!file) throw kernelFailure("request.not-found");
      return reply
        .type("application/vnd.etsi.asic-e+zip")
        .header("content-disposition", `attachment; filename="${file.fileName.replace(/[^A-Za-z0-9.-]/g, "-")}"`)
        .header("cache-control", "no-store")
        .send(Buffer.from(file.container, "base64"));
    }),
  );

  app.post(
    "/my-data/consents/:id/withdraw",
    hidden,
    portal.site.signedIn(["citizen"], async (request, session, reply) => {
      await portal.mydata.withdraw(session.subject, (request.params as { id: string }).id);
      return seeOther(reply, "/my-data");
    }),
  );
};

type Consent = Awaited<ReturnType<Portal["mydata"]["consentsOf"]>>[number];

function consentCard(portal: Portal, request: FastifyRequest, consent: Consent) {
  const { t, lang } = request;
  const sets = consent.requests.map((one) => portal.names.dataSet(lang, one.provider)).join(t("web.comma"));
  return html`<div class="tr-card"><p>${t("portal.consents.one", { consumer: portal.names.agency(lang, consent.consumer), sets })}</p><p class="tr-hint">${t("portal.consents.until")} ${time(consent.expiresAt, { lang })}</p>
    <form method="post" action="/my-data/consents/${consent.id}/withdraw">${button({ text: t("portal.consents.withdraw"), classes: "tr-button--secondary" })}</form></div>`;
}

const tones = { answered: "ok", refused: "failed", failed: "failed", unknown: "waiting" } as const;

function useEntry(portal: Portal, request: FastifyRequest, use: DataUse) {
  const { t, lang } = request;
  const fields = portal.names.fields(lang, use.provider, use.fields);
  const set = portal.names.dataSet(lang, use.provider);
  const purpose = portal.purposeOf(lang, use.agreement) ?? use.purpose ?? t("portal.uses.no-purpose");
  const [by, provider] = [portal.names.agency(lang, use.consumer), portal.names.agency(lang, use.provider)];
  const told = t(`portal.uses.${use.outcome}`, { consumer: by, set, provider });
  return {
    at: time(use.at, { lang }),
    by,
    title: {
      html: html`<a class="tr-link" href="/my-data/${encodeURIComponent(use.address)}">${told}</a>`,
    },
    status:
      use.outcome === "answered"
        ? t(use.found ? "portal.uses.given" : "portal.uses.not-found", { fields })
        : t(use.outcome === "unknown" ? "portal.uses.maybe" : "portal.uses.nothing", { reason: reasonOf(request, use.code) }),
    body: {
      html: html`<p class="tr-hint">${t("portal.proof.why")}${t("web.colon")}${purpose}<br>${basisOf(request, use)}</p>`,
    },
    tone: tones[use.outcome],
  };
}

/** Why the data were given: the person's consent, or the article that opened them. */
function basisOf({ t }: FastifyRequest, { consent, legalBasis }: DataUse): string {
  if (legalBasis === null) return `${t("portal.proof.consent")}${t("web.colon")}${consent ?? t("portal.proof.no-consent")}`;
  return `${t("portal.uses.by-law")}${t("web.colon")}${legalBasis || t("portal.uses.no-article")}`;
}

export const reasonOf = (request: FastifyRequest, code: string | null): string => {
  if (!code) return request.t("portal.uses.no-reason");
  for (const key of [`error.road.${code}`, `error.${code}`]) {
    const text = request.t(key);
    if (text !== key) return text.replace(/\{\w+\}/g, "…");
  }
  return code;
};

function proofPage(portal: Portal, request: FastifyRequest, found: UseEvidence, tamper: boolean) {
  const { t, lang } = request;
  const { use } = found;
  const words = wordsIn(lang);
  const facts = summaryList({
    rows: [
      row(t("portal.proof.who"), portal.names.agency(lang, use.consumer)),
      row(t("portal.proof.from"), portal.names.agency(lang, use.provider)),
      row(
        t("portal.proof.what"),
        `${portal.names.dataSet(lang, use.provider)}${t("web.colon")}${portal.names.fields(lang, use.provider, use.fields)}`,
      ),
      row(t("portal.proof.why"), portal.purposeOf(lang, use.agreement) ?? use.purpose ?? t("portal.uses.no-purpose")),
      { key: { text: t("portal.proof.when") }, value: { html: time(use.at, { lang }) } },
      use.legalBasis === null
        ? row(t("portal.proof.consent"), use.consent ?? t("portal.proof.no-consent"))
        : row(t("portal.uses.by-law"), use.legalBasis || t("portal.uses.no-article")),
      {
        key: { text: t("portal.proof.outcome") },
        value: {
          html: tag({
            text: t(`portal.outcome.${use.outcome}`),
            classes: use.outcome === "answered" ? "tr-tag--green" : "tr-tag--red",
          }),
        },
      },
    ],
  });
  const base = `/my-data/${encodeURIComponent(use.address)}`;
  const ok = found.container !== null && found.log !== null && found.container.valid && found.log.valid;
  const verdict = found.state === "sealed" ? (ok ? "ok" : "failed") : found.state === "unreadable" ? "failed" : "waiting";
  const outcome = found.state === "unreadable" ? "unreadable" : verdict;
  const steps: EvidenceStep[] = [
    ...(found.container?.steps ?? []).map((step) => stepView(portal, request, step, found)),
    ...(found.log?.steps ?? []).map((step) => stepView(portal, request, step, found)),
  ];
  const downloads = html`<p><a class="tr-link" href="${base}/evidence.asice" download>${t("portal.proof.download")}</a></p><p class="tr-hint">${t("portal.proof.offline")}</p>`;
  const tryIt = tamper
    ? html`<p><a class="tr-button tr-button--secondary" href="${base}">${t("portal.proof.real")}</a></p>`
    : found.state === "sealed" &&
      html`<form method="post" action="${base}/altered">${button({ text: t("portal.proof.alter"), classes: "tr-button--secondary", attributes: { "data-alter": "true" } })}</form><p class="tr-hint">${t("portal.proof.alter-why")}</p>`;
  return html`<h1>${t("portal.proof.title")}</h1>${tamper && uiOf(request).notificationBanner({ text: t("portal.proof.altered-note") })}${facts}
    ${
      found.state === "none" && use.outcome !== "answered"
        ? html`<p>${t(use.outcome === "unknown" ? "portal.proof.unknown" : "portal.proof.none")}</p>`
        : evidence(
            {
              verdict,
              title: t(`portal.proof.verdict.${outcome}`),
              summary: { text: t(`portal.proof.summary.${outcome}`) },
              steps,
              ...(found.log
                ? {
                    path: found.log.proof.inclusion.map((hash, index) => ({
                      hash,
                      place: t("portal.proof.level", { level: index }),
                    })),
                  }
                : {}),
              ...(found.state === "sealed" && !tamper ? { downloads } : {}),
            },
            words,
          )
    }${tryIt}`;
}

const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });

function stepView(portal: Portal, request: FastifyRequest, step: CheckStep, found: UseEvidence): EvidenceStep {
  const { t, lang } = request;
  const signedAt = found.container?.signedAt;
  const detail =
    step.step === "certificate" && step.ok
      ? portal.names.agency(lang, found.container?.signer ?? "")
      : step.step === "timestamp" && step.ok && signedAt
        ? html`${time(signedAt, { lang })}`
        : step.step === "witnesses" && step.ok
          ? t("portal.log.cosigned", step.detail ?? {})
          : step.ok
            ? undefined
            : t(`portal.check.code.${step.code}`) === `portal.check.code.${step.code}`
              ? step.code
              : t(`portal.check.code.${step.code}`);
  const hash = step.step === "inclusion" && found.log ? String(found.log.proof.record.requestHash) : undefined;
  return {
    state: step.ok ? "ok" : "failed",
    title: t(`portal.check.${step.step}`),
    ...(detail === undefined ? {} : { detail: typeof detail === "string" ? { text: detail } : { html: detail } }),
    ...(hash ? { hash } : {}),
  };
}
