/** Carriers: what a consumer shows at the till so that an invoice needs no paper. Codes and forms as the platform publishes them. */
export const mobileBarcode = "3J0002";
export const citizenCertificate = "CQ0001";
export const easyCard = "1K0001";

/** A slash and seven characters of Code 39. */
export const isMobileBarcode = (text: string): boolean => /^\/[0-9A-Z+\-.]{7}$/.test(text);
/** Two letters and fourteen digits, as printed on the card. */
export const isCitizenCertificate = (text: string): boolean => /^[A-Z]{2}\d{14}$/.test(text);
export const isCarrierType = (text: string): boolean => /^[A-Z0-9]{2}\d{4}$/.test(text);

/** The code of someone to whom invoices can be donated. */
export const isLoveCode = (text: string): boolean => /^\d{3,7}$/.test(text);

const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[!#$%&*,\-.:;@[\]^_`{|}~]/];
/** A verification code that may be set: 8 to 16 characters, at least three kinds of upper case, lower case, digits and signs. */
export const isVerifyCode = (text: string): boolean =>
  /^[A-Za-z\d!#$%&*,\-.:;@[\]^_`{|}~]{8,16}$/.test(text) && kinds.filter((kind) => kind.test(text)).length >= 3;

export const isInvoiceNumber = (text: string): boolean => /^[A-Z]{2}\d{8}$/.test(text);
/** The four digits that prove possession of a printed invoice. */
export const isRandomNumber = (text: string): boolean => /^\d{4}$/.test(text);
