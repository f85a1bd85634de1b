import { defineModule } from "@troad/kernel";
import { calculatorRoutes } from "./http/calculators.ts";
import { bookPages } from "./pages/book.ts";
import { calculatePages } from "./pages/calculate.ts";
import { homePages } from "./pages/home.ts";
import { languagePages } from "./pages/language.ts";
import { errorPage, serveAssets } from "./pages/shell.ts";
import { slipPages } from "./pages/slip.ts";
import { createTax, type PageFile } from "./tax.ts";

const pages: PageFile[] = [homePages, languagePages, calculatorRoutes, slipPages, bookPages, calculatePages];

/** What a tax or a benefit comes to, and the slip to pay it with; nobody has to sign in. */
export default defineModule({
  name: "tax",
  root: import.meta.url,
  create: (ctx) => {
    const tax = createTax(ctx);
    return {
      routes: (app) => {
        serveAssets(app, tax);
        app.errorPage.render ??= errorPage(tax);
        for (const register of pages) register(app, tax);
      },
    };
  },
});
