-- The buckets of ModularRollout in ClickHouse. buckets.py evaluates the functions of this very file, with UInt64 arithmetic that wraps
-- around as ClickHouse's does, on every vector it verifies; that is why they are written as calls and not with operators.
--
-- ClickHouse's xxh3 (22.12 and later) takes no seed, so the second step is the eight-byte path of XXH3 in integers. Three notes:
--   * differences are signed in ClickHouse, and make what they touch signed: a - b is written a + not(b) + 1, and a rotation is given
--     both of its distances, so that everything stays a UInt64;
--   * xxh3 hashes the bytes of a String: store keys as UTF-8 (lone surrogates, which only malformed keys have, as U+FFFD);
--   * a share of 100 % ends at 2^64, which no UInt64 is: leave the comparison out.

CREATE FUNCTION mr_swap32 AS (x) -> bitOr(
    bitOr(bitShiftLeft(bitAnd(x, 0x000000FF), 24), bitShiftLeft(bitAnd(x, 0x0000FF00), 8)),
    bitOr(bitAnd(bitShiftRight(x, 8), 0x0000FF00), bitAnd(bitShiftRight(x, 24), 0x000000FF)));

CREATE FUNCTION mr_rotate AS (x, up, down) -> bitOr(bitShiftLeft(x, up), bitShiftRight(x, down));

CREATE FUNCTION mr_fold AS (seed) -> plus(
    plus(0xC73AB174C5ECD5A2, bitNot(bitXor(seed, bitShiftLeft(toUInt64(mr_swap32(seed)), 32)))), 1);

CREATE FUNCTION mr_mix1 AS (x) -> multiply(bitXor(x, bitXor(mr_rotate(x, 49, 15), mr_rotate(x, 24, 40))), 0x9FB21C651E98DF25);

CREATE FUNCTION mr_mix2 AS (x) -> multiply(bitXor(x, plus(bitShiftRight(x, 35), 8)), 0x9FB21C651E98DF25);

CREATE FUNCTION mr_mix3 AS (x) -> bitXor(x, bitShiftRight(x, 28));

CREATE FUNCTION mr_mix AS (key_hash, seed) -> mr_mix3(mr_mix2(mr_mix1(bitXor(mr_rotate(key_hash, 32, 32), mr_fold(seed)))));

CREATE FUNCTION mr_hash AS (key, salt) -> mr_mix(xxh3(key), xxh3(salt));

-- Who is in the first third of Austria (33.3 % of the salt checkout-at)? The bound is floor(0.333 * 2^64), exactly:
--
--   SELECT user, mr_hash(user, 'checkout-at') < toUInt64(intDiv(toUInt128('18446744073709551616') * 333, 1000)) AS is_on
--   FROM users
