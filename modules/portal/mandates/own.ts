import { button, emptyState, formatDate } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther, taipeiDate } from "@troad/kernel";
import type { Mandate } from "@troad/people/api";
import { askedPage, hidden, older, pageQuery, pageSize, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type MandatePages, scopeText } from "./parts.ts";
import { endForm, mandateFacts, mandateTag } from "./view.ts";

type Side = "given" | "held";
const addresses: Record<Side, string> = { given: "/me/mandates", held: "/me/mandates/held" };

/** A person's mandates: who acts for them, for whom they act, and ending either at any time. */
export function ownMandates(app: FastifyInstance, parts: MandatePages): void {
  const { site, people } = parts;
  for (const side of ["given", "held"] as const)
    app.get(
      addresses[side],
      { schema: { hide: true, querystring: pageQuery } },
      site.signedIn(["citizen"], async (request, { subject }) =>
        listPage(parts, request, side, await people.mandatesOf({ subject, side, ...askedPage(request, "uuid") })),
      ),
    );
  const own = async (request: FastifyRequest, { subject }: Session): Promise<Mandate> => {
    const found = await people.mandateOf({ by: subject, id: (request.params as { id: string }).id });
    // an officer's way to it is another page
    if (!found || ![found.principal.subject, found.holder.subject].includes(subject)) throw kernelFailure("request.not-found");
    return found;
  };
  app.get(
    "/me/mandates/:id",
    hidden,
    site.signedIn(["citizen"], async (request, session) => mandatePage(parts, request, await own(request, session))),
  );
  app.post(
    "/me/mandates/:id/end",
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, session, reply) => {
        const { id, principal } = await own(request, session);
        const reason = principal.subject === session.subject ? "principal" : "holder";
        await people.endMandate({ id, by: session.subject, reason });
        return seeOther(reply, `/me/mandates/${id}`);
      },
      { returnTo: (request) => `/me/mandates/${(request.params as { id: string }).id}` },
    ),
  );
}

const above = ({ t }: FastifyRequest) => [{ href: "/me", text: t("portal.me.title") }];

function listPage(parts: MandatePages, request: FastifyRequest, side: Side, found: readonly Mandate[]): View {
  const { t } = request;
  const title = t(`portal.mandates.${side}`);
  const other: Side = side === "given" ? "held" : "given";
  const lines = found.slice(0, pageSize).map((one) => lineOf(parts, request, side, one));
  const list =
    lines.length === 0 ? emptyState({ title: t(`portal.mandates.none-${side}`) }) : html`<ul class="tr-lines">${lines}</ul>`;
  const give = side === "given" && html`<p>${button({ text: t("portal.mandates.give"), href: "/me/mandates/give" })}</p>`;
  const content = html`<h1>${title}</h1><p class="tr-lead">${t(`portal.mandates.lead-${side}`)}</p>${give}
    ${list}${older(request, found, ({ id }) => id)}
    <p><a class="tr-link" href="${addresses[other]}">${t(`portal.mandates.${other}`)}</a></p>`;
  return { title, content, path: above(request) };
}

function lineOf(parts: MandatePages, request: FastifyRequest, side: Side, one: Mandate): Html {
  const { t, lang } = request;
  const person = side === "given" ? one.holder : one.principal;
  const day = one.until && formatDate(taipeiDate(new Date(Date.parse(one.until) - 1)), { lang });
  const until = day ? t("portal.mandates.until-day", { day }) : t("portal.mandates.no-end");
  const meta = [t(`portal.mandates.kind.${one.kind}`), scopeText(parts, request, one), until].join(t("web.dot"));
  return html`<li class="tr-lines__item"><a class="tr-lines__link" href="/me/mandates/${one.id}">${person.name || t("portal.mandates.no-name")}</a>
    ${mandateTag(request, one)}<p class="tr-lines__meta">${meta}</p></li>`;
}

function mandatePage(parts: MandatePages, request: FastifyRequest, mandate: Mandate): View {
  const { t } = request;
  const title = t("portal.mandates.one", { holder: mandate.holder.name, principal: mandate.principal.name });
  const end = mandate.state !== "over" && endForm(request, `/me/mandates/${mandate.id}/end`);
  const content = html`<h1>${title}</h1><p>${mandateTag(request, mandate)}</p>${mandateFacts(parts, request, mandate)}${end}`;
  return { title, content, path: [...above(request), { href: "/me/mandates", text: t("portal.mandates.title") }] };
}
