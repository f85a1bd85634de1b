import { CodedError, type ErrorParams } from "@troad/kernel";

/**
 * Every failure of an exchange. The part before the last dot names the responsible party (PR-REST section 4.6): Client = the request is
 * invalid, Server.ClientProxy = the consumer's gateway, Server.ServerProxy = the provider's. Texts are `error.road.<type>`.
 */
export const roadErrorStatus = {
  "Client.ClientProxy.InvalidRequest": 400,
  "Client.ClientProxy.MissingHeader": 400,
  "Client.ClientProxy.DuplicateHeader": 400,
  "Client.ClientProxy.InvalidClientIdentifier": 400,
  "Client.ClientProxy.InvalidServiceIdentifier": 400,
  "Client.ClientProxy.InvalidMessageId": 400,
  "Client.ClientProxy.InvalidSecurityServer": 400,
  "Client.ClientProxy.UnknownInstance": 404,
  "Client.ClientProxy.AccessDenied": 403,
  "Client.ClientProxy.BodyTooLarge": 413,
  "Client.ClientProxy.ClientNotFound": 400,
  "Client.ClientProxy.MessageIdReused": 409,
  /** X-Road's name for it: the client's certificate is missing, or is not one of its subsystem's. */
  "Server.ClientProxy.SslAuthenticationFailed": 500,
  "Server.ClientProxy.UnknownMember": 500,
  "Server.ClientProxy.OutdatedGlobalConf": 500,
  "Server.ClientProxy.CannotSign": 500,
  "Server.ClientProxy.ClockOff": 500,
  "Server.ClientProxy.CertificateRevoked": 500,
  "Server.ClientProxy.OcspUnavailable": 500,
  "Server.ClientProxy.TimestampingOverdue": 500,
  "Server.ClientProxy.NetworkError": 500,
  "Server.ClientProxy.InvalidResponse": 500,
  "Server.ClientProxy.SignatureVerification": 500,
  "Server.ClientProxy.Interrupted": 500,
  /** The request was sent and no answer came. Asking again with the same id finds out, or fails in the same way. */
  "Server.ClientProxy.OutcomeUnknown": 500,
  "Server.ClientProxy.NoSpace": 500,
  "Server.ClientProxy.CannotEncrypt": 500,
  "Server.ClientProxy.AnswerNotKept": 500,
  "Server.ServerProxy.InvalidRequest": 500,
  "Server.ServerProxy.UnknownPeer": 500,
  "Server.ServerProxy.SignatureVerification": 500,
  "Server.ServerProxy.ClockOff": 500,
  "Server.ServerProxy.CertificateRevoked": 500,
  "Server.ServerProxy.OcspUnavailable": 500,
  "Server.ServerProxy.UnknownService": 500,
  "Server.ServerProxy.AccessDenied": 500,
  "Server.ServerProxy.ConsentMissing": 500,
  "Server.ServerProxy.VolumeExceeded": 429,
  "Server.ServerProxy.MessageIdReused": 500,
  "Server.ServerProxy.TimestampingOverdue": 500,
  "Server.ServerProxy.ServiceFailed": 500,
  "Server.ServerProxy.ResponseTooLarge": 500,
  "Server.ServerProxy.Interrupted": 500,
  /** Interrupted while the service was processing it; the service is not called again. */
  "Server.ServerProxy.OutcomeUnknown": 500,
  /** To a gateway that asks for the outcome of a request: this gateway does not have the request. */
  "Server.ServerProxy.NotReceived": 500,
  "Server.ServerProxy.NoSpace": 500,
  "Server.ServerProxy.CannotEncrypt": 500,
  "Server.ServerProxy.EncryptionRequired": 500,
  "Server.ServerProxy.AnswerNotKept": 500,
} as const;

export type RoadErrorType = keyof typeof roadErrorStatus;

export const isUnknown = (type: RoadErrorType): boolean => type.endsWith(".OutcomeUnknown");

export const roadFailure = (type: RoadErrorType, params: ErrorParams = {}, detail?: string): CodedError =>
  new CodedError(`road.${type}`, roadErrorStatus[type], params, detail);

/** The error type without the module's prefix; a defect becomes the gateway's own failure. */
export const roadTypeOf = (error: unknown, fallback: RoadErrorType): RoadErrorType => {
  const code = error instanceof CodedError ? error.code.replace(/^road\./, "") : "";
  return code in roadErrorStatus ? (code as RoadErrorType) : fallback;
};

/** The body of a failure (PR-REST section 4.6), with X-Road-Error naming the type. */
export type RoadErrorBody = { type: string; message: string; detail: string };
