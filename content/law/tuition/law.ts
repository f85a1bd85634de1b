import { createLaw, type Law, loadParameters } from "@troad/law";
import parameters from "../parameters/tuition.json" with { type: "json" };
import { decisions } from "./decision.ts";
import { inputs } from "./inputs.ts";
import { rates } from "./rates.ts";

/** Reductions of tuition and fees for low and middle-to-low income, families in hardship and disability. */
export const tuition: Law = createLaw({ inputs, variables: [...rates, ...decisions], parameters: loadParameters(parameters) });
