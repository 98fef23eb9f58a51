//! A seeded generator of entries that look like a person's notes; the same for every run of every bench.

use std::fmt::Write as _;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate};
use riffle::entry::{Entry, EntryId, EntryPath, Kind, Stage, Stamp};
use ulid::Ulid;

/// How many words the language has.
const WORDS: usize = 160_000;
const SYLLABLES: [&str; 40] = [
    "re", "co", "in", "de", "st", "ta", "ma", "no", "li", "se", "pro", "ex", "con", "un", "tra", "ver", "men", "ti",
    "or", "al", "er", "an", "ing", "ed", "ly", "ful", "ous", "ble", "gra", "sh", "ch", "qu", "ke", "wo", "ju", "zy",
    "by", "fo", "ga", "hu",
];
const COMMON: [&str; 64] = [
    "the", "of", "and", "to", "a", "in", "is", "that", "for", "it", "with", "as", "on", "be", "this", "are", "by",
    "from", "or", "an", "not", "git", "branch", "rebase", "commit", "rust", "search", "index", "note", "file", "code",
    "test", "error", "server", "data", "time", "use", "make", "work", "team", "meeting", "learn", "plan", "write",
    "read", "design", "system", "network", "memory", "thread", "query", "user", "string", "value", "type", "async",
    "future", "borrow", "lifetime", "cargo", "docker", "linux", "shell", "python",
];
const SYMBOLS: [&str; 16] = [
    "--filter=blob:none",
    "std::fs::write",
    "C++",
    "C#",
    "foo_bar",
    ".gitignore",
    "fs::read_to_string",
    "git-rebase",
    "HashMap<String",
    "x86_64",
    "`cargo-nextest`",
    "v1.95.0",
    "well-known",
    "tokio::spawn",
    "$EDITOR",
    "@decorator",
];
const ACCENTED: [&str; 10] =
    ["café", "Überblick", "naïve", "señor", "façade", "Zürich", "jalapeño", "über", "résumé", "smörgåsbord"];
const DENSE: [&str; 12] = [
    "天気予報",
    "東京都",
    "機械学習",
    "搜索引擎",
    "知识管理",
    "人工智能",
    "データベース",
    "プログラミング",
    "검색엔진",
    "학습노트",
    "北京大学",
    "非同期処理",
];
const TAGS: [&str; 20] = [
    "rust",
    "rust/async",
    "rust/macros",
    "git",
    "git/rebase",
    "work",
    "work/meetings",
    "work/team/retro",
    "learning",
    "reading",
    "python",
    "devops/docker",
    "devops/k8s",
    "ideas",
    "people",
    "security",
    "日本語",
    "café",
    "howto",
    "til",
];

/// Numbers that look random and are the same every time.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 33) as usize * end) >> 31
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Makes entries by number.
pub(crate) struct Corpus {
    words: Vec<String>,
}

/// How many entries a bench has; `RIFFLE_BENCH_ENTRIES` sets it.
pub(crate) fn size() -> usize {
    std::env::var("RIFFLE_BENCH_ENTRIES").ok().and_then(|size| size.parse().ok()).unwrap_or(102_400)
}

/// The day on which all benches run.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day")
}

impl Corpus {
    pub(crate) fn new() -> Self {
        let mut random = Random::new(7);
        // The first are the little words; the others come up between invented ones, ever rarer.
        let (little, others) = COMMON.split_at(21);
        let mut words: Vec<String> = little.iter().map(|word| (*word).to_owned()).collect();
        while words.len() < WORDS {
            if words.len().is_multiple_of(60) && words.len() / 60 <= others.len() {
                words.push(others[words.len() / 60 - 1].to_owned());
            }
            let syllables = 2 + random.below(4);
            words.push((0..syllables).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect());
        }
        Self { words }
    }

    /// A word; the number of a word is about as likely as Zipf says.
    fn word(&self, random: &mut Random) -> &str {
        let rank = (self.words.len() as f64).powf(random.fraction()) as usize;
        &self.words[rank.clamp(1, self.words.len()) - 1]
    }

    fn push_word(&self, random: &mut Random, dense: bool, out: &mut String) {
        match random.below(200) {
            0..3 => out.push_str(SYMBOLS[random.below(SYMBOLS.len())]),
            3..5 => out.push_str(ACCENTED[random.below(ACCENTED.len())]),
            5..100 if dense => {
                out.push_str(DENSE[random.below(DENSE.len())]);
                return;
            }
            _ => out.push_str(self.word(random)),
        }
        out.push(' ');
    }

    /// Markdown of about `words` words.
    pub(crate) fn body(&self, random: &mut Random, words: usize) -> String {
        let dense = random.below(10) == 0;
        let mut out = String::with_capacity(words * 8);
        let mut left = words;
        while left > 0 {
            let run = left.min(6 + random.below(30));
            left -= run;
            match random.below(12) {
                0 => out.push_str("## "),
                1..4 => out.push_str("- "),
                4 => out.push_str("> "),
                5 => out.push_str("- [ ] "),
                _ => {}
            }
            for _ in 0..run {
                self.push_word(random, dense, &mut out);
            }
            out.push_str(if random.below(3) == 0 { ".\n" } else { ".\n\n" });
            if random.below(25) == 0 {
                out.push_str("```rust\nfn main() { let text = std::fs::read_to_string(\"a.txt\"); }\n```\n\n");
            }
        }
        out
    }

    pub(crate) fn entry(&self, number: usize) -> Entry {
        let mut random = Random::new(number as u64 + 1000);
        let mut title = String::new();
        for _ in 0..3 + random.below(6) {
            self.push_word(&mut random, number.is_multiple_of(10), &mut title);
        }
        let words = match random.below(1000) {
            0 => 20_000,
            1..20 => 3_000,
            20..200 => 500 + random.below(600),
            _ => 40 + random.below(400),
        };
        let body = self.body(&mut random, words);
        let kind = [Kind::Note, Kind::Bookmark, Kind::Nugget, Kind::Journal][random.below(4)];
        let stage = [None, Some(Stage::Inbox), Some(Stage::Seed), Some(Stage::Evergreen)][random.below(4)];
        let first = DateTime::parse_from_rfc3339("2016-01-01T08:00:00+01:00").expect("a date");
        let date: DateTime<FixedOffset> = first + Duration::minutes(random.below(5_600_000) as i64);
        let tags: Vec<String> = (0..random.below(4)).map(|_| TAGS[random.below(TAGS.len())].to_owned()).collect();
        let id = Ulid::from_parts(date.timestamp_millis() as u64, u128::from(random.next()));
        let path = format!("{kind}s/{}/{}-{number}.md", date.format("%Y"), title.trim().replace(['/', ' '], "-"));
        let mut text = format!("---\nid: {}\nkind: {kind}\ntitle: {title}\n", id.to_string().to_lowercase());
        writeln!(text, "date: {}\n---", date.to_rfc3339()).expect("memory");
        let start = text.len();
        text.push_str(&body);
        Entry {
            path: EntryPath::new(path).expect("inside"),
            id: EntryId::Ulid(id),
            kind,
            stage,
            title: title.trim().to_owned(),
            date: Some(date),
            tags,
            aliases: Vec::new(),
            url: (kind == Kind::Bookmark).then(|| format!("https://example.com/{number}")),
            fields: serde_json::Map::new(),
            body: start..text.len(),
            text,
            problem: None,
        }
    }

    pub(crate) fn stamp(number: usize) -> Stamp {
        let number = number as u64;
        Stamp { mtime: 1_700_000_000_000_000_000 + number as i64 * 1_000_003, size: 1000 + number, hash: number * 77 }
    }
}
