import { notKnown } from "@troad/content-law";
import { details, hero, lineList, section, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { askBox } from "../ask/ask-page.ts";
import { calculators } from "../domain/catalogue.ts";
import { type CalculatorGroup, calculatorGroups, groupOf } from "../listings.ts";
import type { PageFile } from "../tax.ts";
import { local, wordOf } from "./words.ts";

/** What can be worked out: a line each, by what it is about. */
export const homePages: PageFile = (app, tax) => {
  app.get(
    "/tax",
    { schema: { hide: true } },
    tax.site.open(async (request) => {
      const { t } = request;
      const title = t("tax.home.title");
      const content = html`${hero({ title: { text: title }, lead: { text: t("tax.home.lead") } })}
        ${askBox(request)}${calculatorGroups.map((group) => section({ id: group, title: { text: t(`tax.group.${group}`) }, content: lines(request, group) }))}
        ${details({ summaryText: t("tax.not-known.title"), html: unknownList(request) })}`;
      return { title, content };
    }),
  );
};

const lines = (request: FastifyRequest, group: CalculatorGroup): Html =>
  lineList(
    calculators
      .filter(({ id }) => groupOf(id) === group)
      .map((one) => ({ href: `/tax/${one.id}`, title: wordOf(request, one, "title"), lead: wordOf(request, one, "lead") })),
  );

/** What people look for in vain: with whom to ask instead of an estimate. */
const unknownList = (request: FastifyRequest): Html =>
  html`<p>${request.t("tax.not-known.lead")}</p>${summaryList({
    rows: notKnown.map(({ title, authority }) => ({
      key: { text: local(title, request.lang) },
      value: { text: local(authority, request.lang) },
    })),
  })}`;
