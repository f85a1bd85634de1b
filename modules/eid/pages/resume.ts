import { button, hero, insetText, panel } from "@troad/design";
import { html } from "@troad/html";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Eid } from "../eid.ts";
import { shell } from "./shell.ts";
import { cardReaderBlock, demoCards, messageOf, type SignInState } from "./sign-in.ts";

/** The card proves that it is present and that its holder knows the PIN. In the demonstration this works without script. */
export async function resumePage(eid: Eid, request: FastifyRequest, state: SignInState = {}): Promise<string> {
  const { t } = request;
  const { message, href } = messageOf(eid, request, state);
  const people = (await eid.demo?.people()) ?? [];
  const reader = { label: t("eid.resume.use"), answer: "/eid/resume/token" };
  const content = html`${message && uiOf(request).errorSummary({ errorList: [{ text: message, href }] })}
    ${hero({ title: { text: t("eid.resume.title") }, lead: { text: t("eid.resume.lead") } })}
    ${insetText({ text: t("eid.resume.signed-out") })}
    ${
      eid.demo
        ? demoCards(eid, request, { action: "/eid/resume/card", label: t("eid.resume.use") }, people, state, message)
        : cardReaderBlock(request, reader)
    }`;
  return shell(eid.site, request, {
    title: t("eid.resume.title"),
    content,
    isError: message !== undefined,
    scripts: eid.demo ? [] : [eid.assets.webEid],
  });
}

export function resumedPage(eid: Eid, request: FastifyRequest): string {
  const { t } = request;
  const done = panel({ titleText: t("eid.resumed.title"), text: t("eid.resumed.body") });
  const content = html`${done}<p>${button({ text: t("eid.sign-in.title"), href: "/eid/sign-in" })}</p>`;
  return shell(eid.site, request, { title: t("eid.resumed.title"), content });
}
