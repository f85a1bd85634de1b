/** The contract of services that agencies run themselves: what they say of themselves and of applications, and in which order. */
export { type CaseEvent, caseEvent, channels, reference, referencePattern } from "./event.ts";
export { type CaseState, decided, mayFollow, type OrderFault, orderFault, type Standing, states } from "./order.ts";
export { faultsOfPage, longestPage, type ServicePage, serviceId, servicePage, type WrongPart } from "./page.ts";
