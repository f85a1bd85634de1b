import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, type OwnError, ownForm, registerRole, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { mostPeople } from "../pace.ts";
import type { Parts } from "../parts.ts";

export const explainPath = "/registers/explain";
const fields: Field[] = [
  { type: "text", name: "reason", label: "desk.explain.reason", hint: "desk.explain.hint", maxLength: 500 },
];

/** An officer who was stopped says why they read so many people, and goes on; auditors read the reason in the audit. */
export function explainPages(app: FastifyInstance, parts: Parts): void {
  const { site, pace, ctx } = parts;
  app.get(
    explainPath,
    hidden,
    site.signedIn([registerRole], async (request, { subject }) =>
      explainPage(parts, request, await pace.seen(subject), { values: {}, errors: [] }),
    ),
  );
  app.post(
    explainPath,
    hidden,
    site.signedIn(
      [registerRole],
      async (request, { subject }, reply) => {
        const people = await pace.seen(subject);
        const values = (request.body ?? {}) as Record<string, unknown>;
        const parsed = ownForm(ctx, fields).parse(request.body);
        if ("errors" in parsed)
          return { ...explainPage(parts, request, people, { values, errors: parsed.errors }), status: 422, isError: true };
        if (people >= mostPeople) await pace.explain(subject, String(parsed.values.reason));
        return seeOther(reply, "/registers");
      },
      { returnTo: () => explainPath },
    ),
  );
}

type Shown = { values: Record<string, unknown>; errors: readonly OwnError[] };
function explainPage({ ctx }: Parts, request: FastifyRequest, people: number, shown: Shown): View {
  const { t } = request;
  const title = t("desk.explain.title");
  const path = [{ href: "/registers", text: t("desk.title") }];
  if (people < mostPeople) return { title, path, content: html`<h1>${title}</h1><p>${t("desk.explain.not-stopped")}</p>` };
  const form = ownForm(ctx, fields).html(request, shown);
  return {
    title: shown.errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    path,
    content: html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("desk.explain.lead", { people })}</p>
      <form method="post" action="${explainPath}" novalidate>${form.fields}${button({ text: t("desk.explain.send") })}</form>`,
  };
}
