import type { Answers } from "@troad/forms";
import type { Calculator, Worked } from "../domain/calculator.ts";

/** A calculation that has its answer; `asked` is the year where the address names one. */
export type Answered = { calculator: Calculator; answers: Answers; year: number; asked: number | null; worked: Worked };
