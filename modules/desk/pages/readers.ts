import { button, emptyState, time } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { asked, hidden, type OwnError, ownForm, posted, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { mostAMonth, type Reader } from "../pace.ts";
import { type Parts, pageFailure } from "../parts.ts";

export const readersPath = "/registers/readers";
export const readerRoles = ["auditor"];
const fields: Field[] = [
  { type: "text", name: "finding", label: "desk.readers.finding", hint: "desk.readers.finding-hint", maxLength: 500 },
];

/** Officers who read many people within a month without naming a matter, for auditors, who look into each and write down what they found. */
export function readerPages(app: FastifyInstance, parts: Parts): void {
  const { site, pace, ctx } = parts;
  app.get(
    readersPath,
    hidden,
    site.signedIn(readerRoles, (request) => readersPage(parts, request)),
  );
  app.post(
    readersPath,
    hidden,
    site.signedIn(
      readerRoles,
      async (request, { subject: auditor }, reply) => {
        const officer = posted(request, "officer", 100);
        const parsed = ownForm(ctx, fields).parse(request.body);
        if ("errors" in parsed)
          return { ...(await readersPage(parts, request, { officer, errors: parsed.errors })), status: 422, isError: true };
        const finding = String(parsed.values.finding);
        if (!(await pace.review({ officer, auditor, finding }))) throw pageFailure("desk.reader-unknown");
        return seeOther(reply, readersPath);
      },
      { returnTo: () => readersPath },
    ),
  );
}

type Wrong = { officer: string; errors: readonly OwnError[] };
/** The list, or one officer of it with the question what was found. */
async function readersPage({ pace, names, ctx }: Parts, request: FastifyRequest, wrong?: Wrong): Promise<View> {
  const { t, lang } = request;
  const title = t("desk.readers.title");
  const found = await pace.readers();
  const chosen = wrong?.officer ?? asked(request, "officer", 100);
  const reader = found.find(({ officer }) => officer === chosen);
  if (chosen !== "" && !reader) throw pageFailure("desk.reader-unknown");
  const facts = ({ agency, people, days, latest }: Reader) => html`<p>${agency === null ? "" : names.agency(lang, agency)}
    ${t("desk.readers.people", { people, days })}</p><p class="tr-hint">${t("desk.readers.latest")} ${time(latest, { lang })}</p>`;
  if (reader) {
    const form = ownForm(ctx, fields).html(request, { values: {}, errors: wrong?.errors ?? [] });
    return {
      title: wrong ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
      path: [{ href: readersPath, text: title }],
      content: html`${form.summary}<h1>${t("desk.readers.who", { officer: reader.officer })}</h1>${facts(reader)}
        <form method="post" action="${readersPath}" novalidate><input type="hidden" name="officer" value="${reader.officer}">
        ${form.fields}${button({ text: t("desk.readers.send") })}</form>`,
    };
  }
  const cards = found.map(
    (one) =>
      html`<section class="tr-card"><h2><a class="tr-link" href="${readersPath}?${new URLSearchParams({ officer: one.officer }).toString()}">${t(
        "desk.readers.who",
        { officer: one.officer },
      )}</a></h2>${facts(one)}</section>`,
  );
  const list = cards.length === 0 ? emptyState({ title: t("desk.readers.none") }) : cards;
  return {
    title,
    path: [],
    content: html`<h1>${title}</h1><p class="tr-lead">${t("desk.readers.lead", { people: mostAMonth })}</p>${list}`,
  };
}
