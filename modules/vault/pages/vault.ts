import { button } from "@troad/design";
import { html } from "@troad/html";
import { hidden, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { base, type VaultParts, wordsFor } from "./parts.ts";
import { contentsPart, keysPart, linksPart, rowTemplates } from "./vault-open.ts";

/** A person's vault: one page, because what opens it is in the memory of the page and nowhere else. */
export function vaultPage(app: FastifyInstance, parts: VaultParts): void {
  app.get(
    base,
    hidden,
    parts.site.signedIn(["citizen"], async (request, session) => view(parts, request, session)),
  );
}

const said = [
  ...[
    "failed",
    "cancelled",
    "no-prf",
    "no-browser",
    "recovery-wrong",
    "recovery",
    "opened",
    "set-up",
    "locked",
    "uploading",
    "uploaded",
  ],
  ...[
    "deleted",
    "passkey-added",
    "passkey-removed",
    "shared",
    "share-ended",
    "exporting",
    "exported",
    "erased",
    "copied",
    "broken",
  ],
  ...["used", "passkey", "files-none", "links-none", "state.open", "state.ended", "state.expired", "state.used-up", "of", "any"],
  ...["gone", "too-large"],
];

function view({ scripts }: VaultParts, request: FastifyRequest, { name }: Session): View {
  const { t } = request;
  const title = t("vault.title");
  const press = (act: string, text: string, classes = "") =>
    button({ type: "button", text: t(`vault.${text}`), classes, attributes: { "data-act": act } });
  const setUp = html`<section data-part="none" hidden><h2>${t("vault.setup.title")}</h2>
    <ol class="tr-list tr-list--number"><li>${t("vault.setup.passkey")}</li><li>${t("vault.setup.recovery")}</li></ol>
    <p>${t("vault.setup.lost")}</p>${press("set-up", "setup.do")}</section>`;
  const printed = html`<section data-part="printed" hidden><h2 tabindex="-1">${t("vault.recovery.title")}</h2>
    <p>${t("vault.recovery.once")}</p><p class="tr-lead"><code data-recovery translate="no"></code></p>
    <p>${t("vault.recovery.keep")}</p>
    <div class="tr-button-group">${press("print", "recovery.print", "tr-button--secondary")}${press("kept", "recovery.kept")}</div></section>`;
  const locked = html`<section data-part="locked" hidden><h2>${t("vault.locked.title")}</h2>${press("unlock", "locked.do")}
    <form data-form="recover" novalidate><div class="tr-form-group"><label class="tr-label" for="recovery-key">${t("vault.locked.recovery")}</label>
    <div class="tr-hint" id="recovery-key-hint">${t("vault.locked.recovery-hint")}</div>
    <p class="tr-error-message" id="recovery-key-error" hidden></p>
    <input class="tr-input" id="recovery-key" name="key" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="80"
      aria-describedby="recovery-key-hint recovery-key-error"></div>
    ${button({ text: t("vault.locked.recover"), classes: "tr-button--secondary" })}</form></section>`;
  const open = html`<div data-part="open" hidden>${contentsPart(request)}${linksPart(request)}${keysPart(request)}</div>`;
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("vault.lead")}</p>
    <noscript><div class="tr-inset-text">${t("vault.no-script")}</div></noscript>
    <div data-vault="${base}" data-zip="${scripts.zip}" data-name="${name}" data-title="${title}" data-words="${wordsFor(request, said)}">
    <p class="tr-inset-text" role="alert" data-problem hidden></p><p role="status" data-said></p>
    ${setUp}${printed}${locked}${open}${rowTemplates(request)}</div>
    <script type="module" src="${scripts.vault}"></script>`;
  return { title, content, path: [{ href: "/my-data", text: t("vault.my-data") }] };
}
