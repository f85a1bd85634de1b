import { button, hero, insetText, section } from "@troad/design";
import { attributes, type Html, html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { factsOf, levelWanted } from "../domain/methods.ts";
import type { Eid } from "../eid.ts";
import { shell } from "./shell.ts";
import { otherWays } from "./ways.ts";

/** The place of the page: its forms go below `base`; an authorization request can also be given up, or completed by a card reader. */
export type SignInPlace = {
  base: string;
  interaction?: string /** Someone who is signed in proves it once more. */;
  again?: boolean;
  /** The classes that the request names. */
  acr?: unknown;
};
type DemoPerson = Awaited<ReturnType<NonNullable<Eid["demo"]>["people"]>>[number];
export type SignInState = { error?: CodedError; subject?: string };

const pinCodes = new Set(["eid.pin-format", "eid.pin-wrong", "eid.pin-locked"]);

/** The choice of how to sign in: by card or by passkey. Works without script, except for what needs a device of the reader's. */
export async function signInPage(
  eid: Eid,
  request: FastifyRequest,
  place: SignInPlace,
  state: SignInState = {},
): Promise<string> {
  const { t } = request;
  const people = (await eid.demo?.people()) ?? [];
  const { message, href } = messageOf(eid, request, state);
  const summary = message && uiOf(request).errorSummary({ errorList: [{ text: message, href }] });
  const reader = eid.demo
    ? { title: t("eid.card.reader"), label: t("eid.card.reader.use"), interaction: place.interaction }
    : { label: t("eid.card.use"), interaction: place.interaction };
  const byCard = eid.demo
    ? demoCards(eid, request, { action: `${place.base}/card`, label: t("eid.card.use") }, people, state, message)
    : "";
  const wanted = levelWanted(place.acr as string | undefined);
  const lead = t(place.again ? "eid.sign-in.again" : "eid.sign-in.lead");
  const content = html`${summary}${hero({ title: { text: t("eid.sign-in.title") }, lead: { text: lead } })}
    ${byCard}
    ${place.interaction && cardReaderBlock(request, reader)}
    ${wanted <= factsOf("passkey-synced").level && passkey(request, place)}
    ${place.interaction && otherWays(request, place.base, wanted)}
    <p><a class="tr-link" href="/eid/enrol">${t("eid.enrol.link")}</a></p>
    <p><a class="tr-link" href="/eid/recover">${t("eid.recover.link")}</a></p>
    <p><a class="tr-link" href="/eid/resume">${t("eid.resume.link")}</a></p>
    ${place.interaction && giveUp(request, place)}`;
  return shell(eid.site, request, {
    title: t("eid.sign-in.title"),
    content,
    isError: message !== undefined,
    scripts: [eid.assets.passkey, eid.assets.webEid],
  });
}

/** What went wrong, and at which field. */
export function messageOf(eid: Eid, request: FastifyRequest, { error }: SignInState): { message?: string; href?: string } {
  if (!error) return {};
  const message = request.t(`error.${error.code}`, error.params);
  const inField = eid.demo && (pinCodes.has(error.code) || error.code.startsWith("eid.card-"));
  return inField ? { message, href: pinCodes.has(error.code) ? "#pin" : "#subject" } : { message };
}

/** The card reader of the demonstration: choose a card, type its PIN. */
export function demoCards(
  eid: Eid,
  request: FastifyRequest,
  form: { action: string; label: string },
  people: readonly DemoPerson[],
  state: SignInState,
  message: string | undefined,
): Html {
  const { t } = request;
  const ui = uiOf(request);
  const isPin = pinCodes.has(state.error?.code ?? "");
  const isCard = state.error?.code.startsWith("eid.card-") ?? false;
  const choices = ui.radios({
    name: "subject",
    value: state.subject,
    fieldset: { legend: { text: t("eid.card.which"), classes: "tr-fieldset__legend--s" } },
    items: people.map((person) => ({
      value: person.subject,
      text: person.name,
      hint: {
        text: t("eid.card.hint", { kind: kindOf(eid, request, person), pin: eid.demo?.files.pinOf(person.subject) ?? "" }),
      },
    })),
    ...(isCard && message ? { errorMessage: { text: message } } : {}),
  });
  const pin = ui.passwordInput({
    name: "pin",
    label: { text: t("eid.pin.label") },
    hint: { text: t("eid.pin.hint") },
    autocomplete: "current-password",
    classes: "tr-input--width-5",
    attributes: { inputmode: "numeric", maxlength: 6, autocomplete: "off" },
    ...(isPin && message ? { errorMessage: { text: message } } : {}),
  });
  return section({
    title: { text: t("eid.card.title") },
    content: html`<p>${t("eid.card.demo")}</p>
      <form method="post" action="${form.action}" novalidate>${choices}${pin}
      ${button({ text: form.label, preventDoubleClick: true })}</form>`,
  });
}

/** A real card is read by the Web eID extension of the reader's browser. */
export function cardReaderBlock(
  request: FastifyRequest,
  reader: { title?: string; label: string; interaction?: string | undefined; answer?: string },
): Html {
  const { t } = request;
  const block = {
    "data-web-eid": reader.interaction ?? "",
    "data-answer": reader.answer ?? "/eid/token",
    "data-failed": t("eid.card.failed"),
    "data-missing": t("eid.card.no-reader"),
  };
  return section({
    title: { text: reader.title ?? t("eid.card.title") },
    content: html`<div${attributes(block)}><p data-off>${t("eid.card.needs-script")}</p><p>${t("eid.card.own")}</p>
      ${button({ text: reader.label, type: "button", attributes: { hidden: true } })}
      <p role="alert" class="tr-error-message" hidden></p></div>`,
  });
}

function passkey(request: FastifyRequest, place: SignInPlace): Html {
  const { t } = request;
  return section({
    title: { text: t("eid.passkey.title") },
    content: passkeyBlock(request, {
      ceremony: "get",
      options: "/eid/passkey/options",
      answer: `${place.base}/passkey`,
      label: t("eid.passkey.use"),
      lead: t("eid.passkey.lead"),
    }),
  });
}

/** The button that the script activates; without script, the block says that only cards can be used. */
export function passkeyBlock(
  request: FastifyRequest,
  block: { ceremony: "get" | "create"; options: string; answer: string; label: string; lead: string },
): Html {
  const { t } = request;
  const own = {
    "data-passkey": block.ceremony,
    "data-options": block.options,
    "data-answer": block.answer,
    "data-failed": t("eid.passkey.failed"),
  };
  const off = insetText({ text: t("eid.passkey.needs-script"), attributes: { "data-off": true } });
  const use = button({ text: block.label, type: "button", classes: "tr-button--secondary", attributes: { hidden: true } });
  return html`<div${attributes(own)}>${off}<p>${block.lead}</p>
    ${use}<p role="alert" class="tr-error-message" hidden></p></div>`;
}

function giveUp({ t }: FastifyRequest, place: SignInPlace): Html {
  const back = button({ text: t("eid.sign-in.give-up"), classes: "tr-button--secondary" });
  return html`<form method="post" action="${place.base}/abort">${back}</form>`;
}

/** Who a person of the demonstration is: the holder text of a role, or the kind of citizen. */
function kindOf({ ctx, roles }: Eid, request: FastifyRequest, person: DemoPerson): string {
  const role = roles.find(({ id }) => id === person.roles[0]?.role);
  const holder = role && ctx.texts.pick(role.text, request.lang, "holder");
  return holder === undefined || holder === "holder" ? request.t(`eid.person.${person.label}`) : holder;
}
