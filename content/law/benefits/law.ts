import { collect, createLaw, loadParameters } from "@troad/law";
import parameters from "../parameters/benefits.json" with { type: "json" };
import { birthTotal, claimTotal, farmersBirth } from "./births.ts";
import { careSubsidy, childcare, childcareOfBirth } from "./childcare.ts";
import { childrenOfParent } from "./children.ts";
import { funeral, labourLumpSum, labourPay, npFuneral, npPay } from "./pensions.ts";
import { parental, unemployment, unemploymentMonths } from "./work.ts";

const results = [
  npPay,
  npFuneral,
  labourPay,
  labourLumpSum,
  funeral,
  birthTotal,
  farmersBirth,
  claimTotal,
  childcare,
  childcareOfBirth,
  careSubsidy,
  parental,
  unemployment,
  unemploymentMonths,
  ...childrenOfParent.variables,
];

/** Birth, childcare, parental leave, unemployment, old age and funeral. */
export const benefits = createLaw({
  ...collect(results),
  groups: [childrenOfParent.group],
  parameters: loadParameters(parameters),
});
