import { card, cardGrid, hero, section } from "@troad/design";
import { attributes, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../portal.ts";

/** "Try this", in the demonstration: be one of the people, with one click. */
export const tryPages: PageFile = (app, portal) => {
  if (!portal.ctx.demo) return;
  app.get(
    "/try",
    { schema: { hide: true } },
    portal.site.open(async (request) => {
      const { t } = request;
      const people = await portal.eid.demoPeople();
      const opening = hero({ title: { text: t("portal.try.title") }, lead: { text: t("portal.try.lead") }, picture: true });
      return {
        title: t("portal.try.title"),
        content: html`${opening}${people.length > 0 && peopleCards(portal, request, people)}${signpost(portal, request)}`,
      };
    }),
  );
};

type People = Awaited<ReturnType<Portal["eid"]["demoPeople"]>>;

function peopleCards({ ctx, roles }: Portal, request: FastifyRequest, people: People) {
  const { t } = request;
  const seen = new Map<string, number>();
  const orderOf = ({ role }: People[number]): number => roles.findIndex(({ id }) => id === role.role);
  const sorted = people.toSorted((a, b) => orderOf(a) - orderOf(b));
  const cards = sorted.map((person) => {
    const kind = person.role.role === "citizen" ? `citizen.${person.label}` : person.role.role;
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    const role = roles.find(({ id }) => id === person.role.role);
    const textOf = (key: string): string => (role ? ctx.texts.pick(role.text, request.lang, key) : person.role.role);
    const lead = person.role.role === "citizen" ? t(`portal.try.${kind}`) : textOf("lead");
    const form = html`<p>${lead}</p><form method="post" action="/auth/demo"><input type="hidden" name="return" value="${role?.home ?? "/"}"><button${attributes(
      {
        class: "tr-button",
        type: "submit",
        name: "subject",
        value: person.subject,
        "data-role": person.role.role,
        "data-person": person.label,
      },
    )}>${t("portal.try.be", { name: person.name })}</button></form>`;
    return {
      count,
      card: card({ title: { text: person.name }, body: { html: form }, meta: { text: textOf("name") } }),
    };
  });
  // one of each kind first; the rest fold away
  const first = cards.filter(({ count }) => count === 1).map((one) => one.card);
  const rest = cards.filter(({ count }) => count > 1).map((one) => one.card);
  return section({
    title: { text: t("portal.try.who") },
    content: html`${cardGrid(first)}${rest.length > 0 && html`<details class="tr-details"><summary class="tr-details__summary"><span class="tr-details__summary-text">${t("portal.try.more")}</span></summary>${cardGrid(rest)}</details>`}`,
  });
}

/** What modules have beside the services of content, as their manifests say. */
function signpost({ ctx }: Portal, { t }: FastifyRequest) {
  const places = ctx.pages.flatMap(({ module, home = [] }) => home.map((one) => ({ ...one, module })));
  const cards = places
    .filter(({ demo }) => !demo || ctx.demo)
    .toSorted((a, b) => a.order - b.order)
    .map(({ href, title, lead, module }) => {
      const origin = ctx.origin(module) === ctx.origin("portal") ? "" : ctx.origin(module);
      return card({ href: `${origin}${href}`, title: { text: t(title) }, body: { text: t(lead) } });
    });
  return section({ title: { text: t("portal.more") }, content: cardGrid(cards) });
}
