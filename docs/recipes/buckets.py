#!/usr/bin/python3
"""Recomputes the buckets of ModularRollout without ModularRollout.

    buckets.py FILE...              verifies files of vectors; exit code 1 on a difference
    buckets.py --complete FILE...   fills in what is missing in entries that were added; touches nothing else

Needs the module xxhash (Debian: apt-get install -y python3-xxhash).

    key hash = XXH3_64(utf8(key))            lone surrogates become U+FFFD
    seed     = XXH3_64(utf8(salt))           the salt's default is the flag's name
    hash     = XXH3_64(le64(key hash), seed)
    bucket   = hash / 2^64                   decided as integers: hash < floor(share * 2^64)

A text in a file of vectors is {"text": "..."}, {"units": [UTF-16 code units]} where JSON cannot carry it,
or {"text": "...", "times": n} where it is long. 64-bit numbers are 16 hexadecimal digits.
"""
import json
import pathlib
import re
import sys
from fractions import Fraction

try:
    import xxhash
except ImportError:
    sys.exit("The module xxhash is missing; install it with: apt-get install -y python3-xxhash")

MASK = 2**64 - 1


def hash_of_text(text):
    return xxhash.xxh3_64_intdigest(re.sub("[\ud800-\udfff]", "\ufffd", text).encode("utf-8"))


def mix(key_hash, seed):
    return xxhash.xxh3_64_intdigest(key_hash.to_bytes(8, "little"), seed=seed)


def split_hash(key, salt):
    return mix(hash_of_text(key), hash_of_text(salt))


def bucket(key, salt):
    """The place of a key on the line from 0 to 1."""
    return split_hash(key, salt) / 2**64


def bounds(weights):
    """The end of each variant on the line from 0 to 2^64; weights are decimal texts, in the order of the variants."""
    exact = [Fraction(weight) for weight in weights]
    return [int(sum(exact[: i + 1]) / sum(exact) * 2**64) for i in range(len(exact))]


def variant(hash64, weights):
    """The index of the variant a hash belongs to."""
    return next(i for i, end in enumerate(bounds(weights)) if hash64 < end)


def functions_of_sql(path):
    """The functions of buckets.sql, evaluated with integers that wrap around at 64 bits, for engines without a seeded XXH3."""
    functions = {
        "bitAnd": lambda x, y: x & y,
        "bitOr": lambda x, y: x | y,
        "bitXor": lambda x, y: x ^ y,
        "bitNot": lambda x: x ^ MASK,
        "bitShiftLeft": lambda x, bits: x << bits & MASK,
        "bitShiftRight": lambda x, bits: x >> bits,
        "plus": lambda x, y: x + y & MASK,
        "multiply": lambda x, y: x * y & MASK,
        "toUInt64": lambda x: x & MASK,
        "xxh3": hash_of_text,
    }
    statements = re.sub("--[^\n]*", "", path.read_text(encoding="utf-8"))
    for name, parameters, body in re.findall(r"CREATE FUNCTION (\w+) AS \(([^)]*)\) -> ([^;]*);", statements):
        functions[name] = eval(f"lambda {parameters}: ({body})", functions)
    return functions


SQL = functions_of_sql(pathlib.Path(__file__).with_name("buckets.sql"))


def text_of(entry):
    if "units" in entry:
        units = b"".join(unit.to_bytes(2, "little") for unit in entry["units"])
        return units.decode("utf-16-le", "surrogatepass")
    return entry["text"] * entry.get("times", 1)


def hexadecimal(number):
    return f"{number:016x}"


def expected_text(entry):
    return {"hash": hexadecimal(hash_of_text(text_of(entry)))}


def expected_mix(entry):
    key_hash, seed = int(entry["keyHash"], 16), int(entry["seed"], 16)
    if mix(key_hash, seed) != SQL["mr_mix"](key_hash, seed):
        sys.exit(f"buckets.sql mixes {entry} into {SQL['mr_mix'](key_hash, seed)}, XXH3 into {mix(key_hash, seed)}")
    return {"hash": hexadecimal(mix(key_hash, seed))}


def expected_bucket(entry):
    key_hash, seed = hash_of_text(text_of(entry["key"])), hash_of_text(entry["salt"])
    mixed = {"keyHash": hexadecimal(key_hash), "seed": hexadecimal(seed)}
    return {**mixed, **expected_mix(mixed), "bucket": bucket(text_of(entry["key"]), entry["salt"])}


def expected_split(entry):
    ends = bounds(entry["weights"])
    return {
        "bounds": [hexadecimal(end) for end in ends if end < 2**64],
        "variants": [variant(int(hash64, 16), entry["weights"]) for hash64 in entry["hashes"]],
    }


EXPECTED = {"texts": expected_text, "mixes": expected_mix, "buckets": expected_bucket, "splits": expected_split}


def check(path, entry, expected, complete):
    """Returns the number of differences, after adding what is missing if asked to."""
    if complete:
        entry.update({name: value for name, value in expected.items() if name not in entry})
    differing = [name for name, value in expected.items() if entry.get(name) != value]
    for name in differing:
        print(f"{path}: {json.dumps(entry)[:200]}: {name} is {entry.get(name)}, recomputed {expected[name]}")
    return len(differing)


def check_file(path, complete):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    entries = [(entry, EXPECTED[section](entry)) for section in EXPECTED for entry in document.get(section, [])]
    differences = sum(check(path, entry, expected, complete) for entry, expected in entries)
    if complete:
        write(path, document)
    print(f"{path}: {len(entries)} vectors, {differences} differences")
    return differences == 0 and len(entries) > 0


def write(path, document):
    def lines(section):
        return ",\n".join("    " + json.dumps(entry, ensure_ascii=True) for entry in section)

    sections = [f'  "{name}": [\n{lines(section)}\n  ]' for name, section in document.items()]
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(sections) + "\n}\n")


def main(arguments):
    complete = arguments[:1] == ["--complete"]
    paths = arguments[1:] if complete else arguments
    if not paths:
        sys.exit(__doc__)
    results = [check_file(path, complete) for path in paths]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
