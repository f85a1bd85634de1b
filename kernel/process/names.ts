/** The schema of a module for one of its agencies. */
export const agencySchema = (module: string, agency: string): string => `${module}_${agency.replaceAll("-", "_")}`;
