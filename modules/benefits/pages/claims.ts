import { button, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isUuid, seeOther } from "@troad/kernel";
import { hidden, listRoutes, posted, postedKey, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Claim } from "../claims.ts";
import { claimRest, claimState, instalments } from "../domain/claim.ts";
import { benefitsFailure } from "../domain/errors.ts";
import { addMonths } from "../domain/months.ts";
import {
  acting,
  mine,
  money,
  monthText,
  type PageFile,
  type PageParts,
  payerRole,
  reasonText,
  schemesOf,
  summary,
} from "./parts.ts";
import { amountOf, paidBackTable } from "./pay-back.ts";

const stateFor = (claim: Claim) => claimState({ ...claim, planned: claim.plan !== null });

/** Claims: what was paid too much, how it is paid back, and what came. */
export const claimPages: PageFile = (app, parts) => {
  const { site, benefits } = parts;
  listRoutes<Session, Claim>({
    ...{ app, ctx: parts.ctx, address: "/payer/claims", guard: (load) => site.signedIn([payerRole], load) },
    list: async (request, session) => {
      const { t, lang } = request;
      const schemes = schemesOf(benefits, session);
      return {
        ...{
          address: "/payer/claims",
          title: t("benefits.claims.title"),
          filters: [],
          empty: { title: t("benefits.claims.none") },
        },
        columns: [
          {
            key: "what",
            text: t("benefits.runs.scheme"),
            kind: "text",
            value: ({ scheme }) => benefits.nameOf(lang, scheme),
            show: link(benefits.nameOf, lang),
          },
          { key: "amount", text: t("benefits.run.sum"), kind: "money", value: ({ amount }) => amount },
          { key: "rest", text: t("benefits.claims.rest"), kind: "money", value: claimRest },
          {
            key: "state",
            text: t("benefits.run.state"),
            kind: "text",
            value: (claim) => t(`benefits.claims.state.${stateFor(claim)}`),
          },
          { key: "why", text: t("benefits.run.why"), kind: "text", value: ({ reason }) => reasonText(request, benefits, reason) },
          { key: "at", text: t("benefits.claims.at"), kind: "instant", value: ({ at }) => at },
        ],
        source: {
          ...{ cursorKind: "uuid", cursor: ({ id }) => id },
          rows: ({ before, limit }) => benefits.claims.list({ schemes, limit, ...(before ? { before } : {}) }),
        },
      };
    },
  });
  app.get(
    "/payer/claims/:id",
    hidden,
    site.signedIn([payerRole], async (request, session) => view(parts, request, await claimOf(parts, request, session))),
  );
  for (const act of ["plan", "waive", "paid"] as const)
    app.post(
      `/payer/claims/:id/${act}`,
      hidden,
      site.signedIn([payerRole], async (request, session, reply) => {
        const claim = await claimOf(parts, request, session);
        const [reason, times] = [posted(request, "reason", 300), Number(posted(request, "times"))];
        const amount = amountOf(posted(request, "amount", 20));
        const wrong =
          reason === ""
            ? "benefits.run.reason-missing"
            : act === "plan" && !(Number.isInteger(times) && times >= 1 && times <= 60)
              ? "benefits.claims.times-wrong"
              : act === "paid" && amount === undefined
                ? "benefits.claim.amount-wrong"
                : undefined;
        if (wrong) {
          const text = request.t(wrong);
          const field = reason === "" ? `#${act}-reason` : act === "paid" ? "#paid-amount" : "#times";
          return { ...(await view(parts, request, claim, summary(request, text, field))), status: 422, isError: true };
        }
        const [rest, key] = [claimRest(claim), postedKey(request, parts.ids)];
        const step = { id: claim.id, key, reason, by: session.subject };
        const next = addMonths(benefits.entitlements.thisMonth(), 1);
        const refused = await acting(
          request,
          () =>
            act === "plan"
              ? benefits.claims.plan({ ...step, instalments: instalments(rest, times, next, addMonths) })
              : act === "paid"
                ? benefits.claims.paid({ ...step, amount: amount! })
                : benefits.claims.waive({ ...step, amount: rest }),
          async (above) => view(parts, request, claim, above),
        );
        return refused ?? seeOther(reply, `/payer/claims/${claim.id}`);
      }),
    );
};

const link =
  (nameOf: (lang: string, id: string) => string, lang: string) =>
  ({ id, scheme }: Claim) =>
    html`<a class="tr-link" href="/payer/claims/${id}">${nameOf(lang, scheme)}</a>`;

async function claimOf({ benefits }: PageParts, request: FastifyRequest, session: Session): Promise<Claim> {
  const { id } = request.params as { id: string };
  const [claim] = isUuid(id) ? await benefits.claims.list({ id, limit: 1 }) : [];
  if (!claim) throw benefitsFailure("benefits.not-found");
  mine(benefits, session, claim.scheme);
  return claim;
}

async function view({ benefits, ids }: PageParts, request: FastifyRequest, claim: Claim, above?: Html): Promise<View> {
  const { t, lang } = request;
  const title = `${t("benefits.claims.one")} ${money(claim.amount, request)}`;
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  const rows = [
    row("benefits.runs.scheme", benefits.nameOf(lang, claim.scheme)),
    row("benefits.run.why", reasonText(request, benefits, claim.reason)),
    row("benefits.run.state", t(`benefits.claims.state.${stateFor(claim)}`)),
    row("benefits.claims.rest", money(claimRest(claim), request)),
    ...(claim.plan ?? []).map(({ month, amount }) => ({
      key: { text: monthText(month, lang) },
      value: { text: money(amount, request) },
    })),
  ];
  const ui = uiOf(request);
  const key = html`<input type="hidden" name="key" value="${ids.uuid()}">`;
  const reason = (id: string) => ui.textarea({ id, name: "reason", rows: 2, label: { text: t("benefits.run.reason") } });
  const times = ui.input({
    id: "times",
    name: "times",
    inputmode: "numeric",
    classes: "tr-input--width-3",
    label: { text: t("benefits.claims.times") },
  });
  const came = ui.input({
    ...{ id: "paid-amount", name: "amount", inputmode: "numeric", classes: "tr-input--width-10" },
    label: { text: t("benefits.run.sum") },
  });
  const paid = paidBackTable(request, await benefits.claims.paidBack(claim.id, 60));
  const forms =
    stateFor(claim) !== "settled" &&
    html`<h2>${t("benefits.claims.plan")}</h2><p>${t("benefits.claims.plan-lead")}</p>
      <form method="post" action="/payer/claims/${claim.id}/plan" novalidate>${key}${times}${reason("plan-reason")}
      ${button({ text: t("benefits.claims.plan") })}</form>
      <h2>${t("benefits.claims.note")}</h2><p>${t("benefits.claims.note-lead")}</p>
      <form method="post" action="/payer/claims/${claim.id}/paid" novalidate>${key}${came}${reason("paid-reason")}
      ${button({ text: t("benefits.claims.note") })}</form>
      <h2>${t("benefits.claims.waive")}</h2><form method="post" action="/payer/claims/${claim.id}/waive" novalidate>${key}${reason("waive-reason")}
      ${button({ text: t("benefits.claims.waive"), classes: "tr-button--warning" })}</form>`;
  const content = html`${above}<h1>${title}</h1>${summaryList({ rows })}${paid}${forms}`;
  return {
    title,
    content,
    path: [
      { href: "/payer", text: t("benefits.runs.title") },
      { href: "/payer/claims", text: t("benefits.claims.title") },
    ],
  };
}
