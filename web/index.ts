/** The foundation of every module's pages: shell, guards, forms and lists. */

export { type BarChart, barChart } from "./charts/bars.ts";
export { type LineChart, lineChart } from "./charts/lines.ts";
export { type CountyMap, countyMap, countyNames } from "./charts/map.ts";
export { type EntryNames, entryNamesOf } from "./content/entries.ts";
export { agencyNames, type Names, namesOf } from "./content/names.ts";
export { proseHtml } from "./content/prose.ts";
export { reasonOf } from "./content/reason.ts";
export { fieldErrorText, type ServiceItem, type ServiceNames, serviceNamesOf } from "./content/services.ts";
export { answerText } from "./forms/answer.ts";
export { banksOf } from "./forms/banks.ts";
export { fieldHtml } from "./forms/field.ts";
export { fieldsHtml } from "./forms/fields.ts";
export { megabytesAFile } from "./forms/files.ts";
export { type Kept, type KeptAnswers, keptAnswers } from "./forms/kept.ts";
export { type OwnError, ownForm } from "./forms/own-form.ts";
export { type County, districtCodes, type Places, placesOf } from "./forms/places.ts";
export { readSent } from "./forms/sent.ts";
export type { Bank, FieldShown } from "./forms/shown.ts";
export { villagesOf, villageText } from "./forms/villages.ts";
export { type FoundListing, type ListingSource, listingsOf, listingTexts } from "./listings/listings.ts";
export { byteOrderMark, csvLine } from "./lists/csv.ts";
export { type Column, inMemory, type List, type Source } from "./lists/list.ts";
export type { ShownList } from "./lists/page.ts";
export { askedPage, older, pageQuery, pageSize } from "./lists/paging.ts";
export { type Chosen, type Filter, listFailure } from "./lists/query.ts";
export { listRoutes } from "./lists/routes.ts";
export { type WorkItem, type WorkStatus, workList } from "./lists/work.ts";
export { type Announcement, announcementsOn, readAnnouncements } from "./site/announcements.ts";
export { statementSchema } from "./site/footer.ts";
export { asked, posted, postedKey } from "./site/input.ts";
export { pageOrigins } from "./site/links.ts";
export { sitePages } from "./site/navigation.ts";
export { serveOfflineWorker } from "./site/offline.ts";
export type { Link, SiteOptions, User } from "./site/parts.ts";
export { portalSite, workSite } from "./site/portal-site.ts";
export { qrCode } from "./site/qr-code.ts";
export {
  appointingRole,
  confirmingRole,
  counterRole,
  demoOfficers,
  identityRole,
  type RoleDefinition,
  readRoles,
  registerRole,
  supervisingRole,
} from "./site/roles.ts";
export {
  agencyOf,
  cardProof,
  cardSignIn,
  holds,
  nationalIdOf,
  type Session,
  type SessionApi,
  type SessionRole,
  sessionApi,
  sessionCookie,
  sessionOf,
} from "./site/session.ts";
export { createSite, type Site } from "./site/site.ts";
export { type Answer, hidden, todayOf, uiOf, type View } from "./site/view.ts";
export { officesOf, roleName, type WorkEntry, workHome, workQueues, workRoles } from "./site/work-area.ts";
