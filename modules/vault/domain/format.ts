/** A piece of a file as it is stored; every one but the last is this long. */
export const sealedPiece = 512 * 1024;
/** What AES-GCM adds to each piece (NIST SP 800-38D: a tag of 128 bits). */
const tagBytes = 16;
/** What of a file is in one piece. */
export const plainPiece = sealedPiece - tagBytes;

/** How many pieces a file of this size has; an empty one has one. */
export const piecesOf = (size: number): number => Math.max(1, Math.ceil(size / plainPiece));
/** How many bytes are stored of a file of this size. */
export const sealedSize = (size: number): number => size + piecesOf(size) * tagBytes;
/** How long a piece of it must be. */
export const pieceLength = (size: number, seq: number): number =>
  seq < piecesOf(size) - 1 ? sealedPiece : sealedSize(size) - (piecesOf(size) - 1) * sealedPiece;

/** A change of what opens the vault, as the vault's own key signs it: in its turn and for this vault alone. */
export const signedText = (vault: string, turn: number, change: string): string =>
  `troad vault change 1\n${vault}\n${turn}\n${change}`;
