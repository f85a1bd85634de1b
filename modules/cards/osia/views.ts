import type { CardContent } from "../domain/card-content.ts";
import type { CardStateName, FoundCard } from "../store/cards.ts";
import type { OrderRow } from "../store/orders.ts";
import type { Expression } from "./schemas.ts";

type View = Record<string, unknown>;

/** States of OSIA, where it has one; a card that was handed over and waits for its holder is new. All others are OTHER, with the word. */
const ofOsia: Partial<Record<CardStateName, string>> = {
  "handed-over": "NEW",
  active: "ACTIVE",
  suspended: "SUSPENDED",
  revoked: "REVOKED",
};

/** CredentialData of a card as it stands. */
export function credentialView(card: FoundCard, state: CardStateName, content: CardContent): View {
  const status = ofOsia[state];
  return {
    credentialId: card.id,
    ...(status === undefined ? { status: "OTHER", statusOther: state.toUpperCase().replaceAll("-", "_") } : { status }),
    personId: card.national_id,
    ...{ credentialProfileId: content.id, credentialProfileVersion: content.version },
    ...(card.blank === null ? {} : { credentialNumber: card.blank }),
    issuedDate: card.at,
    ...(card.not_after === null ? {} : { expiryDate: card.not_after }),
    ...(card.auth_serial === null ? {} : { serialNumber: card.auth_serial }),
    issuingAuthority: content.agency,
    issuingPlace: card.more?.issuingPlace ?? card.office,
    ...(card.more?.others ? { others: card.more.others } : {}),
  };
}

const ofRequest = {
  photo: "PENDING",
  ready: "PENDING",
  production: "PENDING",
  issued: "ISSUED",
  cancelled: "CANCELLED",
  failed: "FAILED",
};
const typeOf = { first: "FIRST_ISSUANCE", renewal: "RENEWAL", replacement: "REPLACEMENT", exchange: "OTHER" };

/** CredentialRequest of an order; the holder's data are there as long as the order is open. */
export function requestView(id: string, order: OrderRow, cards: readonly string[], content: CardContent): View {
  return {
    credentialRequestId: id,
    status: ofRequest[order.state],
    personId: order.national_id,
    biographicData: order.holder ?? {},
    requestData: {
      ...{ priority: order.priority, credentialProfileId: content.id, requestType: typeOf[order.kind] },
      ...(order.kind === "exchange" ? { requestTypeOther: "EXCHANGE" } : {}),
      deliveryOffice: order.office,
    },
    credentialIds: cards,
  };
}

const dayYears = 365;
export const profileView = (content: CardContent): View => ({
  ...{ credentialProfileId: content.id, name: content.name, credentialType: content.credentialType },
  ...{ defaultLifetime: content.validYears * dayYears, credentialProfileVersion: content.version },
});

/** Attributes that may be asked for or searched by. */
export const credentialAttributes = [
  ...["credentialId", "status", "statusOther", "credentialNumber", "personId", "credentialProfileId", "credentialProfileVersion"],
  ...["issuedDate", "expiryDate", "serialNumber", "issuingAuthority", "issuingPlace", "others"],
];
export const requestAttributes = ["credentialRequestId", "status", "personId", "biographicData", "requestData", "credentialIds"];
export const profileAttributes = ["credentialProfileId", "name", "credentialType", "defaultLifetime", "credentialProfileVersion"];

/** Only these attributes, and always those without which the answer would not be of its kind. */
export const only = (view: View, wanted: readonly string[] | undefined, always: readonly string[]): View =>
  wanted === undefined
    ? view
    : Object.fromEntries(Object.entries(view).filter(([name]) => wanted.includes(name) || always.includes(name)));

/** Whether a view meets an expression; what is not there meets none but an inequality. */
export function meets(view: View, { attributeName, operator, value }: Expression): boolean {
  const own = view[attributeName];
  if (operator === "=") return own === value;
  if (operator === "!=") return own !== value;
  if (typeof own !== typeof value || (typeof own !== "string" && typeof own !== "number")) return false;
  const [a, b] = [own, value as typeof own];
  if (operator === "<") return a < b;
  if (operator === ">") return a > b;
  return operator === "<=" ? a <= b : a >= b;
}
