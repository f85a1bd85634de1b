import { button, type EvidenceStep, evidence, summaryList, tag, time, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { CheckStep, DataUse, UseEvidence } from "../api.ts";
import type { MyDataPages } from "./parts.ts";

type Words = Pick<MyDataPages, "names" | "purposeOf" | "site" | "recipientName">;

/** One exchange with its facts, the verdict on its proof, and what the reader can try. */
export function proofView(words: Words, request: FastifyRequest, found: UseEvidence, tamper: boolean): Html {
  const { t } = request;
  const note = tamper && uiOf(request).notificationBanner({ text: t("mydata.proof.altered-note") });
  const verdict =
    found.state === "none" && found.use.outcome !== "answered"
      ? html`<p>${t(found.use.outcome === "unknown" ? "mydata.proof.unknown" : "mydata.proof.none")}</p>`
      : verdictView(words, request, found, tamper);
  return html`${note}${facts(words, request, found.use)}
    <p><a class="tr-link" href="${addressOf(found.use)}/ask">${t("mydata.question.title")}</a></p>
    ${verdict}${tryIt(request, found, tamper)}`;
}

const addressOf = (use: DataUse): string => `/my-data/${encodeURIComponent(use.address)}`;
const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });

function facts({ names, purposeOf, recipientName }: Words, { t, lang }: FastifyRequest, use: DataUse): Html {
  const what = `${names.dataSet(lang, use.provider)}${t("web.colon")}${names.fields(lang, use.provider, use.fields)}`;
  const outcome = tag({
    text: t(`road.outcome.${use.outcome}`),
    classes: use.outcome === "answered" ? "tr-tag--green" : "tr-tag--red",
  });
  const basis =
    use.legalBasis === null
      ? row(t("mydata.proof.consent"), use.consent ?? t("mydata.proof.no-consent"))
      : row(t("mydata.uses.by-law"), use.legalBasis || t("mydata.uses.no-article"));
  return summaryList({
    rows: [
      row(t("mydata.proof.who"), names.agency(lang, use.consumer)),
      ...(use.recipient ? [row(t("mydata.proof.for"), recipientName(lang, use.recipient))] : []),
      row(t("mydata.proof.from"), names.agency(lang, use.provider)),
      row(t("mydata.proof.what"), what),
      row(t("mydata.proof.why"), purposeOf(lang, use.agreement) ?? use.purpose ?? t("mydata.uses.no-purpose")),
      { key: { text: t("mydata.proof.when") }, value: { html: time(use.at, { lang }) } },
      basis,
      { key: { text: t("mydata.proof.outcome") }, value: { html: outcome } },
    ],
  });
}

/** Valid, not valid, or not known yet. */
function verdictOf({ state, container, log }: UseEvidence): "ok" | "failed" | "waiting" | "unreadable" {
  if (state === "unreadable") return "unreadable";
  if (state !== "sealed") return "waiting";
  return container?.valid && log?.valid ? "ok" : "failed";
}

function verdictView(words: Words, request: FastifyRequest, found: UseEvidence, tamper: boolean): Html {
  const { t } = request;
  const verdict = verdictOf(found);
  const checks = [...(found.container?.steps ?? []), ...(found.log?.steps ?? [])];
  const inclusion = found.log?.proof.inclusion;
  const path = inclusion?.map((hash, level) => ({ hash, place: t("mydata.proof.level", { level }) }));
  const downloads = html`<p><a class="tr-link" href="${addressOf(found.use)}/evidence.asice" download>${t("mydata.proof.download")}</a></p>
    <p class="tr-hint">${t("mydata.proof.offline")}</p>`;
  return evidence(
    {
      verdict: verdict === "unreadable" ? "failed" : verdict,
      title: t(`mydata.proof.verdict.${verdict}`),
      summary: { text: t(`mydata.proof.summary.${verdict}`) },
      steps: checks.map((step) => stepView(words, request, step, found)),
      ...(path ? { path } : {}),
      ...(found.state === "sealed" && !tamper ? { downloads } : {}),
    },
    wordsIn(request.lang),
  );
}

/** The link to an altered copy, or back from one. */
function tryIt({ t }: FastifyRequest, found: UseEvidence, tamper: boolean): Html | undefined {
  const address = addressOf(found.use);
  if (tamper) return html`<p><a class="tr-button tr-button--secondary" href="${address}">${t("mydata.proof.real")}</a></p>`;
  if (found.state !== "sealed") return undefined;
  const classes = "tr-button--secondary";
  const alter = button({ text: t("mydata.proof.alter"), classes, attributes: { "data-alter": "true" } });
  return html`<form method="post" action="${address}/altered">${alter}</form>
    <p class="tr-hint">${t("mydata.proof.alter-why")}</p>`;
}

function stepView(words: Words, request: FastifyRequest, step: CheckStep, found: UseEvidence): EvidenceStep {
  const detail = step.ok ? detailOf(words, request, step, found) : failureOf(request, step);
  const hash = step.step === "inclusion" && found.log ? String(found.log.proof.record.requestHash) : undefined;
  return {
    state: step.ok ? "ok" : "failed",
    title: request.t(`mydata.check.${step.step}`),
    ...(detail ? { detail } : {}),
    ...(hash ? { hash } : {}),
  };
}

/** What a successful step found: who, when or how many. */
function detailOf({ names, site }: Words, { t, lang }: FastifyRequest, step: CheckStep, { container, log }: UseEvidence) {
  switch (step.step) {
    case "inclusion": {
      if (!log) return undefined;
      const text = t("mydata.proof.entry", { leaf: log.proof.leafIndex });
      const href = site.href("road", `/open?entry=${log.proof.leafIndex}`);
      return href === undefined ? { text } : { html: html`<a class="tr-link" href="${href}">${text}</a>` };
    }
    case "certificate":
      return { text: names.agency(lang, container?.signer ?? "") };
    case "timestamp":
      return container?.signedAt ? { html: html`${time(container.signedAt, { lang })}` } : undefined;
    case "witnesses":
      return { text: t("road.log.cosigned", step.detail ?? {}) };
    default:
      return undefined;
  }
}

function failureOf({ t }: FastifyRequest, { code }: CheckStep) {
  if (!code) return undefined;
  const key = `mydata.check.code.${code}`;
  const text = t(key);
  return { text: text === key ? code : text };
}
