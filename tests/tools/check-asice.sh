#!/usr/bin/env bash
# Checks an evidence container (ASiC-E with XAdES-B-LT) with public tools only: unzip, xmllint, xmlsec1, openssl. No code of this project runs.
# usage: check-asice.sh FILE.asice PKI-DIR      PKI-DIR holds root.crt and, where one stands between, issuing.crt (PEM)
# Prints VALID and exits 0 only if every check holds; otherwise prints INVALID with the check that failed and exits 1.
set -uo pipefail

invalid() {
  echo "INVALID: $*"
  exit 1
}
if [ $# -ne 2 ]; then
  echo "usage: $0 FILE.asice PKI-DIR"
  exit 2
fi
for tool in unzip xmllint xmlsec1 openssl; do
  command -v "$tool" >/dev/null || { echo "missing tool: $tool (Debian: unzip libxml2-utils xmlsec1 openssl)"; exit 2; }
done
container=$(realpath "$1")
pki=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# --- The archive (ETSI EN 319 162-1, 4.3.3): mimetype comes first, stored without compression.
unzip -Z1 "$container" >names 2>/dev/null || invalid "not a readable zip"
[ "$(head -n 1 names)" = mimetype ] || invalid "mimetype is not the first entry"
unzip -Zv "$container" mimetype >mimetype.entry 2>/dev/null
grep -q 'compression method: *none' mimetype.entry || invalid "mimetype is compressed"
unzip -qo "$container" -d content || invalid "not a readable zip"
[ "$(cat content/mimetype)" = application/vnd.etsi.asic-e+zip ] || invalid "wrong mimetype"
signature=$(grep -m 1 '^META-INF/[^/]*signatures[^/]*\.xml$' names)
[ -n "$signature" ] || invalid "no signature"
cd content
element() { xmllint --xpath "string((//*[local-name()='$1'])[1])" "$signature" 2>/dev/null; }

# --- Every data file stands under the signature.
while IFS= read -r name; do
  case "$name" in mimetype | META-INF/* | */) continue ;; esac
  references="count(//*[local-name()='SignedInfo']/*[local-name()='Reference'][@URI='$name'])"
  [ "$(xmllint --xpath "$references" "$signature" 2>/dev/null)" = 1 ] || invalid "data file not covered by the signature: $name"
done <../names

# --- The signer's certificate leads to the root.
root="$pki/root.crt"
[ -f "$root" ] || invalid "no root.crt in PKI-DIR"
issuer="$root"
intermediate=()
if [ -f "$pki/issuing.crt" ]; then
  issuer="$pki/issuing.crt"
  intermediate=(-untrusted "$issuer")
fi
{
  echo '-----BEGIN CERTIFICATE-----'
  element X509Certificate | tr -d ' \n\r' | fold -w 64
  echo
  echo '-----END CERTIFICATE-----'
} >../signer.pem
openssl verify -CAfile "$root" "${intermediate[@]}" ../signer.pem >../chain.txt 2>&1 || invalid "signer certificate: $(tail -n 1 ../chain.txt)"

# --- The XML signature and all detached references (XML Signature 1.1).
xmlsec1 --verify --id-attr:Id 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' --pubkey-cert-pem ../signer.pem "$signature" \
  >../xmlsec.txt 2>&1 || invalid "XML signature or a reference: $(grep -m 1 -iE 'fail|error' ../xmlsec.txt)"

# --- The OCSP answer inside says good for this very certificate (RFC 6960).
element EncapsulatedOCSPValue | base64 -d >../ocsp.der 2>/dev/null
[ -s ../ocsp.der ] || invalid "no OCSP answer"
openssl ocsp -respin ../ocsp.der -CAfile "$root" -verify_other "$issuer" -issuer "$issuer" -cert ../signer.pem -no_nonce \
  -validity_period 315360000 >../ocsp.txt 2>&1
grep -q 'verify OK' ../ocsp.txt || invalid "OCSP answer does not verify: $(head -n 1 ../ocsp.txt)"
grep -q ': good' ../ocsp.txt || invalid "OCSP: $(grep -m 1 'signer.pem' ../ocsp.txt)"

# --- The time stamp covers ds:SignatureValue, canonical with the namespaces in scope (ETSI EN 319 132-1, 5.3; RFC 3161).
element EncapsulatedTimeStamp | base64 -d >../stamp.tst 2>/dev/null
[ -s ../stamp.tst ] || invalid "no time stamp"
xmllint --c14n "$signature" >../canonical.xml || invalid "canonical XML"
namespaces=$(grep -o 'xmlns:[A-Za-z0-9]*="[^"]*"' ../canonical.xml | sort -u | tr '\n' ' ' | sed 's/ $//')
grep -o '<ds:SignatureValue.*</ds:SignatureValue>' ../canonical.xml | sed "s|<ds:SignatureValue|<ds:SignatureValue $namespaces|" | tr -d '\n' >../value
[ -s ../value ] || invalid "no ds:SignatureValue"
openssl ts -verify -data ../value -in ../stamp.tst -token_in -CAfile "$root" "${intermediate[@]}" >../stamp.txt 2>&1
grep -q 'Verification: OK' ../stamp.txt || invalid "time stamp: $(grep -m 1 -iE 'fail|error' ../stamp.txt)"

# --- The status was asked for after the time stamp, so a revocation before the signature would have been seen.
stamped=$(openssl ts -reply -in ../stamp.tst -token_in -text 2>/dev/null | sed -n 's/^Time stamp: //p')
produced=$(openssl ocsp -respin ../ocsp.der -noverify -resp_text 2>/dev/null | sed -n 's/ *Produced At: //p' | head -n 1)
[ "$(date -d "$produced" +%s)" -ge "$(date -d "$stamped" +%s)" ] || invalid "OCSP answer ($produced) is older than the time stamp ($stamped)"

count=$(xmllint --xpath "count(//*[local-name()='SignedInfo']/*[local-name()='Reference'])" "$signature")
subject=$(openssl x509 -in ../signer.pem -noout -subject -nameopt RFC2253)
echo "VALID: $count references, signed by ${subject#subject=}, time stamp $stamped"
