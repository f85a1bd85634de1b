/** Health data in FHIR R4; README.md says which resources. */
export { type Bundle, type Patient, type Resource, unresolved } from "./bundle.ts";
export { coverage, type HealthExport, type HealthRequest, prescriptions, vaccinations, visits } from "./health.ts";
