import type { Household, PopulationRequest } from "@troad/population";
import { offices } from "./offices.ts";
import { assessmentsOf, type Opened } from "./opening.ts";

export { type Assessment, untouched } from "./assessment.ts";
export { type Levy, levied, leviesBegun } from "./levying.ts";
export { type Office, offices } from "./offices.ts";

/** How a register of assessments begins: by its name in `register.json`, what an agency has assessed of a household by a day. */
export const assessors: Readonly<
  Record<string, (household: Household, agency: string, request: Pick<PopulationRequest, "seed" | "today">) => Opened[]>
> = {
  tax: (household, agency, request) => {
    const office = offices.find(({ id }) => id === agency);
    return office ? assessmentsOf(household, office, request) : [];
  },
};
