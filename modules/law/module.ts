import { defineModule } from "@troad/kernel";
import { routes } from "./http/routes.ts";

/** The law for any program that asks. */
export default defineModule({ name: "law", root: import.meta.url, create: () => ({ routes }) });
