import { defineModule, env, setting } from "@troad/kernel";
import { sitePages } from "@troad/web";
import { askPages } from "./ask/ask-page.ts";
import { askRoutes } from "./ask/ask-routes.ts";
import { calculatorRoutes } from "./http/calculators.ts";
import { taxListings } from "./listings.ts";
import { bookPages } from "./pages/book.ts";
import { calculatePages } from "./pages/calculate.ts";
import { homePages } from "./pages/home.ts";
import { serveScripts } from "./pages/scripts.ts";
import { slipPages } from "./pages/slip.ts";
import { reformPages } from "./reform/reform-page.ts";
import { createTax, type PageFile } from "./tax.ts";

const pages: PageFile[] = [homePages, askPages, askRoutes, reformPages, calculatorRoutes, slipPages, bookPages, calculatePages];

/** What a tax or a benefit comes to, and the slip to pay it with; nobody has to sign in. */
export default defineModule({
  name: "tax",
  root: import.meta.url,
  needs: ["portal"],
  me: true,
  pages: sitePages({
    paths: ["/tax"],
    listings: taxListings,
    nav: [
      { section: "tax", href: "/tax", text: "tax.home.title", order: 10 },
      { section: "tax", href: "/tax/ask", text: "tax.ask.nav", order: 15 },
      { section: "tax", href: "/tax/reform", text: "tax.reform.nav", order: 17 },
      { section: "tax", href: "/tax/book", text: "tax.book.title", order: 20 },
    ],
  }),
  env: {
    TAX_REFORM_HOUSEHOLDS: setting(
      "Made-up households on which reforms of the income tax are worked out",
      env.integer(100, 1_000_000, 100_000),
    ),
  },
  create: (ctx) => {
    const tax = createTax(ctx, ctx.env.TAX_REFORM_HOUSEHOLDS);
    return {
      // slips are in the browser's own book: how many there are, no server knows
      me: async () => ({ tasks: [], tiles: [{ title: "tax.me.title", href: "/tax/book", order: 60, text: "tax.me.text" }] }),
      routes: (app) => {
        tax.site.register(app);
        serveScripts(app, tax);
        for (const register of pages) register(app, tax);
      },
    };
  },
});
