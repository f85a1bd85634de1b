import type { CDPSession, Page } from "playwright-core";

/** Gives a page's browser a built-in authenticator that always finds its user there; `id` names it in the DevTools session. */
export async function addAuthenticator(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId: id } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return { cdp, id };
}
