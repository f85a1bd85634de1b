import { button, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { Address } from "@troad/notify/api";
import { hidden, posted, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type MessageParts, reachAddress } from "./parts.ts";
import { serveScripts } from "./scripts.ts";

const tones = { confirmed: "tr-tag--green", waiting: "tr-tag--yellow", bounced: "tr-tag--red" };

/** How a person is reached: their addresses, adding one, removing one, and what they want to hear where. */
export function reachPage(app: FastifyInstance, parts: MessageParts): void {
  const { site, notify } = parts;
  const script = serveScripts(app);
  app.get(
    reachAddress,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) => overview(request, await notify.reach(subject), script)),
  );
  app.post(
    `${reachAddress}/:id/remove`,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      await notify.removeAddress({ subject, id: (request.params as { id: string }).id });
      return seeOther(reply, reachAddress);
    }),
  );
  app.post(
    `${reachAddress}/push`,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const [value, p256dh, auth] = ["value", "p256dh", "auth"].map((name) => posted(request, name, 1_000)) as [
        string,
        string,
        string,
      ];
      const isShort = p256dh.length <= 200 && auth.length <= 100;
      if (value === "" || !isShort) throw kernelFailure("request.invalid", { reason: "form" });
      await notify.addAddress({ subject, channel: "push", value, keys: { p256dh, auth }, lang: request.lang });
      return seeOther(reply, reachAddress);
    }),
  );
}

/** A browser's address means nothing to its owner; the service behind it does. */
export const shownAddress = ({ channel, value }: Pick<Address, "channel" | "value">): string =>
  channel === "push" ? new URL(value).host : value;

function overview(
  request: FastifyRequest,
  { addresses, channels, pushKey }: Awaited<ReturnType<MessageParts["notify"]["reach"]>>,
  script: string,
): View {
  const { t } = request;
  const title = t("portal.reach.title");
  const rows = addresses.map((one) => ({
    key: { text: t(`portal.reach.channel.${one.channel}`) },
    value: { html: addressHtml(request, one) },
  }));
  const add = channels
    .filter((channel) => channel !== "push")
    .map((channel) =>
      button({ text: t(`portal.reach.add.${channel}`), href: `${reachAddress}/add/${channel}`, classes: "tr-button--secondary" }),
    );
  const push = html`<form method="post" action="${reachAddress}/push" data-push-key="${pushKey}" hidden>
      ${["value", "p256dh", "auth"].map((name) => html`<input type="hidden" name="${name}">`)}
      ${button({ text: t("portal.reach.add.push"), classes: "tr-button--secondary" })}</form>
    <div data-push-failed hidden>${uiOf(request).warningText({ text: t("portal.reach.push-failed") })}</div>
    <script src="${script}" defer></script>`;
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.reach.lead")}</p>
    ${addresses.length === 0 ? html`<p>${t("portal.reach.none")}</p>` : summaryList({ rows })}
    <div class="tr-button-group">${add}</div>${push}
    <p><a class="tr-link" href="/me/messages/topics">${t("portal.topics.title")}</a></p>`;
  return {
    title,
    content,
    path: [
      { href: "/me", text: t("portal.me.title") },
      { href: "/me/messages", text: t("portal.messages.title") },
    ],
  };
}

function addressHtml(request: FastifyRequest, one: Address): Html {
  const { t } = request;
  const state = tag({ text: t(`portal.reach.state.${one.state}`), classes: tones[one.state] });
  const confirm =
    one.state === "waiting" && html` <a class="tr-link" href="${reachAddress}/${one.id}">${t("portal.reach.confirm")}</a>`;
  return html`${shownAddress(one)} ${state}${confirm}
    <form method="post" action="${reachAddress}/${one.id}/remove">${button({
      html: html`${t("portal.reach.remove")}<span class="tr-visually-hidden"> ${shownAddress(one)}</span>`,
      classes: "tr-button--secondary",
    })}</form>`;
}
