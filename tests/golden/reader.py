"""A second reader of Sanaq's bytes, written from crates/journal/FORMAT.md alone.

Opens and verifies a folder of vectors: python3 reader.py vectors. Needs `cryptography` and
`zstandard` from PyPI. Ends with an exception at the first thing that does not hold.
"""
import base64, hashlib, hmac, json, pathlib, sys, unicodedata
import zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
class Refused(Exception): pass
REFUSALS = (Refused, InvalidSignature, InvalidTag, zstandard.ZstdError, ValueError, LookupError)
def need(holds, why):
    if not holds:
        raise Refused(why)
# §1 CBOR: one form only
def head(b, at):
    need(at < len(b), "ends too early")
    major, low = b[at] >> 5, b[at] & 31
    if low < 24:
        return major, low, at + 1
    need(low < 28 and major != 7, "indefinite length, float or unknown simple value")
    width = 1 << (low - 24)
    need(at + 1 + width <= len(b), "ends too early")
    value = int.from_bytes(b[at + 1:at + 1 + width], "big")
    need(value >= {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[width], "not shortest")
    return major, value, at + 1 + width
def item(b, at, tags=None, depth=0):  # tags: a list that takes where tagged items stand
    need(depth <= 16, "nested too deep")
    start, (major, n, at) = at, head(b, at)
    if major < 2:
        return -1 - n if major else n, at
    if major < 4:
        need(at + n <= len(b), "ends too early")
        value = b[at:at + n]
        if major == 3:
            value = value.decode()
            need(unicodedata.is_normalized("NFC", value), "not NFC")
        return value, at + n
    if major < 6:
        out, before = [], b""
        for i in range(n * (major - 3)):
            is_key = major == 5 and i % 2 == 0
            value, end = item(b, at, None if is_key else tags, depth + 1)
            need(not is_key or before < b[at:end], "map keys out of order")
            before, at = b[at:end] if is_key else before, end
            out.append(value)
        return out if major == 4 else dict(zip(out[::2], out[1::2])), at
    if major == 6:
        need(tags is not None and n == 40961, "tag not allowed")
        value, at = item(b, at, None, depth + 1)
        tags.append((start, at))
        return value, at
    need(n in (20, 21, 22), "unknown simple value")
    return {20: False, 21: True, 22: None}[n], at
def one(b, tags=None):
    value, end = item(b, 0, tags)
    need(end == len(b), "bytes after the item")
    return value
def put(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    low = next(i for i in range(4) if n < 1 << (8 << i))
    return bytes([major << 5 | 24 + low]) + n.to_bytes(1 << low, "big")
def put_int(n):
    return put(0, n) if n >= 0 else put(1, -1 - n)
# §2 signatures
def verify(key, context, election, body, signature):
    ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, context + election + body)
def attested(b, key, context, election, before=b""):
    body, signature = one(b)
    verify(key, context, election, before + body, signature)
    return one(body)
# §4 page
def split_page(b):
    fields, end = item(b, 0)
    need(end + 112 <= len(b) <= 65536, "length")
    need(isinstance(fields, list) and len(fields) == 7 and fields[0] == 1, "header")
    need(fields[2] > 0 and (fields[2] == 1) == (fields[3] == bytes(32)), "number and hash")
    names = ("format", "journal", "number", "previous", "root", "quarter", "key")
    return dict(zip(names, fields)), b[:end], b[end:end + 32], b[end + 32:-64]
def page_hash(election, b):
    return hashlib.sha256(b"sanaq page 1" + election + b[:-64]).digest()
def hpke_open(secret, enc, info, aad, ciphertext):
    def extract(salt, suite, label, ikm):
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")
    def expand(prk, suite, label, data, length):
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + data
        return hmac.digest(prk, labelled + b"\x01", "sha256")[:length]
    mine = x25519.X25519PrivateKey.from_private_bytes(secret)
    dh = mine.exchange(x25519.X25519PublicKey.from_public_bytes(enc))
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    context = enc + mine.public_key().public_bytes_raw()
    shared = expand(extract(b"", kem, b"eae_prk", dh), kem, b"shared_secret", context, 32)
    schedule = b"\x00" + extract(b"", suite, b"psk_id_hash", b"")
    schedule += extract(b"", suite, b"info_hash", info)
    prk = extract(shared, suite, b"secret", b"")
    nonce = expand(prk, suite, b"base_nonce", schedule, 12)
    key = expand(prk, suite, b"key", schedule, 32)
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)
def open_page(election, b, secret):
    header, raw, enc, ciphertext = split_page(b)
    plain = hpke_open(secret, enc, b"sanaq page 1" + election, raw, ciphertext)
    stream = zstandard.ZstdDecompressor().decompressobj()
    content = stream.decompress(b"\x28\xb5\x2f\xfd" + plain)
    padding = stream.unused_data
    need(len(content) <= 512 * 1024 and not any(padding) and len(padding) < 256, "padding")
    need(not padding or len(plain) % 256 == 0, "padding")
    opened = read_content(content)
    need(tree(leaves(opened)) == header["root"], "content root")
    return header, opened
# §5 content
def steps(b, count):
    wide = {0xF8: (1, 0), 0xF9: (2, 248), 0xFA: (2, 256), 0xFB: (8, 65536), 0xFC: (8, 65536)}
    out, at, total = [], 0, 0
    for _ in range(count):
        first, at = b[at], at + 1
        if first >= 0xF8:
            width, least = wide[first]
            n, at = int.from_bytes(b[at:at + width], "big"), at + width
            need(n >= least, "step not shortest")
            first = -1 - n if first in (0xF8, 0xFA, 0xFC) else n
        total = (total + first + 2**63) % 2**64 - 2**63
        out.append(total)
    need(at == len(b), "steps left over")
    return out
def items(b):
    out, at = [], 0
    while at < len(b):
        _, end = item(b, at, [])
        out.append(b[at:end])
        at = end
    return out
def texts(b, window, tagged):
    out, text, at = [], "", 0
    while at < len(b):
        byte, at = b[at], at + 1
        if byte == 0xFE:
            raw = text.encode()
            out.append((put(6, 40961) if tagged else b"") + put(3, len(raw)) + raw)
            text = ""
        elif byte == 0xFF:
            length = 1 if b[at] < 0x80 else 2 if b[at] < 0xE0 else 3 if b[at] < 0xF0 else 4
            text, at = text + b[at:at + length].decode(), at + length
        else:
            text += chr(byte if byte < 0x80 else window + byte - 0x80)
    need(text == "", "text without an end")
    return out
def unpack(table, packed, count):
    out, m = [], len(table)
    need(2 <= m <= 16, "packed table")
    per = {2: 8, 3: 5, 4: 4, 5: 3, 6: 3}.get(m, 2)
    need(len(packed) == -(-count // per), "packed length")
    for byte in packed:
        for _ in range(min(per, count - len(out))):
            byte, index = divmod(byte, m)
            out.append(table[index])
        need(byte == 0, "packed index")
    return out
def column(b, at, count):
    major, n, inner = head(b, at)
    if major == 4 and n == 1:
        _, end = item(b, inner, [])
        return [b[inner:end]] * count, end
    parts, end = item(b, at)
    if major == 2:
        out = items(parts)
    elif parts[0] == 1:
        out = unpack(items(parts[1]), parts[2], count)
    elif parts[0] == 2:
        out = [put_int(value) for value in steps(parts[1], count)]
    else:
        need(parts[0] in (3, 4), "column code")
        out = texts(parts[2], parts[1], parts[0] == 4)
    need(len(out) == count, "column length")
    return out, end
def read_content(b):
    need(head(b, 0)[:2] == (4, 8), "content")
    salt, at = item(b, 1)
    first, at = item(b, at)
    anchors, at = item(b, at)
    shapes, at = item(b, at)
    count, at = item(b, at)
    need(1 <= count <= 4096, "number of events")
    order, at = column(b, at, count)
    order = [one(index) for index in order]
    times, at = item(b, at)
    _, _, at = head(b, at)
    rows = []
    for shape, fields in enumerate(shapes[1::2]):
        mine = [b""] * order.count(shape)
        for _ in range(fields):
            add, at = column(b, at, len(mine))
            mine = [row + more for row, more in zip(mine, add)]
        rows.append(iter(mine))
    need(at == len(b), "bytes after the content")
    events = []
    for shape, time in zip(order, steps(times, count)):
        start = put(4, shapes[2 * shape + 1] + 2) + put(0, shapes[2 * shape]) + put_int(time)
        events.append(start + next(rows[shape]))
        one(events[-1], [])
    return {"salt": salt, "first": first, "anchors": anchors, "events": events}
# §6 content root
def leaf_hash(salt, data):
    return hashlib.sha256(b"\x00" + salt + data).digest()
def leaves(opened):
    salt = lambda i: hmac.digest(opened["salt"], i.to_bytes(4, "big"), "sha256")
    out = [None]
    for event in opened["events"]:
        mine, at, shown, hashes, spans = len(out), 0, b"", [], []
        one(event, spans)
        for start, end in spans:
            hashes.append(leaf_hash(salt(mine + 1 + len(hashes)), event[start:end]))
            shown, at = shown + event[at:start + 3] + put(2, 32) + hashes[-1], end
        out += [leaf_hash(salt(mine), shown + event[at:])] + hashes
    flat = [put(2, 16) + a if isinstance(a, bytes) else put_int(a) for a in opened["anchors"]]
    opening = put(4, 3) + put(0, opened["first"]) + put(0, len(out)) + put(4, len(flat))
    out[0] = leaf_hash(salt(0), opening + b"".join(flat))
    return out
def tree(hashes):
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree(hashes[:left]) + tree(hashes[left:])).digest()
# §7 certificate
def twice(signed, context, election, first, second):
    fields = one(signed[0])
    verify(first, context, election, signed[0], signed[1])
    verify(fields[second], context, election, signed[0], signed[2])
    need(fields[0] == election, "election")
    return fields
def check_certificate(b, keys, election):
    public, signature, enrolment, continuations = one(b)
    invited = one(public)
    verify(keys[5][invited[5] - 1], b"sanaq invitation 1", election, public, signature)
    enrolled = twice(enrolment, b"sanaq enrolment 1", election, invited[2], 3)
    need(invited[0] == election and enrolled[1] == invited[1], "invitation")
    journal, key = enrolled[2], enrolled[3]
    journals = {journal: key}
    for signed in continuations:
        fields = twice(signed, b"sanaq continuation 1", election, key, 5)
        need(fields[1] == journal, "continuation")
        journal, key = fields[4], fields[5]
        journals[journal] = key
    return journals
# The vectors
def load(folder, name):
    def walk(v):
        if isinstance(v, (dict, list)):
            return {k: walk(x) for k, x in v.items()} if isinstance(v, dict) else [*map(walk, v)]
        return bytes.fromhex(v[2:]) if str(v)[:2] == "x:" else v
    return walk(json.loads((folder / (name + ".json")).read_text()))
def check_signed(s, pages, keys, election, journals):
    device, receipt_key = list(journals.values())[-1], keys[3][0]
    for name, key, before in (("receipt", receipt_key, b""), ("held", receipt_key, b""),
                              ("answer", receipt_key, b""), ("custody", device, b""),
                              ("hello", device, receipt_key)):
        attested(s[name], key, b"sanaq %s 1" % name.encode(), election, before)
    certificate, *branches = one(s["fork"])
    signers = check_certificate(certificate, keys, election)
    for page in branches:
        signer = signers[split_page(page)[0]["journal"]]
        verify(signer, b"sanaq page 1", election, page[:-64], page[-64:])
    need(page_hash(election, branches[0]) < page_hash(election, branches[1]), "fork's order")
    shown = one(s["disclosure"])
    hashes = [leaf_hash(*leaf) if isinstance(leaf, list) else leaf for leaf in shown]
    need(tree(hashes) == split_page(pages[s["disclosure_of"]]["page"])[0]["root"], "root")
    need(one(shown[0][1])[1] == len(shown), "number of leaves")
    need(sum(isinstance(leaf, bytes) for leaf in shown) == s["disclosure_withheld"], "withheld")
    file, text = one(s["file"]), s["code"].removeprefix("SANAQ1:")
    code = one(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    need(attested(file[4], code[4], b"sanaq keylist 1", election) == keys, "invitation")
def main(folder):
    w = {name: load(folder, name) for name in ("keys", "pages", "signed", "refused")}
    election, secrets = w["keys"]["election"], w["keys"]["secrets"]
    keys = attested(w["keys"]["key_list"], w["keys"]["root"], b"sanaq keylist 1", election)
    journals = check_certificate(w["keys"]["certificate"], keys, election)
    def take(v, heads):
        header, opened = open_page(election, v["page"], secrets[v["reader"]])
        signer = journals.get(header["journal"], keys[4][0])
        verify(signer, b"sanaq page 1", election, v["page"][:-64], v["page"][-64:])
        need(header["previous"] == heads.get(header["journal"], bytes(32)), "link")
        heads[header["journal"]] = page_hash(election, v["page"])
        return dict(opened, hash=heads[header["journal"]])
    heads = {}
    for v in w["pages"]:
        opened = take(v, heads)
        for what in ("hash", "first", "salt", "anchors", "events"):
            need(opened[what] == v[what], v["name"] + ": " + what)
    check_signed(w["signed"], w["pages"], keys, election, journals)
    for v in w["refused"]:
        try:
            take(v, {})
        except REFUSALS:
            continue
        raise Refused("taken: " + v["name"])
    print(f"{len(w['pages'])} pages opened, {len(w['refused'])} refused, all signatures hold")
if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
