import { table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, inMemory, type List, listRoutes, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { DoneeAccount, DoneeAccounts } from "../../donations/donee-accounts.ts";
import type { LoveCode } from "../../donations/love-codes.ts";
import { deed, reasoned } from "../act-views.ts";
import { officeFailure } from "../errors.ts";
import { failedAs, officeForm, tried, typedIn } from "../form-view.ts";
import { type Office, type OfficePages, officePath, officeTrail, operatorRole, paramIn } from "../parts.ts";
import type { LoveCodeActs } from "./love-code-acts.ts";

type Parts = Office & { codes: LoveCodeActs; doneeAccounts: DoneeAccounts };
const address = `${officePath}/love-codes`;
const key = "invoice.codes";

/** Donation codes: those of content and of operators, registered and ended. */
export const loveCodePages: OfficePages<Pick<Parts, "codes" | "doneeAccounts">> = (app, parts) => {
  const { work, codes } = parts;
  listRoutes({
    app,
    ctx: parts.ctx,
    address,
    guard: (load: Parameters<typeof work.signedIn>[1]) => work.signedIn([operatorRole], load),
    list: async (request) => listOf(parts, request),
    view: (request, { title }, { content }) => ({
      title,
      content: html`<h1>${title}</h1><p><a class="tr-link" href="${address}/new">${request.t(`${key}.new`)}</a></p>${content}`,
      path: officeTrail(request),
    }),
  });
  app.get(
    `${address}/new`,
    hidden,
    work.signedIn([operatorRole], async (request) => newView(request, {})),
  );
  app.post(
    `${address}/new`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      const values = typedIn(request, fields) as Record<"code" | "ban" | "name", string>;
      const error = await tried(() => codes.register({ ...values, by }));
      return error ? newView(request, values, error) : seeOther(reply, `${address}/${values.code}`);
    }),
  );
  app.get(
    `${address}/:code`,
    hidden,
    work.signedIn([operatorRole], async (request) => oneView(parts, request)),
  );
  app.post(
    `${address}/:code/account`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      const values = typedIn(request, accountFields) as Record<"account" | "holder", string>;
      const code = paramIn(request, "code");
      const error = await tried(() => parts.doneeAccounts.enter({ code, by, ...values }));
      return error ? oneView(parts, request, values, error, "account") : seeOther(reply, `${address}/${code}`);
    }),
  );
  app.post(
    `${address}/:code/account/:no/confirm`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      const code = paramIn(request, "code");
      await parts.doneeAccounts.confirm({ code, no: Number(paramIn(request, "no")) || 0, by });
      return seeOther(reply, `${address}/${code}`);
    }),
  );
  app.post(
    `${address}/:code/end`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      const values = typedIn(request, [{ name: "reason" }]) as { reason: string };
      const error = await tried(() => codes.end({ code: paramIn(request, "code"), by, ...values }));
      return error ? oneView(parts, request, values, error) : seeOther(reply, address);
    }),
  );
};

const accountFields = [{ name: "account", hint: true }, { name: "holder" }];
const fields = [{ name: "code", hint: true }, { name: "ban" }, { name: "name" }];
const pathOf = (request: FastifyRequest) => officeTrail(request, { href: address, text: request.t(`${key}.title`) });

function listOf({ codes }: Parts, request: FastifyRequest): List<LoveCode> {
  const { t } = request;
  return {
    address,
    title: t(`${key}.title`),
    columns: [
      {
        ...{ key: "code", text: t(`${key}.code`), kind: "text", value: ({ code }) => code },
        show: ({ code }) => html`<a class="tr-link" href="${address}/${code}">${code}</a>`,
      },
      { key: "name", text: t(`${key}.name`), kind: "text", value: ({ name }) => name },
      { key: "ban", text: t(`${key}.ban`), kind: "text", value: ({ ban }) => ban },
    ],
    filters: [{ kind: "search", name: "words", label: t(`${key}.words`) }],
    source: inMemory(
      ({ words = "" }) =>
        codes.loveCodes.all().filter((one) => [one.code, one.ban, one.name].some((text) => text.includes(words))),
      ({ code }) => code,
      "number",
    ),
    empty: { title: t(`${key}.none`) },
    file: "donation-codes",
  };
}

function newView(request: FastifyRequest, values: Record<string, string>, error?: CodedError): View {
  const title = request.t(`${key}.new`);
  const { summary, form } = officeForm(request, {
    ...{ key, action: `${address}/new`, fields, submit: "invoice.office.register", values, error },
  });
  return { title, content: html`${summary}<h1>${title}</h1>${form}`, path: pathOf(request), ...failedAs(error) };
}

async function oneView(
  { codes, doneeAccounts }: Parts,
  request: FastifyRequest,
  values = {},
  error?: CodedError,
  form: "end" | "account" = "end",
): Promise<View> {
  const { t } = request;
  const found = codes.loveCodes.find(paramIn(request, "code"));
  if (!found) throw officeFailure("office.unknown");
  const title = `${found.code} ${found.name}`;
  const end = reasoned(request, `${address}/${found.code}/end`, `${key}.end`, form === "end" ? { values, error } : {});
  const account = officeForm(request, {
    ...{ key, action: `${address}/${found.code}/account`, fields: accountFields, submit: `${key}.account-enter` },
    ...(form === "account" ? { values, error } : {}),
  });
  const accounts = await doneeAccounts.list(found.code);
  const content = html`${account.summary}${end.summary}<h1>${title}</h1><h2>${t(`${key}.account`)}</h2><p>${t(`${key}.account-lead`)}</p>
    ${accounts.length > 0 && accountTable(request, accounts)}${account.form}<h2>${t(`${key}.end`)}</h2>${end.form}`;
  return { title, content, path: pathOf(request), ...failedAs(error) };
}

/** The accounts of a group, newest first; the first that is confirmed counts. */
function accountTable(request: FastifyRequest, accounts: readonly DoneeAccount[]): Html {
  const { t } = request;
  return table({
    caption: t(`${key}.account`),
    head: ["account", "holder", "state"].map((name) => ({ text: t(`${key}.${name}`) })),
    rows: accounts.map(({ no, code, account, holder, confirmed }) => [
      { text: `${account.slice(0, 3)}-…${account.slice(-4)}` },
      { text: holder },
      confirmed
        ? { text: t(`${key}.confirmed`) }
        : { html: deed(request, `${address}/${code}/account/${no}/confirm`, `${key}.confirm`) },
    ]),
  });
}
