import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { Address } from "@troad/notify/api";
import { hidden, type OwnError, ownForm, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fieldFault, type MessageParts, reachAddress } from "./parts.ts";
import { shownAddress } from "./reach.ts";

type Shown = { values: Record<string, unknown>; errors: readonly OwnError[] };
type Typed = "mail" | "sms";
const fresh: Shown = { values: {}, errors: [] };
const citizen = ["citizen"];

/** Adds a mail address or a telephone, and confirms it by the code that was sent there. */
export function confirmPages(app: FastifyInstance, parts: MessageParts): void {
  const { site, notify } = parts;
  const typed = (request: FastifyRequest): Typed => {
    const { channel } = request.params as { channel: string };
    if (channel !== "mail" && channel !== "sms") throw kernelFailure("request.not-found");
    return channel;
  };
  app.get(
    `${reachAddress}/add/:channel`,
    hidden,
    site.signedIn(citizen, async (request) => addPage(parts, request, typed(request), fresh)),
  );
  app.post(
    `${reachAddress}/add/:channel`,
    hidden,
    site.signedIn(citizen, async (request, { subject }, reply) => {
      const channel = typed(request);
      const parsed = ownForm(parts.ctx, [field(channel)]).parse(request.body);
      const values = (request.body ?? {}) as Record<string, unknown>;
      if ("errors" in parsed) return refused(addPage(parts, request, channel, { values, errors: parsed.errors }));
      const added = { id: "" };
      const adding = notify.addAddress({ subject, channel, value: String(parsed.values.value), keys: null, lang: request.lang });
      const errors = await fieldFault(
        "value",
        adding.then((one) => Object.assign(added, one)),
      );
      if (errors.length > 0) return refused(addPage(parts, request, channel, { values, errors }));
      return seeOther(reply, `${reachAddress}/${added.id}`);
    }),
  );
  const waiting = async (request: FastifyRequest, subject: string): Promise<Address> => {
    const { id } = request.params as { id: string };
    const found = (await notify.reach(subject)).addresses.find((one) => one.id === id);
    if (!found) throw kernelFailure("request.not-found");
    return found;
  };
  app.get(
    `${reachAddress}/:id`,
    hidden,
    site.signedIn(citizen, async (request, { subject }) => codePage(parts, request, await waiting(request, subject), fresh)),
  );
  app.post(
    `${reachAddress}/:id`,
    hidden,
    site.signedIn(citizen, async (request, { subject }, reply) => {
      const address = await waiting(request, subject);
      const parsed = ownForm(parts.ctx, [codeField]).parse(request.body);
      const values = (request.body ?? {}) as Record<string, unknown>;
      if ("errors" in parsed) return refused(codePage(parts, request, address, { values, errors: parsed.errors }));
      const code = String(parsed.values.code);
      const errors = await fieldFault("code", notify.confirmAddress({ subject, id: address.id, code }));
      return errors.length > 0 ? refused(codePage(parts, request, address, { values, errors })) : seeOther(reply, reachAddress);
    }),
  );
}

const field = (channel: Typed): Field => ({
  ...{ type: channel === "mail" ? "email" : "mobile", name: "value" },
  ...{ label: `portal.reach.value.${channel}`, hint: `portal.reach.value-hint.${channel}` },
});
const codeField: Field = {
  type: "text",
  name: "code",
  label: "portal.reach.code",
  hint: "portal.reach.code-hint",
  maxLength: 12,
};
const refused = (view: View): View => ({ ...view, status: 422, isError: true });

const above = ({ t }: FastifyRequest) => [
  { href: "/me", text: t("portal.me.title") },
  { href: "/me/messages", text: t("portal.messages.title") },
  { href: reachAddress, text: t("portal.reach.title") },
];

function addPage({ ctx }: MessageParts, request: FastifyRequest, channel: Typed, shown: Shown): View {
  const { t } = request;
  const title = t(`portal.reach.add.${channel}`);
  const form = ownForm(ctx, [field(channel)]).html(request, shown);
  const content = html`${form.summary}<h1>${title}</h1><form method="post" action="${reachAddress}/add/${channel}" novalidate>${form.fields}
    ${button({ text: t("portal.reach.send-code") })}</form>`;
  return { title, content, path: above(request) };
}

function codePage({ ctx }: MessageParts, request: FastifyRequest, address: Address, shown: Shown): View {
  const { t } = request;
  const title = t("portal.reach.enter-code");
  const form = ownForm(ctx, [codeField]).html(request, shown);
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("portal.reach.code-sent", { address: shownAddress(address) })}</p>
    <form method="post" action="${reachAddress}/${address.id}" novalidate>${form.fields}${button({ text: t("portal.reach.confirm") })}</form>`;
  return { title, content, path: above(request) };
}
