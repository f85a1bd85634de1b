/**
 * TLS between security servers (X-Road 7 supports only 1.2, with these three CBC suites; 8 has GCM as well). OpenSSL's names, the better
 * ones first. The suites of 1.3 are enabled by default.
 */
export const tlsOfXroad = {
  minVersion: "TLSv1.2",
  ciphers: [
    "TLS_AES_256_GCM_SHA384",
    "TLS_AES_128_GCM_SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-RSA-AES256-SHA384",
    "DHE-RSA-AES256-SHA256",
  ].join(":"),
} as const;
