import type { Law } from "@troad/law";
import { tuition } from "./tuition/law.ts";

/** Every law by the name that a service.json gives in `decision.law`. */
export const laws: ReadonlyMap<string, Law> = new Map([["tuition", tuition]]);
