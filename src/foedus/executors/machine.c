/* The machine: runs checked programs over blocks of 4,096 situations, 64 words of 64 bits per value.
 *
 * A row of code is five numbers: an operation, the slot it writes, three slots it reads. An
 * operation is the truth table of its three operands (bit a + 2b + 4c). Slot 0 holds noes, slot 1
 * yeses, then come the inputs; none of these is ever written by code. Everything that code says is
 * checked here against the sizes given, whoever calls: code can compute, and nothing else.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__AVX512F__)
#include <immintrin.h>
#define LANES 8
#elif defined(__AVX2__)
#define LANES 4
#else
#define LANES 2
#endif

#define WORDS 64
#define BLOCK_BITS 12
#define MAX_SLOTS (1 << 18)
#define MAX_ROWS ((int64_t)1 << 24)
#define MAX_OUTPUTS (1 << 16)
#define MAX_OUTER 24
#define ROW 5
#define DIGITS 32

enum { OK = 0, BAD_SIZE = 1, BAD_ROW = 2, BAD_OUTPUT = 3, BAD_RANGE = 4, NO_MEMORY = 5 };

typedef uint64_t V __attribute__((vector_size(8 * LANES), aligned(8), may_alias));

#define ALWAYS static inline __attribute__((always_inline))
#define USES_A(t) ((((t) >> 1) & 0x55) != ((t) & 0x55))
#define USES_B(t) ((((t) >> 2) & 0x33) != ((t) & 0x33))
#define USES_C(t) ((((t) >> 4) & 0x0F) != ((t) & 0x0F))

#if defined(__AVX512F__)
#define LUT(t, a, b, c) ((V)_mm512_ternarylogic_epi64((__m512i)(c), (__m512i)(b), (__m512i)(a), (t)))
#else
ALWAYS V two(int t, V a, V b) {
    switch (t) {
    case 0: return a ^ a;
    case 1: return ~(a | b);
    case 2: return a & ~b;
    case 3: return ~b;
    case 4: return b & ~a;
    case 5: return ~a;
    case 6: return a ^ b;
    case 7: return ~(a & b);
    case 8: return a & b;
    case 9: return ~(a ^ b);
    case 10: return a;
    case 11: return a | ~b;
    case 12: return b;
    case 13: return b | ~a;
    case 14: return a | b;
    default: return ~(a ^ a);
    }
}
/* without: what the table says where c does not hold; with: where it does */
ALWAYS V lut(int t, V a, V b, V c) {
    const int without = t & 15, with = t >> 4;
    if (without == with) return two(without, a, b);
    if (without == (with ^ 15)) return two(without, a, b) ^ c;
    if (without == 0) return two(with, a, b) & c;
    if (with == 0) return two(without, a, b) & ~c;
    if (with == 15) return two(without, a, b) | c;
    if (without == 15) return two(with, a, b) | ~c;
    return two(without, a, b) ^ (two(without ^ with, a, b) & c);
}
#define LUT(t, a, b, c) lut(t, a, b, c)
#endif

#define OPERATIONS(X) \
    X(0) X(1) X(2) X(3) X(6) X(7) X(8) X(9) X(10) X(11) X(14) X(15) X(22) X(23) X(24) X(25) \
    X(26) X(27) X(30) X(31) X(40) X(41) X(42) X(43) X(44) X(45) X(46) X(47) X(60) X(61) X(62) X(63) \
    X(104) X(105) X(106) X(107) X(110) X(111) X(126) X(127) X(128) X(129) X(130) X(131) X(134) X(135) X(136) X(137) \
    X(138) X(139) X(142) X(143) X(150) X(151) X(152) X(153) X(154) X(155) X(158) X(159) X(168) X(169) X(170) X(171) \
    X(172) X(173) X(174) X(175) X(188) X(189) X(190) X(191) X(232) X(233) X(234) X(235) X(238) X(239) X(254) X(255)

#define RUN(t) \
    case t: \
        do { \
            V *d = (V *)p[row[1]]; \
            const V *a = (const V *)p[row[2]], *b = (const V *)p[row[3]], *c = (const V *)p[row[4]]; \
            const V none = {0}; \
            for (int i = 0; i < WORDS / LANES; i++) \
                d[i] = LUT(t, USES_A(t) ? a[i] : none, USES_B(t) ? b[i] : none, USES_C(t) ? c[i] : none); \
            row += ROW; \
        } while (row < end && *row == t); \
        break;

#define KNOWN(t) [t] = 1,

static const uint8_t known[256] = {OPERATIONS(KNOWN)};

/* Rows of the same operation run without choosing again. */
static void run(const int32_t *row, const int32_t *end, uint64_t *const *p) {
    while (row < end) {
        switch (*row) { OPERATIONS(RUN) default: return; }
    }
}

static int bad_rows(const int32_t *row, int64_t rows, int32_t slots, int32_t first) {
    for (const int32_t *end = row + rows * ROW; row < end; row += ROW) {
        if (row[0] < 0 || row[0] > 255 || !known[row[0]]) return 1;
        if (row[1] < first || row[1] >= slots) return 1;
        for (int i = 2; i < ROW; i++)
            if (row[i] < 0 || row[i] >= slots) return 1;
    }
    return 0;
}

static int bad_sizes(int64_t rows, int32_t slots, int32_t inputs, int64_t outputs) {
    return rows < 0 || rows > MAX_ROWS || inputs < 0 || slots < 2 || slots > MAX_SLOTS || inputs > slots - 2 ||
           outputs < 0 || outputs > MAX_OUTPUTS;
}

/* A page per slot, and where each begins; slot 1 holds yeses. */
typedef struct { uint64_t *pages, **p; } Store;

static int store(Store *s, int32_t slots) {
    s->pages = aligned_alloc(64, (size_t)slots * WORDS * 8);
    s->p = malloc((size_t)slots * sizeof *s->p);
    if (!s->pages || !s->p) return 0;
    memset(s->pages, 0, (size_t)slots * WORDS * 8);
    memset(s->pages + WORDS, 0xFF, WORDS * 8);
    for (int32_t i = 0; i < slots; i++) s->p[i] = s->pages + (size_t)i * WORDS;
    return 1;
}

static void drop(Store *s) {
    free(s->pages);
    free(s->p);
}

static int64_t popcount(const uint64_t *v, int words) {
    int64_t n = 0;
    if (words == WORDS) {
        for (int i = 0; i < WORDS; i++) n += __builtin_popcountll(v[i]);
        return n;
    }
    for (int i = 0; i < words; i++) n += __builtin_popcountll(v[i]);
    return n;
}

/* Random words: number `word * DIGITS + digit` of the stream that starts at `key`. */
ALWAYS uint64_t mixed(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

#define DRAW 16
/* True with the chance limit / 2^32: compare random digits with those of the limit, highest first. */
static void draw(uint64_t *out, uint64_t key, uint64_t limit, uint64_t word) {
    if (limit >> DIGITS) {
        memset(out, 0xFF, WORDS * 8);
        return;
    }
    for (int at = 0; at < WORDS; at += DRAW) {
        uint64_t less[DRAW] = {0}, even[DRAW], left = ~(uint64_t)0;
        memset(even, 0xFF, sizeof even);
        for (int digit = 0; digit < DIGITS && left && (limit << digit & 0xFFFFFFFFu); digit++) {
            const uint64_t one = 0 - (limit >> (DIGITS - 1 - digit) & 1);
            left = 0;
            for (int i = 0; i < DRAW; i++) {
                uint64_t r = mixed(key + 0x9E3779B97F4A7C15u * ((word + at + i) * DIGITS + digit));
                less[i] |= even[i] & ~r & one;
                even[i] &= ~(r ^ one);
                left |= even[i];
            }
        }
        memcpy(out + at, less, sizeof less);
    }
}

/* Situations first .. first + count - 1. Their inputs are planes (word 0 of a plane holds situations
 * 0 to 63) or, where keys are given, drawn. `result` has a plane per output that begins with the word
 * of situation `first`; either result or counts may be null. */
int foedus_stream(const int32_t *code, int64_t rows, int32_t slots, int32_t inputs, const int32_t *outs, int64_t outputs,
                  const uint64_t *planes, int64_t plane_words, int64_t words, const uint64_t *keys, const uint64_t *limits,
                  int64_t first, int64_t count, uint64_t *result, int64_t result_words, int64_t *counts) {
    if (bad_sizes(rows, slots, inputs, outputs)) return BAD_SIZE;
    if (bad_rows(code, rows, slots, inputs + 2)) return BAD_ROW;
    for (int64_t o = 0; o < outputs; o++)
        if (outs[o] < 0 || outs[o] >= slots) return BAD_OUTPUT;
    if (first < 0 || count < 0 || first > INT64_MAX - 64 - count) return BAD_RANGE;
    const int64_t begin = first >> 6, end = (first + count + 63) >> 6;
    if (!keys && inputs && (words < end || plane_words / inputs < words)) return BAD_RANGE;
    if (result && outputs && result_words / outputs < end - begin) return BAD_RANGE;
    Store s;
    if (!store(&s, slots)) {
        drop(&s);
        return NO_MEMORY;
    }
    for (int64_t w = begin; w < end && count; w += WORDS) {
        const int n = end - w < WORDS ? (int)(end - w) : WORDS;
        for (int32_t i = 0; i < inputs; i++) {
            uint64_t *own = s.pages + (size_t)(i + 2) * WORDS;
            if (keys) {
                draw(own, keys[i], limits[i], (uint64_t)w);
            } else if (n == WORDS) {
                s.p[i + 2] = (uint64_t *)(planes + i * words + w); /* read only: code writes no input */
            } else {
                s.p[i + 2] = memcpy(own, planes + i * words + w, (size_t)n * 8);
            }
        }
        run(code, code + rows * ROW, s.p);
        for (int64_t o = 0; o < outputs; o++) {
            const uint64_t *v = s.p[outs[o]];
            uint64_t edge[WORDS];
            if (w == begin || w + n == end) {
                v = memcpy(edge, v, sizeof edge);
                if (w == begin) edge[0] &= ~(uint64_t)0 << (first & 63);
                if (w + n == end && (first + count) & 63) edge[n - 1] &= ~(~(uint64_t)0 << ((first + count) & 63));
            }
            if (result) memcpy(result + o * (end - begin) + (w - begin), v, (size_t)n * 8);
            if (counts) counts[o] += popcount(v, n);
        }
    }
    drop(&s);
    return OK;
}

/* --- all completions ---------------------------------------------------------------------------- */

static const uint64_t stripes[6] = {0xAAAAAAAAAAAAAAAAu, 0xCCCCCCCCCCCCCCCCu, 0xF0F0F0F0F0F0F0F0u,
                                    0xFF00FF00FF00FF00u, 0xFFFF0000FFFF0000u, 0xFFFFFFFF00000000u};

/* For a whole block and a fixed b, so that the compiler can lay the loops out. */
ALWAYS int64_t beside(const uint64_t *v, const int64_t *ones, int b) {
    int64_t n = 0;
    const int bit = b < 6 ? 1 : 1 << (b - 6);
    if (b < 6)
        for (int i = 0; i < WORDS; i++) n += __builtin_popcountll(v[i] & stripes[b]);
    else
        for (int i = bit; i < WORDS; i += 2 * bit)
            for (int k = 0; k < bit; k++) n += ones[i + k];
    return n;
}

ALWAYS int64_t turned(const uint64_t *v, int b) {
    uint64_t d[WORDS / 2];
    const int bit = b < 6 ? 1 : 1 << (b - 6), s = b < 6 ? 1 << b : 0;
    if (b < 6)
        for (int i = 0; i < WORDS / 2; i++) {
            const uint64_t low = (v[i] ^ v[i] >> s) & ~stripes[b], high = (v[i + WORDS / 2] ^ v[i + WORDS / 2] << s) & stripes[b];
            d[i] = low | high;
        }
    else
        for (int i = 0, n = 0; i < WORDS; i += 2 * bit)
            for (int k = 0; k < bit; k++) d[n++] = v[i + k] ^ v[i + k + bit];
    int64_t n = 0;
    for (int i = 0; i < WORDS / 2; i++) n += __builtin_popcountll(d[i]);
    return n;
}

#define EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)

static void measure_block(const uint64_t *v, int given, int flips, int64_t *out) {
    *out++ = popcount(v, WORDS);
    if (given) {
        int64_t ones[WORDS];
        for (int i = 0; i < WORDS; i++) ones[i] = __builtin_popcountll(v[i]);
#define BESIDE(b) *out++ = beside(v, ones, b);
        EACH(BESIDE)
    }
#define TURNED(b) *out++ = 2 * turned(v, b);
    if (flips) { EACH(TURNED) }
}

/* Completions of one block that hold, those with inner input b as well, those that turn with it. */
static void measure(const uint64_t *v, int words, uint64_t mask, int inner, int given, int flips, int64_t *out) {
    if (words == WORDS) {
        measure_block(v, given, flips, out);
        return;
    }
    *out++ = words == 1 ? __builtin_popcountll(*v & mask) : popcount(v, words);
    if (given)
        for (int b = 0; b < inner; b++) {
            int64_t n = 0;
            for (int i = 0; i < words; i++)
                if (b < 6) n += __builtin_popcountll(v[i] & stripes[b] & mask);
                else if (i >> (b - 6) & 1) n += __builtin_popcountll(v[i]);
            *out++ = n;
        }
    if (flips)
        for (int b = 0; b < inner; b++) {
            int64_t n = 0;
            const int bit = b < 6 ? 0 : 1 << (b - 6);
            for (int i = 0; i < words; i++)
                if (b < 6) n += __builtin_popcountll((v[i] ^ v[i] >> (1 << b)) & ~stripes[b] & mask);
                else if (!(i & bit)) n += __builtin_popcountll(v[i] ^ v[i | bit]);
            *out++ = 2 * n;
        }
}

typedef struct {
    int64_t *now, *since, *mark; /* per output: last measure, the block it holds from, sums when a bit last turned */
} Tally;

/* Blocks first .. last - 1; block t settles outer input j by bit j of t ^ (t >> 1), so that one outer
 * input turns at a time. `starts` cuts the code into 1 + outer lists: everything, then what hangs on
 * each outer input; `out_starts` cuts `outs` (output, slot) likewise. Slots of inputs: inner, outer.
 * sums: per output 1 + (given: inner) + (flips: inner); outer_given: per output `outer`, if given. */
int foedus_census(const int32_t *code, int64_t rows, const int64_t *starts, int32_t slots, int32_t inner, int32_t outer,
                  const int32_t *outs, int64_t out_rows, const int64_t *out_starts, int64_t outputs, int64_t first,
                  int64_t last, int32_t given, int32_t flips, int64_t *sums, int64_t *outer_given) {
    if (inner < 0 || inner > BLOCK_BITS || outer < 0 || outer > MAX_OUTER || (outer && inner < BLOCK_BITS)) return BAD_SIZE;
    if (bad_sizes(rows, slots, inner + outer, outputs) || out_rows < 0 || out_rows > MAX_ROWS) return BAD_SIZE;
    if (bad_rows(code, rows, slots, inner + outer + 2)) return BAD_ROW;
    for (int l = 0; l <= outer; l++)
        if (starts[l] < 0 || starts[l] > starts[l + 1] || out_starts[l] < 0 || out_starts[l] > out_starts[l + 1])
            return BAD_SIZE;
    if (starts[outer + 1] > rows || out_starts[outer + 1] > out_rows) return BAD_SIZE;
    for (int64_t i = 0; i < out_rows; i++)
        if (outs[2 * i] < 0 || outs[2 * i] >= outputs || outs[2 * i + 1] < 0 || outs[2 * i + 1] >= slots) return BAD_OUTPUT;
    if (first < 0 || first > last || last > (int64_t)1 << outer) return BAD_RANGE;
    if (first == last) return OK;

    const int parts = 1 + (given ? inner : 0) + (flips ? inner : 0);
    const int words = inner < 6 ? 1 : 1 << (inner - 6);
    const uint64_t mask = inner < 6 ? ~(~(uint64_t)0 << (1 << inner)) : ~(uint64_t)0;
    Store s;
    Tally y = {calloc((size_t)(outputs * parts) + 1, 8), calloc((size_t)outputs + 1, 8),
               calloc((size_t)(outputs * (outer + 1)) + 1, 8)};
    if (!store(&s, slots) || !y.now || !y.since || !y.mark) {
        drop(&s);
        free(y.now), free(y.since), free(y.mark);
        return NO_MEMORY;
    }
    for (int b = 0; b < inner; b++)
        for (int i = 0; i < WORDS; i++)
            s.p[b + 2][i] = b < 6 ? stripes[b] : 0 - (uint64_t)(i >> (b - 6) & 1);
    const uint64_t start = (uint64_t)first ^ (uint64_t)first >> 1;
    for (int j = 0; j < outer; j++) s.p[2 + inner + j] = s.p[start >> j & 1];
    for (int64_t o = 0; o < outputs; o++) y.since[o] = first;

    for (int64_t t = first; t < last; t++) {
        int list = 0;
        if (t > first) {
            const int j = __builtin_ctzll((uint64_t)t);
            uint64_t **turned = &s.p[2 + inner + j];
            if (given)
                for (int64_t o = 0; o < outputs; o++) {
                    const int64_t sum = sums[o * parts] + y.now[o * parts] * (t - y.since[o]);
                    if (*turned == s.p[1]) outer_given[o * outer + j] += sum - y.mark[o * outer + j];
                    y.mark[o * outer + j] = sum;
                }
            *turned = *turned == s.p[1] ? s.p[0] : s.p[1];
            list = j + 1;
        }
        run(code + starts[list] * ROW, code + starts[list + 1] * ROW, s.p);
        for (int64_t i = out_starts[list]; i < out_starts[list + 1]; i++) {
            const int64_t o = outs[2 * i];
            int64_t *now = y.now + o * parts;
            for (int q = 0; q < parts; q++) sums[o * parts + q] += now[q] * (t - y.since[o]);
            y.since[o] = t;
            measure(s.p[outs[2 * i + 1]], words, mask, inner, given, flips, now);
        }
    }
    for (int64_t o = 0; o < outputs; o++) {
        for (int q = 0; q < parts; q++) sums[o * parts + q] += y.now[o * parts + q] * (last - y.since[o]);
        for (int j = 0; given && j < outer; j++)
            if (s.p[2 + inner + j] == s.p[1]) outer_given[o * outer + j] += sums[o * parts] - y.mark[o * outer + j];
    }
    drop(&s);
    free(y.now), free(y.since), free(y.mark);
    return OK;
}
