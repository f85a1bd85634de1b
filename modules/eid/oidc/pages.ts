import type { IncomingMessage } from "node:http";
import { button, buttonGroup, panel } from "@troad/design";
import { type Html, html, trusted } from "@troad/html";
import type { Database } from "@troad/kernel";
import type { Site } from "@troad/web";
import type { Configuration, KoaContextWithOIDC } from "oidc-provider";
import { shell } from "../pages/shell.ts";
import { requestOf } from "./mount.ts";
import { endKnownSession } from "./sign-out.ts";

/** The pages that the provider itself shows, in our design and the reader's language. */
export function providerPages(site: Site, configuration: Configuration, db: Database): Partial<Configuration> {
  function show(
    context: KoaContextWithOIDC,
    title: string,
    content: (t: (key: string) => string) => Html,
    isError = false,
  ): void {
    const request = requestOf(context.req as IncomingMessage);
    if (!request) throw new Error("a request that did not come through the mount");
    context.type = "html";
    context.body = shell(site, request, { title: request.t(title), content: content(request.t), isError });
  }
  return {
    // `out.error_description` is for developers; people get one sentence and a code to quote
    renderError: async (context, out) =>
      show(
        context,
        "eid.oidc.error.title",
        (t) =>
          html`<h1>${t("eid.oidc.error.title")}</h1><p>${t("eid.oidc.error.body")}</p>
            <p><code>${out.error}</code>${out.error_description && html` ${out.error_description}`}</p>`,
        true,
      ),
    features: {
      ...configuration.features,
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (context, form) => {
          if (await endKnownSession(context, { db, pairwise: configuration.pairwiseIdentifier! })) return;
          // the provider's form: constants, its own address and a random token
          show(
            context,
            "eid.sign-out.title",
            (t) => html`<h1>${t("eid.sign-out.title")}</h1><p>${t("eid.sign-out.lead")}</p>${trusted(form)}${signOutChoices(t)}`,
          );
        },
        postLogoutSuccessSource: async (context) =>
          show(context, "eid.signed-out.title", (t) =>
            panel({ titleText: t("eid.signed-out.title"), text: t("eid.signed-out.body") }),
          ),
      },
    },
  };
}

function signOutChoices(t: (key: string) => string): Html {
  const attributes = { form: "op.logoutForm" };
  return buttonGroup(
    button({ text: t("eid.sign-out.yes"), name: "logout", value: "yes", attributes }),
    button({ text: t("eid.sign-out.no"), classes: "tr-button--secondary", attributes }),
  );
}
