import { notKnown } from "@troad/content-law";
import { card, cardGrid, hero, section, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { calculators } from "../domain/catalogue.ts";
import type { PageFile } from "../tax.ts";
import { local, wordOf } from "./words.ts";

const groups = ["tax", "late", "benefit"] as const;

/** What can be worked out, as cards. */
export const homePages: PageFile = (app, tax) => {
  app.get(
    "/tax",
    { schema: { hide: true } },
    tax.site.open(async (request) => {
      const { t } = request;
      const cards = (group: (typeof groups)[number]) =>
        calculators
          .filter((one) => one.group === group)
          .map((one) =>
            card({
              title: { text: wordOf(request, one, "title") },
              href: `/tax/${one.id}`,
              body: { text: wordOf(request, one, "lead") },
            }),
          );
      const content = html`${hero({ title: { text: t("tax.home.title") }, lead: { text: t("tax.home.lead") } })}${groups.map(
        (group) => section({ title: { text: t(`tax.group.${group}`) }, content: cardGrid(cards(group)) }),
      )}${section({ id: "not-known", title: { text: t("tax.not-known.title") }, content: unknownList(request) })}`;
      return { title: t("tax.home.title"), content };
    }),
  );
};

/** What people look for in vain: with whom to ask instead of an estimate. */
const unknownList = (request: FastifyRequest): Html =>
  html`<p>${request.t("tax.not-known.lead")}</p>${summaryList({
    rows: notKnown.map(({ title, authority }) => ({
      key: { text: local(title, request.lang) },
      value: { text: local(authority, request.lang) },
    })),
  })}`;
