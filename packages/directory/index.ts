/** Who is on the road and what they agreed: agencies, codes, services and data agreements, as content has them. */
export { type Agency, agencyIdPattern, agencySchema, kinds, type RoadContent, readRoad } from "./agency.ts";
export {
  agreementsSchema,
  endpointsSchema,
  type StoredAgreement,
  storedAgreements,
} from "./agreement.ts";
export { agreementFolders, readAgreements } from "./agreements.ts";
export { codeForm, codePattern, memberClassPattern, memberCodePattern, memberPattern, pathPattern } from "./codes.ts";
export {
  type DataDomain,
  type DataField,
  type DataSet,
  dataDomains,
  dataSetSchema,
  ownCopyConsumer,
  ownCopyPurpose,
  ownCopyRight,
  type Represented,
  readDataSets,
  representedSchema,
  type Sensitivity,
} from "./data-set.ts";
export { covers, type Endpoint, endpointPattern, segmentsOf } from "./endpoints.ts";
export { keepersOf, keepersSchema } from "./keepers.ts";
export { type LifeEvent, lifeEventSchema } from "./life-event.ts";
export {
  type AgencyProfile,
  type Listing,
  type ListingKind,
  type ListingTexts,
  listingKinds,
  listingSchema,
  profileSchema,
  readListings,
  readProfiles,
} from "./listing.ts";
export { type NameRegister, readNameRegisters } from "./lookup.ts";
export type { ContentReader } from "./reader.ts";
export { type Right, readRight } from "./right.ts";
export { type ExternalService, exchangeMs, longestServiceSeconds, readServices, servicesSchema } from "./service.ts";
