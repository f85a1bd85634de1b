import { defineModule } from "@troad/kernel";
import { routes } from "./http/routes.ts";

/** The law for programs. */
export default defineModule({ name: "law", root: import.meta.url, serves: ["/law"], create: () => ({ routes }) });
