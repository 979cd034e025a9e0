"""A second reader of Sanaq's bytes, written from crates/journal/FORMAT.md alone.
Opens and verifies a folder of vectors: python3 reader.py vectors. Needs `cryptography` and
`zstandard` from PyPI. Ends with an exception at the first thing that does not hold."""
import base64, hashlib, hmac, json, pathlib, sys, unicodedata, zstandard
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
class Refused(Exception): pass
REFUSALS = (Refused, InvalidSignature, InvalidTag, zstandard.ZstdError, ValueError, LookupError)
sha = lambda b: hashlib.sha256(b).digest()
text_bytes = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def need(holds, why):
    if not holds: raise Refused(why)
def head(b, at):  # §1 CBOR: one form only
    need(at < len(b), "ends too early")
    major, low = b[at] >> 5, b[at] & 31
    if low < 24: return major, low, at + 1
    need(low < 28 and major != 7, "indefinite length, float or unknown simple value")
    width = 1 << (low - 24)
    need(at + 1 + width <= len(b), "ends too early")
    value = int.from_bytes(b[at + 1:at + 1 + width], "big")
    need(value >= {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[width], "not shortest")
    return major, value, at + 1 + width
def item(b, at, tags=None, depth=0):  # tags: a list that takes where tagged items stand
    need(depth <= 16, "nested too deep")
    start, (major, n, at) = at, head(b, at)
    if major < 2: return -1 - n if major else n, at
    if major < 4:
        need(at + n <= len(b), "ends too early")
        value = b[at:at + n]
        value = value.decode() if major == 3 else value
        need(major == 2 or unicodedata.is_normalized("NFC", value), "not NFC")
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
    return {20: False, 21: True, 22: None}[n], at
def one(b, tags=None):
    value, end = item(b, 0, tags)
    need(end == len(b), "bytes after the item")
    return value
def put(major, n):
    if n < 24: return bytes([major << 5 | n])
    low = next(i for i in range(4) if n < 1 << (8 << i))
    return bytes([major << 5 | 24 + low]) + n.to_bytes(1 << low, "big")
put_int = lambda n: put(0, n) if n >= 0 else put(1, -1 - n)
def verify(key, context, election, body, signature):  # §2 signatures
    ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, context + election + body)
def attested(b, key, context, election, before=b""):
    body, signature = one(b)
    verify(key, context, election, before + body, signature)
    return one(body)
def split_page(b):  # §4 page
    fields, end = item(b, 0)
    need(end + 112 <= len(b) <= 65536 and len(fields) == 7 and fields[0] == 1, "header")
    need(fields[2] > 0 and (fields[2] == 1) == (fields[3] == bytes(32)), "number and hash")
    names = ("format", "journal", "number", "previous", "root", "quarter", "key")
    return dict(zip(names, fields)), b[:end], b[end:end + 32], b[end + 32:-64]
page_hash = lambda election, b: sha(b"sanaq page 1" + election + b[:-64])
def check_page(election, b, signers, otherwise=None):
    signer = signers.get(split_page(b)[0]["journal"], otherwise)
    verify(signer, b"sanaq page 1", election, b[:-64], b[-64:])
def extract(salt, suite, label, ikm):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")
def expand(prk, suite, label, data, n):
    data = n.to_bytes(2, "big") + b"HPKE-v1" + suite + label + data
    return hmac.digest(prk, data + b"\x01", "sha256")[:n]
private = x25519.X25519PrivateKey.from_private_bytes  # exchange refuses keys of low order
exchange = lambda a, b: private(a).exchange(x25519.X25519PublicKey.from_public_bytes(b))
def hpke_open(secret, enc, info, aad, ciphertext):
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    shared = expand(extract(b"", kem, b"eae_prk", exchange(secret, enc)), kem, b"shared_secret",
                    enc + private(secret).public_key().public_bytes_raw(), 32)
    psk, info = extract(b"", suite, b"psk_id_hash", b""), extract(b"", suite, b"info_hash", info)
    prk = extract(shared, suite, b"secret", b"")
    key, nonce = (expand(prk, suite, label, b"\x00" + psk + info, length)
                  for label, length in ((b"key", 32), (b"base_nonce", 12)))
    return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, aad)
def open_page(election, b, secret):
    header, raw, enc, ciphertext = split_page(b)
    plain = hpke_open(secret, enc, b"sanaq page 1" + election, raw, ciphertext)
    stream = zstandard.ZstdDecompressor().decompressobj()
    content = stream.decompress(b"\x28\xb5\x2f\xfd" + plain)
    padding = stream.unused_data
    need(len(content) <= 512 * 1024 and not any(padding), "length or padding")
    need(not padding or (len(plain) % 256 == 0 and len(padding) < 256), "padding")
    opened = read_content(content)
    need(tree(leaves(opened)) == header["root"], "content root")
    return header, opened
def steps(b, count):  # §5 content
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
        out.append(b[at:(at := item(b, at, [])[1])])
    return out
def texts(b, window, tagged):
    out, text, at = [], "", 0
    while at < len(b):
        byte, at = b[at], at + 1
        if byte == 0xFE:
            raw, text = text.encode(), ""
            out.append((put(6, 40961) if tagged else b"") + put(3, len(raw)) + raw)
        elif byte == 0xFF:
            length = 1 + sum(b[at] >= least for least in (0x80, 0xE0, 0xF0))
            text, at = text + b[at:at + length].decode(), at + length
        else: text += chr(byte if byte < 0x80 else window + byte - 0x80)
    need(text == "", "text without an end")
    return out
def unpack(table, packed, count):
    out, m = [], len(table)
    per = {2: 8, 3: 5, 4: 4, 5: 3, 6: 3}.get(m, 2)
    need(2 <= m <= 16 and len(packed) == -(-count // per), "packed table or length")
    for byte in packed:
        for _ in range(min(per, count - len(out))):
            byte, index = divmod(byte, m)
            out.append(table[index])
        need(byte == 0, "packed index")
    return out
def column(b, at, count):
    major, n, inner = head(b, at)
    if major == 4 and n == 1: return [b[inner:(end := item(b, inner, [])[1])]] * count, end
    parts, end = item(b, at)
    if major == 2: out = items(parts)
    elif parts[0] == 1: out = unpack(items(parts[1]), parts[2], count)
    elif parts[0] == 2: out = [put_int(value) for value in steps(parts[1], count)]
    else: out = texts(parts[2], parts[1], parts[0] == 4)
    need(len(out) == count and (major == 2 or parts[0] in (1, 2, 3, 4)), "column")
    return out, end
def read_content(b):
    need(head(b, 0)[:2] == (4, 8), "content")
    fields, at = [], 1
    for _ in range(5):
        value, at = item(b, at)
        fields.append(value)
    salt, first, anchors, shapes, count = fields
    need(1 <= count <= 4096, "number of events")
    order, at = column(b, at, count)
    order, (times, at), rows = [one(index) for index in order], item(b, at), []
    _, _, at = head(b, at)
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
leaf_hash = lambda salt, data: sha(b"\x00" + salt + data)  # §6 content root
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
    if len(hashes) == 1: return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\x01" + tree(hashes[:left]) + tree(hashes[left:]))
def twice(signed, context, election, first, second):  # §7 certificate
    fields = one(signed[0])
    verify(first, context, election, signed[0], signed[1])
    verify(fields[second], context, election, signed[0], signed[2])
    exchange(b"\1" * 32, fields[second + 1])
    return need(fields[0] == election, "election") or fields
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
def load(folder, name):  # The vectors
    def walk(v):
        if isinstance(v, dict): return {k: walk(x) for k, x in v.items()}
        if isinstance(v, list): return [*map(walk, v)]
        return bytes.fromhex(v[2:]) if str(v)[:2] == "x:" else v
    return walk(json.loads((folder / (name + ".json")).read_text()))
def check_signed(s, pages, keys, election, journals):
    device, receipt_key = list(journals.values())[-1], keys[3][0]
    for name in ("receipt", "held", "answer", "custody", "hello"):
        key, before = device if name[-1] in "yo" else receipt_key, receipt_key * (name == "hello")
        attested(s[name], key, b"sanaq %s 1" % name.encode(), election, before)
    certificate, *branches = one(s["fork"])
    for page in branches: check_page(election, page, check_certificate(certificate, keys, election))
    need(page_hash(election, branches[0]) < page_hash(election, branches[1]), "fork's order")
    shown = one(s["disclosure"])
    hashes = [leaf_hash(*leaf) if isinstance(leaf, list) else leaf for leaf in shown]
    need(tree(hashes) == split_page(pages[s["disclosure_of"]]["page"])[0]["root"], "root")
    need(one(shown[0][1])[1] == len(shown), "number of leaves")
    need(sum(isinstance(leaf, bytes) for leaf in shown) == s["disclosure_withheld"], "withheld")
    file, code = one(s["file"]), one(text_bytes(s["code"].removeprefix("SANAQ1:")))
    need(attested(file[4], code[4], b"sanaq keylist 1", election) == keys, "invitation")
def read_bundle(b):  # §9, §11, §12 relay and bundle
    frames, damage, at = [], [], 8
    need(b[:8] == b"SANAQB1\n", "no bundle")
    while at < len(b):
        kind, length = b[at + 4:at + 5], int.from_bytes(b[at + 5:at + 9], "big")
        payload, next_at = b[at + 41:at + 41 + length], b.find(b"SNQF", at + 1)
        whole = b[at:at + 4] == b"SNQF" and len(payload) == length <= 66048
        whole = whole and b[at + 9:at + 41] == sha(kind + payload)
        end = at + 41 + length if whole else next_at if next_at > 0 else len(b)
        (frames if whole else damage).append((kind[0], payload) if whole else [at, end - at])
        at = end
    return frames, damage
def check_bundle(b, keys, election, journals, root):
    frames, damage = read_bundle(b)
    device, receipt_key, name = list(journals.values())[-1], keys[3][0], b"sanaq %s 1"
    signed = {4: (receipt_key, b"receipt"), 5: (device, b"custody"), 6: (receipt_key, b"held")}
    for kind, payload in frames:
        if kind == 1:
            listed = attested(payload[16:], root, b"sanaq keylist 1", election)
            need((payload[:16], listed) == (election, keys), "election and key list")
        elif kind == 2: need(check_certificate(payload, keys, election) == journals, "certificate")
        elif kind in signed: attested(payload, signed[kind][0], name % signed[kind][1], election)
        else: check_page(election, payload, journals if kind == 3 else {}, keys[4][0])
    return [kind for kind, _ in frames], damage
def check_relay(r, keys, election, journals, secret, root):
    journal, device = list(journals.items())[-1]
    said = attested(r["statement"], device, b"sanaq relay 1", election)
    need([said[i] for i in range(4)] == [election, journal, r["spki"], r["token"]], "statement")
    code = one(text_bytes("".join(r["code"].split()).removeprefix("SANAQR1:")))
    need(code == [1, election, r["addresses"], r["spki"], r["token"], *r["wifi"]], "relay code")
    request, answer = one(r["request"]), attested(r["answer"], device, b"sanaq answer 1", election)
    hello = attested(request[0], device, b"sanaq hello 1", election, r["spki"])
    enc, ciphertext, aad = hello[9][:32], hello[9][32:], hello[2] + journal
    word = hpke_open(secret, enc, b"sanaq status 1" + election, aad, ciphertext)
    need(word == bytes([r["word"]]) + r["version"].to_bytes(2, "big"), "status word")
    for note in request[6] + answer[15]: attested(note, device, b"sanaq custody 1", election)
    need(hello[8] == r["token"] and answer[17] == r["owns"] and request[5][0][1] == 300, "keys")
    for v in [dict(r, damage=[]), *r["damaged"]]:
        found = check_bundle(v["bundle"], keys, election, journals, root)
        need(found == (v["kinds"], v["damage"]), "bundle")
def main(folder):
    w = {name: load(folder, name) for name in ("keys", "pages", "signed", "refused", "relay")}
    election, secrets = w["keys"]["election"], w["keys"]["secrets"]
    keys = attested(w["keys"]["key_list"], w["keys"]["root"], b"sanaq keylist 1", election)
    journals, heads = check_certificate(w["keys"]["certificate"], keys, election), {}
    def take(v, heads):
        header, opened = open_page(election, v["page"], secrets[v["reader"]])
        check_page(election, v["page"], journals, keys[4][0])
        need(header["previous"] == heads.get(header["journal"], bytes(32)), "link")
        heads[header["journal"]] = page_hash(election, v["page"])
        return dict(opened, hash=heads[header["journal"]])
    for v in w["pages"]:
        opened = take(v, heads)
        for what in ("hash", "first", "salt", "anchors", "events"):
            need(opened[what] == v[what], v["name"] + ": " + what)
    check_signed(w["signed"], w["pages"], keys, election, journals)
    check_relay(w["relay"], keys, election, journals, secrets["device"], w["keys"]["root"])
    for v in w["refused"]:
        try: take(v, {})
        except REFUSALS: continue
        raise Refused("taken: " + v["name"])
    print(f"{len(w['pages'])} pages opened, {len(w['refused'])} refused, all signatures hold")
if __name__ == "__main__": main(pathlib.Path(sys.argv[1]))
