/** The public part of this package; see README.md for the specifications behind each part. */
export { type ChainFiles, readXroadContainer, type XroadContainer } from "./asic/layout.ts";
export type { FileReport } from "./asic/references.ts";
export { addTimestamp, type SignedFile, signXroad, type XroadSignature, type XroadSignatureRequest } from "./asic/sign.ts";
export type { XroadTrust } from "./asic/trust.ts";
export { verifyXroadContainer, type XroadReport, type XroadStep, type XroadStepName } from "./asic/verify.ts";
export { writeXroadContainer, type XroadContainerFiles } from "./asic/write.ts";
export { type AnyCode, type Outcome, type Refused, type XroadCode, xroadCodes } from "./codes.ts";
export { type Anchor, type AnchorSource, readAnchor, writeAnchor } from "./globalconf/anchor.ts";
export { type Directory, type DirectoryCheck, type DirectoryPart, verifyDirectory } from "./globalconf/directory.ts";
export { type ClientId, clientKey, type MemberId } from "./globalconf/identifiers.ts";
export { type GlobalConf, type GlobalConfCheck, trustedCertificates, verifyGlobalConf } from "./globalconf/open.ts";
export { type PrivateParams, readPrivateParams, writePrivateParams } from "./globalconf/private-params.ts";
export { readSharedParams } from "./globalconf/read-shared.ts";
export type {
  AcmeServer,
  ApprovedCa,
  ApprovedTsa,
  CaInfo,
  ConfSource,
  CostType,
  GlobalGroup,
  Member,
  MemberClass,
  OcspService,
  SecurityServer,
  SharedParams,
} from "./globalconf/shared-params.ts";
export { type ConfFile, type ConfSigner, type GlobalConfRequest, writeGlobalConf } from "./globalconf/write.ts";
export { type ConfVersion, writeSharedParams } from "./globalconf/write-shared.ts";
export {
  buildHashChains,
  type HashChainFile,
  type HashChainRequest,
  type HashChains,
  openHashChains,
} from "./hashchain/build.ts";
export { type Digest, digestList, stepDigest } from "./hashchain/digest-list.ts";
export { openSharedTree, verifySharedTimestamp } from "./hashchain/shared-timestamp.ts";
export { type HashChainCheck, type HashChainInput, type HashChainReference, verifyHashChain } from "./hashchain/verify.ts";
export { readFault, type SoapFault, writeFault } from "./message/fault.ts";
export { boundaryOf, type MultipartEvent, readMultipart } from "./message/multipart.ts";
export { type BodySink, type HeadSink, readTransport, type Transported, type TransportMessage } from "./message/read.ts";
export { verifyServer } from "./message/server.ts";
export { readStatusAnswers, statusQuery, statusType, wantedStatus, writeStatusAnswers } from "./message/status.ts";
export { type SignedDigests, type VerifiedMessage, verifyTransport, verifyXroadDigests } from "./message/verify.ts";
export { newBoundary, type OutgoingMessage, transportType, writeTransport } from "./message/write.ts";
