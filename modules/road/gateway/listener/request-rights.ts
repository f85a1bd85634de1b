import type { IncomingMessage } from "node:http";
import type { StoredAgreement } from "@troad/directory";
import { taipeiDate } from "@troad/kernel";
import { roadFailure } from "../../domain/errors.ts";
import { findMember, rightFor } from "../../domain/globalconf.ts";
import {
  type ClientId,
  formatClient,
  formatService,
  memberOf,
  parseClient,
  parseTarget,
  type ServiceId,
} from "../../domain/identifiers.ts";
import { headerOf, type RequestMessage } from "../../domain/message.ts";
import type { Gateway } from "../gateway.ts";
import type { Subject } from "../refusals.ts";
import { metaserviceRight } from "../services/metaservices.ts";

/**
 * A body that would go to disk is accepted only for a call that the configuration allows. The provider's gateway decides in any case; a
 * small request without a right is still sent there, so that the attempt is on record.
 */
export function requireRightForLargeBody(gateway: Gateway, message: RequestMessage): void {
  const { client, service, method, target, headers } = message;
  // only other instances, and X-Road servers, know their rights
  const gateways = findMember(gateway.directory.current(), memberOf(service))?.gateways ?? [];
  if (service.instance !== gateway.instance || gateways.length === 0) return;
  const path = target.slice(`/r1/${formatService(service)}`.length);
  const consent = headerOf(headers, "x-troad-consent") !== undefined;
  const right = rightOf(gateway, { client, service, method, path, consent }) ?? metaserviceRight(client, service, method);
  if (!right)
    throw roadFailure("Client.ClientProxy.AccessDenied", { client: formatClient(client), service: formatService(service) });
}

type Call = { client: ClientId; service: ServiceId; method: string; path: string; consent: boolean };

const rightOf = (gateway: Gateway, { client, service, ...call }: Call): StoredAgreement | undefined =>
  rightFor(
    gateway.directory.current(),
    { ...call, consumer: formatClient(client), provider: formatService(service) },
    taipeiDate(gateway.ctx.clock.now()),
  );

/** The identifiers of a request, as far as its head is readable: for the text of a refusal and for the log. */
export function subjectOf(gateway: Gateway, { headers, url = "", method = "" }: IncomingMessage): Subject {
  const id = headers["x-road-id"];
  const subject: Subject = typeof id === "string" ? { id: id.slice(0, 120) } : {};
  try {
    const { service, path } = parseTarget(url);
    Object.assign(subject, { service: formatService(service), member: memberOf(service) });
    const client = parseClient(headers["x-road-client"]);
    Object.assign(subject, { client: formatClient(client), month: taipeiDate(gateway.ctx.clock.now()).slice(0, 7) });
    const right = rightOf(gateway, { client, service, method, path, consent: headers["x-troad-consent"] !== undefined });
    if (right?.volume !== undefined) Object.assign(subject, { volume: right.volume });
  } catch {} // the rest cannot be read, which is why it was refused
  return subject;
}
