import { button } from "@troad/design";
import { html } from "@troad/html";
import { hidden, type Site, serveOfflineWorker } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ageClaim } from "../domain/claims.ts";
import { typeAddress } from "../issuer/metadata.ts";
import { mountPath } from "../issuer/provider.ts";
import { places } from "./parts.ts";

const worker = "/age-check/worker.js";
/** What the script says, by the names that it uses. */
const said = [
  "list-none",
  "list-age",
  "list-over",
  "ask-again",
  "no-keys",
  "spent",
  "yes",
  "no",
  "not-checked",
  "revoked",
  "suspended",
];
const codes = [
  ...["unreadable", "issuer", "signature", "type", "expired", "early", "disclosure", "unbound", "holder"],
  ...["no-nonce", "nonce", "audience", "other-content", "old", "status"],
].map((code) => `presentation.${code}`);

/** The counter's page that works without a network: it has no secret, so anybody may keep it. */
export function offlinePage(
  app: FastifyInstance,
  { site, age, origin, script }: { site: Site; age: number; origin: string; script: string },
): void {
  serveOfflineWorker(app, worker, "age-check-1");
  const wordsOf = (t: FastifyRequest["t"]): string =>
    JSON.stringify({
      ...Object.fromEntries(
        said.map((key) => [key, t(`wallet.offline.${key}`, { age, minutes: "{minutes}", until: "{until}" })]),
      ),
      ...Object.fromEntries(codes.map((code) => [code, t(`error.${code}`)])),
    });
  app.get(
    places.offline,
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const title = t("wallet.offline.title", { age });
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("wallet.offline.lead")}</p>
          <noscript><div class="tr-inset-text">${t("wallet.offline.no-script")}</div></noscript>
          <div data-offline data-issuer="${origin}${mountPath}" data-type="${typeAddress(origin, "eid")}" data-claim="${ageClaim(age)}"
            data-keys="${origin}/.well-known/jwt-vc-issuer${mountPath}" data-index="${origin}/wallet/lists" data-worker="${worker}" data-scope="/age-check/"
            data-words="${wordsOf(t)}">
          <p class="tr-inset-text" data-part="age" role="status"></p>
          <p data-part="kept" hidden>${t("wallet.offline.kept")}</p>
          <h2>${t("wallet.offline.ask")}</h2><p>${t("wallet.offline.ask-hint")}</p><p><code data-part="code" translate="no"></code></p>
          ${button({ type: "button", text: t("wallet.offline.new"), classes: "tr-button--secondary", attributes: { "data-part": "ask" } })}
          <form novalidate><div class="tr-form-group"><label class="tr-label" for="shown">${t("wallet.offline.field")}</label>
            <div class="tr-hint" id="shown-hint">${t("wallet.offline.field-hint")}</div>
            <textarea class="tr-textarea" id="shown" name="shown" rows="4" autocomplete="off" spellcheck="false" aria-describedby="shown-hint"></textarea></div>
            ${button({ text: t("wallet.offline.check") })}</form>
          <p class="tr-lead" data-part="result" role="alert" tabindex="-1"></p></div>
          <script type="module" src="${script}"></script>`,
      };
    }),
  );
}
