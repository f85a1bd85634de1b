/** The schema of a module for one of its agencies. */
export const agencySchema = (module: string, agency: string): string => `${module}_${agency.replaceAll("-", "_")}`;

/** The agency whose schema of the module this is; null for the module's own. */
export const agencyOfSchema = (module: string, schema: string): string | null =>
  schema === module ? null : schema.slice(module.length + 1).replaceAll("_", "-");
