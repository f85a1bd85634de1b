/**
 * TLS between security servers (X-Road 7 speaks 1.2 alone, with these three suites of CBC; 8 has GCM besides). OpenSSL's names; first what is
 * better. Suites of 1.3 are on by themselves.
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
