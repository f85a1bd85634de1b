import { card, cardGrid } from "@troad/design";
import { html } from "@troad/html";
import { hidden, holds } from "@troad/web";
import { bothRoles, type OfficePages, officePath, officerRole, operatorRole } from "./parts.ts";

const operators = ["senders", "apps", "carriers", "love-codes", "draws"];
const both = ["prizes", "look"];
const officers = ["numbers", "anomalies", "cases"];

/** What there is at the offices, by the posts of who looks. */
export const officeHomePages: OfficePages<object> = (app, { work }) => {
  app.get(
    officePath,
    hidden,
    work.signedIn(bothRoles, async ({ t }, session) => {
      const shown = [
        ...(holds(session, [operatorRole]) ? operators : []),
        ...both,
        ...(holds(session, [officerRole]) ? officers : []),
      ];
      const cards = shown.map((name) =>
        card({
          headingLevel: 2,
          ...{ title: { text: t(`invoice.office.card.${name}`) }, href: `${officePath}/${name}` },
          body: { text: t(`invoice.office.card.${name}-lead`) },
        }),
      );
      const title = t("invoice.office.title");
      return { title, content: html`<h1>${title}</h1>${cardGrid(cards)}`, path: [] };
    }),
  );
};
