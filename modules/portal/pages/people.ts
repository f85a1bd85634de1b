import { card, cardGrid, section } from "@troad/design";
import type { EidApi } from "@troad/eid/api";
import { attributes, type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { PortalPages } from "./parts.ts";

type Person = Awaited<ReturnType<EidApi["demoPeople"]>>[number];
type Parts = Pick<PortalPages, "roles"> & { ctx: Pick<ModuleContext, "texts"> };

/** The people of the demonstration: one of each kind first, the rest folded away. */
export function peopleCards(parts: Parts, request: FastifyRequest, people: readonly Person[]): Html {
  const { t } = request;
  const orderOf = ({ role }: Person): number => parts.roles.findIndex(({ id }) => id === role.role);
  const seen = new Set<string>();
  const [first, rest]: [Html[], Html[]] = [[], []];
  for (const person of people.toSorted((a, b) => orderOf(a) - orderOf(b))) {
    (seen.has(kindOf(person)) ? rest : first).push(personCard(parts, request, person));
    seen.add(kindOf(person));
  }
  const more = html`<details class="tr-details">
    <summary class="tr-details__summary"><span class="tr-details__summary-text">${t("portal.try.more")}</span></summary>
    ${cardGrid(rest)}</details>`;
  return section({ title: { text: t("portal.try.who") }, content: html`${cardGrid(first)}${rest.length > 0 && more}` });
}

/** Citizens differ by their household, officers by their role. */
const kindOf = ({ role, label }: Person): string => (role.role === "citizen" ? `citizen.${label}` : role.role);

function personCard({ ctx, roles }: Parts, request: FastifyRequest, person: Person): Html {
  const { t, lang } = request;
  const role = roles.find(({ id }) => id === person.role.role);
  const textOf = (key: string): string => (role ? ctx.texts.pick(role.text, lang, key) : person.role.role);
  const lead = person.role.role === "citizen" ? t(`portal.try.${kindOf(person)}`) : textOf("lead");
  const button = attributes({
    class: "tr-button",
    type: "submit",
    name: "subject",
    value: person.subject,
    "data-role": person.role.role,
    "data-person": person.label,
  });
  const form = html`<p>${lead}</p><form method="post" action="/auth/demo">
    <input type="hidden" name="return" value="${role?.home ?? "/"}">
    <button${button}>${t("portal.try.be", { name: person.name })}</button></form>`;
  return card({ title: { text: person.name }, body: { html: form }, meta: { text: textOf("name") } });
}
