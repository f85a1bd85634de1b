import { button, insetText, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { cardSignIn, hidden, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { OwnCompany } from "../companies/companies.ts";
import type { MyDataPages } from "../pages/parts.ts";
import { policyLink } from "../recipients/pages.ts";
import type { WantedSet } from "../recipients/terms.ts";
import type { DpSp } from "../tw/service.ts";
import { fieldKey, type Person } from "./agreed.ts";
import type { Requests, Shown } from "./requests.ts";

export const requestPath = "/my-data/requests";
type Parts = Pick<MyDataPages, "site" | "names" | "downloads" | "nationalId"> & {
  requests: Requests;
  dpSp: Pick<DpSp, "finish">;
  ctx: Pick<ModuleContext, "clock">;
};
type SignatureRow = Awaited<ReturnType<Requests["signatures"]>>[number];
type Principal = Awaited<ReturnType<Requests["principals"]>>[number];
type Form = {
  chosen: readonly string[];
  missing: readonly string[];
  whose: string;
  whoseMissing?: boolean;
  principals: readonly Principal[];
  companies: readonly OwnCompany[];
  /** Who signed for the business before, and what they agreed to: the second signs the same. */
  signed?: SignatureRow | undefined;
};

const inLang = (text: { en: string; "zh-Hant": string }, lang: string): string =>
  lang === "zh-Hant" ? text["zh-Hant"] : text.en;
const ownself = "self";

/** What a recipient asks a person for: who, what, why and for how long; agreed to field by field, or refused. */
export function requestPages(app: FastifyInstance, parts: Parts): void {
  const { site, requests, nationalId } = parts;
  const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;
  const back = (request: FastifyRequest): string => `${requestPath}/${encodeURIComponent(idIn(request))}`;
  /** For whom this person may answer. */
  const offered = async (request: FastifyRequest, { subject }: Session, { request: asked }: Shown) => {
    if (asked.of === "person") return { principals: await requests.principals(subject), companies: [] };
    const [signed] = await requests.signatures(asked.id);
    if (signed) return { principals: [], companies: [{ number: signed.business, name: signed.business_name }], signed };
    const own = { subject, nationalId: await nationalId(request) };
    return { principals: [], companies: await requests.companiesFor(asked, own, request.lang) };
  };
  app.get(
    `${requestPath}/:id`,
    hidden,
    site.signedIn(["citizen"], async (request, session) => {
      const shown = await requests.open(idIn(request));
      const form = await offered(request, session, shown);
      return askPage(parts, request, { session, shown, form: { ...form, chosen: [], missing: [], whose: "" } });
    }),
  );
  app.post(
    `${requestPath}/:id`,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, session, reply) => {
        const id = idIn(request);
        const person: Person = { subject: session.subject, proof: session.proof, nationalId: await nationalId(request) };
        if (posted(request, "act") !== "agree") {
          await requests.refuse(id, person, request.lang);
          return seeOther(reply, `${requestPath}/${id}/done`);
        }
        const shown = await requests.open(id);
        const form = await offered(request, session, shown);
        const isAlone = shown.request.of === "person" && form.principals.length === 0;
        const whose = posted(request, "whose", 60) || (isAlone ? ownself : "");
        const { field } = (request.body ?? {}) as { field?: unknown };
        const chosen = [field ?? []].flat().map(String).slice(0, 2_000);
        const again = async (missing: readonly string[]) =>
          askPage(parts, request, {
            ...{ session, shown },
            form: { ...form, chosen, missing, whose, whoseMissing: whose === "" },
          });
        if (whose === "") return again([]);
        if (shown.request.of === "business") {
          const answer = await requests.agreeFor(id, person, { chosen, business: whose, lang: request.lang });
          if (!answer) return seeOther(reply, `${requestPath}/${id}/done`);
          return "missing" in answer ? again(answer.missing) : waitingPage(request, answer.waiting, back(request));
        }
        const mandate = whose === ownself ? null : whose;
        const missing = await requests.agree(id, person, { chosen, mandate, lang: request.lang });
        return missing ? again(missing.missing) : seeOther(reply, `${requestPath}/${id}/done`);
      },
      { returnTo: back },
    ),
  );
  app.get(
    `${requestPath}/:id/done`,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }): Promise<View> => {
      const { t } = request;
      const { agreed, request: asked, ...own } = await requests.answered(idIn(request), subject);
      const address = asked.way === "dp-sp" ? await parts.dpSp.finish(asked) : own.address;
      const { host } = new URL(address);
      const title = t(agreed ? "mydata.request.agreed" : "mydata.request.refused");
      const content = html`<h1>${title}</h1><p class="tr-lead">${t(agreed ? "mydata.request.agreed-why" : "mydata.request.refused-why", { host })}</p>
        ${button({ text: t("mydata.request.back", { host }), href: address })}
        <p><a class="tr-link" href="/my-data/consents">${t("mydata.consents.title")}</a></p>`;
      return { title, content, path: crumbs(request) };
    }),
  );
}

const crumbs = ({ t }: FastifyRequest) => [{ href: "/my-data", text: t("mydata.uses.title") }];

function askPage(
  parts: Parts,
  request: FastifyRequest,
  { session, shown, form }: { session: Session; shown: Shown; form: Form },
): View {
  const { t, lang } = request;
  const { recipient, request: asked } = shown;
  const name = inLang(recipient.name, lang);
  const title = t("mydata.request.title", { recipient: name });
  const path = crumbs(request);
  const who = html`<h1>${title}</h1><p class="tr-lead">${t("mydata.request.lead", { recipient: name, organisation: inLang(recipient.organisation, lang) })}</p>
    <p>${termText(request, asked)} ${t("mydata.request.retention", { days: asked.retention_days })}</p>${policyLink(t, recipient.terms)}
    <p><a class="tr-link" href="/my-data/recipients">${t("mydata.recipients.title")}</a></p>`;
  const weak = parts.requests.tooWeak(asked, session.proof);
  if (weak.length > 0) {
    const signIn = parts.site.href("portal", "/auth/sign-in");
    const inset = insetText({ text: t("mydata.request.weak") });
    const card = signIn && button({ text: t("mydata.request.card"), href: cardSignIn(signIn, `${requestPath}/${asked.id}`) });
    return { title, path, content: html`${who}${inset}${card}` };
  }
  const errors = errorsOf(parts, request, asked.sets, form);
  const summary = errors.length > 0 && uiOf(request).errorSummary({ titleText: t("web.form.problem"), errorList: errors });
  const sets = asked.sets.map((set) => setCard(parts, request, set, form));
  const nobody = asked.of === "business" && form.companies.length === 0;
  if (nobody) {
    const refuse = button({ text: t("mydata.request.refuse"), name: "act", value: "refuse", classes: "tr-button--secondary" });
    const none = insetText({ text: t("mydata.company.none") });
    return { title, path, content: html`${who}${none}<form method="post" action="${requestPath}/${asked.id}">${refuse}</form>` };
  }
  const buttons = html`<div class="tr-button-group">${button({ text: t("mydata.request.agree"), name: "act", value: "agree", preventDoubleClick: true })}
    ${button({ text: t("mydata.request.refuse"), name: "act", value: "refuse", classes: "tr-button--secondary" })}</div>`;
  return {
    title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    ...{ status: errors.length > 0 ? 422 : 200, isError: errors.length > 0, path },
    content: html`${summary}${who}<form method="post" action="${requestPath}/${asked.id}" novalidate>${whoseField(request, session, form)}${sets}
      ${insetText({ text: t("mydata.request.needed-why", { recipient: name }) })}${buttons}</form>`,
  };
}

/** One has signed; the others open the same address. */
function waitingPage(request: FastifyRequest, waiting: readonly string[], address: string): View {
  const { t } = request;
  const title = t("mydata.company.waiting");
  const names = waiting.join(t("web.comma"));
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("mydata.company.waiting-why", { names })}</p><p><code>${address}</code></p>`;
  return { title, content, path: crumbs(request) };
}

function termText({ t }: FastifyRequest, { kind, answers, days, months }: Shown["request"]): string {
  return kind === "once"
    ? t("mydata.request.once")
    : t("mydata.request.standing", { answers: answers ?? 0, days: days ?? 0, months: months ?? 0 });
}

function errorsOf(
  { downloads }: Parts,
  { t, lang }: FastifyRequest,
  sets: readonly WantedSet[],
  { missing, whoseMissing }: Form,
) {
  const words = downloads.words(lang);
  const named = sets.flatMap(({ set, fields }) => {
    const own = downloads.sets.find(({ id }) => id === set)!;
    return fields
      .filter((one) => missing.includes(fieldKey(set, one.name)))
      .map((one) => ({ text: t("mydata.request.missing", { field: words.label(own, one.name) }), href: `#set-${set}` }));
  });
  return [...(whoseMissing ? [{ text: t("mydata.request.whose-missing"), href: "#whose" }] : []), ...named];
}

function whoseField(
  request: FastifyRequest,
  session: Session,
  { principals, companies, whose, whoseMissing }: Form,
): Html | undefined {
  if (principals.length === 0 && companies.length === 0) return undefined;
  const { t } = request;
  const own = companies.length === 0 ? [{ value: ownself, text: session.name }] : [];
  return uiOf(request).radios({
    ...{
      name: "whose",
      idPrefix: "whose",
      value: whose,
      fieldset: { legend: { text: t("mydata.request.whose"), classes: "tr-fieldset__legend--m" } },
    },
    ...(whoseMissing ? { errorMessage: { text: t("mydata.request.whose-missing") } } : {}),
    items: [
      ...own,
      ...companies.map(({ number, name }) => ({ value: number, text: t("mydata.company.named", { name, number }) })),
      ...principals.map(({ id, principal }) => ({ value: id, text: principal.name })),
    ],
  });
}

/** A set with its purpose; nothing in it is chosen before the person does. */
function setCard(
  { downloads, names }: Parts,
  request: FastifyRequest,
  { set, purpose, fields }: WantedSet,
  { chosen, missing, signed }: Form,
): Html {
  const { t, lang } = request;
  const words = downloads.words(lang);
  const own = downloads.sets.find(({ id }) => id === set)!;
  const special = own.fields.some(
    ({ name, sensitivity }) => sensitivity === "special" && fields.some((one) => one.name === name),
  );
  const lacks = fields.find(({ name }) => missing.includes(fieldKey(set, name)));
  const agreed = signed && fields.filter(({ name }) => signed.fields.includes(fieldKey(set, name)));
  if (agreed)
    return html`<section class="tr-card"><h2>${words.name(own)}</h2><p>${t("mydata.request.purpose", { purpose: inLang(purpose, lang) })}</p>
      <p>${t("mydata.company.signed", { name: signed.signer_name })}</p><ul class="tr-list">${agreed.map(
        ({ name }) => html`<li>${words.label(own, name)}
      <input type="hidden" name="field" value="${fieldKey(set, name)}"></li>`,
      )}</ul></section>`;
  const boxes = uiOf(request).checkboxes({
    ...{ name: "field", idPrefix: `set-${set}`, values: [...chosen] },
    fieldset: { legend: { text: t("mydata.request.fields", { set: words.name(own) }), classes: "tr-fieldset__legend--s" } },
    ...(lacks ? { errorMessage: { text: t("mydata.request.missing", { field: words.label(own, lacks.name) }) } } : {}),
    items: fields.map(({ name, needed }) => ({
      value: fieldKey(set, name),
      text: words.label(own, name),
      hint: { text: t(needed ? "mydata.request.needed" : "mydata.request.optional", { meaning: words.meaning(own, name) }) },
    })),
  });
  return html`<section class="tr-card"><h2>${words.name(own)} ${special && tag({ text: t("mydata.download.special"), classes: "tr-tag--red" })}</h2>
    <p>${t("mydata.request.purpose", { purpose: inLang(purpose, lang) })}</p>
    <p class="tr-hint">${t("mydata.download.from", { agency: names.agency(lang, own.agency) })}</p>${boxes}</section>`;
}
