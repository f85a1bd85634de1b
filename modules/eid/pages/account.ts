import { button, emptyState, formatDateTime, hero, insetText, section, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { CardState, Person } from "../api.ts";
import type { Eid } from "../eid.ts";
import type { AccountSession } from "../http/sessions.ts";
import type { SignInView } from "../http/sign-ins.ts";
import type { PasskeyView } from "../passkey/passkeys.ts";
import { clientNames } from "./history.ts";
import { phoneList, safetySection } from "./safety.ts";
import { shell } from "./shell.ts";
import { passkeyBlock } from "./sign-in.ts";

const tones = { active: "tr-tag--green", suspended: "tr-tag--amber", revoked: "tr-tag--red" } as const;

/** A person's cards and passkeys, with the actions for each. */
export async function accountPage(eid: Eid, request: FastifyRequest, person: Person, proof: AccountSession): Promise<string> {
  const { t } = request;
  const cards = await eid.cards.of(person.subject);
  const passkeys = await eid.passkeys.of(person.subject);
  const signIns = await eid.signIns.of(person.subject);
  const names = await clientNames(
    eid,
    request,
    signIns.map(({ client }) => client),
  );
  const list =
    passkeys.length === 0
      ? emptyState({ title: t("eid.account.no-passkeys"), headingLevel: 3 })
      : passkeys.map((one) => passkeyView(request, one, proof.isFresh));
  const lead = t("eid.account.lead", { name: person.name, method: t(`eid.method.${proof.method}`) });
  const content = html`${hero({ title: { text: t("eid.account.title") }, lead: { text: lead } })}
    ${!proof.isFresh && again(request)}
    ${section({ title: { text: t("eid.account.cards") }, content: cards.map((card) => cardView(request, card, proof.isFresh)) })}
    ${section({
      title: { text: t("eid.account.passkeys") },
      content: html`${list}${
        proof.isFresh &&
        passkeyBlock(request, {
          ceremony: "create",
          options: "/eid/account/passkeys/options",
          answer: "/eid/account/passkeys",
          label: t("eid.passkey.add"),
          lead: t("eid.passkey.add-lead"),
        })
      }`,
    })}
    ${section({ title: { text: t("eid.account.phones") }, content: await phoneList(eid, request, person.subject, proof.isFresh) })}
    ${section({ title: { text: t("eid.account.sign-ins") }, content: signInList(request, signIns, names, proof.signIn) })}
    ${section({
      title: { text: t("eid.history.title") },
      content: html`<p>${t("eid.history.lead")}</p><p>${button({ text: t("eid.history.open"), href: "/eid/history", classes: "tr-button--secondary" })}</p>`,
    })}
    ${await safetySection(eid, request, person.subject)}`;
  return shell(eid.site, request, {
    title: t("eid.account.title"),
    content,
    person: person.name,
    scripts: [eid.assets.passkey],
  });
}

/** Changes need a proof from the last few minutes; without one, their buttons are not shown. */
const again = ({ t }: FastifyRequest): Html =>
  insetText({
    html: html`<p>${t("eid.account.stale")}</p><p><a class="tr-link" href="/eid/sign-in?again=1">${t("eid.account.prove-again")}</a></p>`,
  });

function cardView(request: FastifyRequest, card: CardState, isFresh: boolean): Html {
  const { t, lang } = request;
  const list = summaryList({
    card: { title: { text: t("eid.card.serial", { serial: card.serial.slice(-8).toUpperCase() }), headingLevel: 3 } },
    rows: [
      {
        key: { text: t("eid.card.state") },
        value: { html: tag({ text: t(`eid.card.state.${card.state}`), classes: tones[card.state] }) },
      },
      { key: { text: t("eid.card.issued") }, value: { text: formatDateTime(card.issuedAt, { lang }) } },
      { key: { text: t("eid.card.tries") }, value: { text: card.pinTriesLeft } },
    ],
  });
  return html`${list}<div class="tr-button-group">${
    card.state === "active" && post(t, "suspend", card.serial)
  }${isFresh && card.state === "suspended" && post(t, "resume", card.serial)}${
    isFresh && card.pinTriesLeft === 0 && card.state !== "revoked" && post(t, "unlock", card.serial)
  }</div>`;
}

const post = (t: FastifyRequest["t"], action: "suspend" | "resume" | "unlock", serial: string): Html =>
  html`<form method="post" action="/eid/account/cards/${action}"><input type="hidden" name="serial" value="${serial}">
    ${button({ text: t(`eid.card.${action}`), classes: "tr-button--secondary" })}</form>`;

function passkeyView(request: FastifyRequest, passkey: PasskeyView, isFresh: boolean): Html {
  const { t, lang } = request;
  const list = summaryList({
    rows: [
      { key: { text: t("eid.passkey.kind") }, value: { text: t(passkey.synced ? "eid.passkey.synced" : "eid.passkey.bound") } },
      ...(passkey.attested ? [{ key: { text: t("eid.passkey.model") }, value: { text: t("eid.passkey.attested") } }] : []),
      { key: { text: t("eid.passkey.added") }, value: { text: formatDateTime(passkey.createdAt, { lang }) } },
      {
        key: { text: t("eid.passkey.used") },
        value: { text: passkey.lastUsedAt ? formatDateTime(passkey.lastUsedAt, { lang }) : t("eid.passkey.never") },
      },
    ],
  });
  if (!isFresh) return list;
  return html`${list}<form method="post" action="/eid/account/passkeys/remove"><input type="hidden" name="id" value="${passkey.id}">
    ${button({ text: t("eid.passkey.remove"), classes: "tr-button--warning" })}</form>`;
}

/** Where the person is signed in: browser, since when, by which method. No addresses: they would reveal where someone has been. */
function signInList(request: FastifyRequest, signIns: SignInView[], names: Map<string, string>, current: string): Html {
  const { t, lang } = request;
  const thisOne = html` ${tag({ text: t("eid.sign-ins.this"), classes: "tr-tag--green" })}`;
  const views = signIns.map((one) => {
    const list = summaryList({
      card: { title: { text: one.agent || t("eid.sign-ins.unknown-agent"), headingLevel: 3 } },
      rows: [
        {
          key: { text: t("eid.sign-ins.where") },
          value: {
            html: html`${names.get(one.client) ?? t("eid.account.title")}${one.id === current && thisOne}`,
          },
        },
        { key: { text: t("eid.sign-ins.how") }, value: { text: t(`eid.method.${one.method}`) } },
        { key: { text: t("eid.sign-ins.since") }, value: { text: formatDateTime(one.at, { lang }) } },
        { key: { text: t("eid.sign-ins.seen") }, value: { text: formatDateTime(one.seenAt, { lang }) } },
      ],
    });
    const label = t("eid.sign-ins.end", { agent: one.agent || t("eid.sign-ins.unknown-agent") });
    const end = button({ text: label, classes: "tr-button--secondary" });
    return html`${list}<form method="post" action="/eid/account/sign-ins/end"><input type="hidden" name="id" value="${one.id}">${end}</form>`;
  });
  return html`<p>${t("eid.sign-ins.lead")}</p>${views}${
    signIns.length > 1 &&
    html`<form method="post" action="/eid/account/sign-ins/end-others">${button({ text: t("eid.sign-ins.end-others"), classes: "tr-button--warning" })}</form>`
  }`;
}
