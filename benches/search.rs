//! Typing, opening, saving and rebuilding with a large index; raw tantivy beside it for comparison.
//!
//! `RIFFLE_BENCH_ENTRIES` sets the number of entries, `RIFFLE_BENCH_DIR` keeps the index for the next run,
//! `RIFFLE_BENCH_QUERY` types one query only, many times.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench reports and may fail")]

mod corpus;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use corpus::{Corpus, Random, size, today};
use riffle::entry::{Entry, Kind};
use riffle::index::{Batch, By, Index, Opening};
use riffle::query::{Clause, Day, Query, Term};

/// What people type; the last word is a prefix while it grows.
const QUERIES: [&str; 60] = [
    "git rebase",
    "rust async future",
    "the",
    "meeting notes",
    "docker network",
    "borrow lifetime",
    "C++",
    "std::fs::write",
    "--filter=blob:none",
    "foo_bar",
    ".gitignore",
    "café",
    "cafe",
    "Überblick",
    "uberblick",
    "天気",
    "機械学習",
    "知识",
    "검색",
    "天",
    "search index",
    "error",
    "a",
    "s",
    "c",
    "co",
    "re",
    "in",
    "st",
    "con",
    "pro",
    "tra",
    "server data time",
    "the of and",
    "to be or not",
    "plan",
    "write code",
    "learn python",
    "shell",
    "linux kernel",
    "memory thread",
    "user query",
    "string value type",
    "cargo test",
    "commit",
    "reading",
    "well-known",
    "v1.95.0",
    "$EDITOR",
    "resume",
    "zurich",
    "tokio::spawn",
    "x86_64",
    "deconta",
    "unverment",
    "git branch commit rebase",
    "designs",
    "xylophone",
    "プログラミング",
    "work team retro",
];

fn main() {
    let size = size();
    let corpus = Corpus::new();
    let temporary = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("RIFFLE_BENCH_DIR").map(PathBuf::from);
    let folder = kept.clone().unwrap_or_else(|| temporary.path().join("index"));
    let index = match Index::open(&folder).unwrap() {
        Opening::Ready(index) if kept.is_some() => index,
        Opening::Ready(index) | Opening::Empty(index) => {
            let entries: Vec<Entry> = (0..size).map(|number| corpus.entry(number)).collect();
            let bytes: usize = entries.iter().map(|entry| entry.text.len()).sum();
            println!("{size} entries, {} MB", bytes / 1_000_000);
            let raw = raw_tantivy(&entries, &temporary.path().join("raw"));
            let ours = rebuild(&index, &entries);
            let again = raw_tantivy(&entries, &temporary.path().join("raw-again"));
            let raw = raw.min(again);
            for (label, ours, raw) in [("wall", ours.0, raw.0), ("processor", ours.1, raw.1)] {
                let ratio = ours.as_secs_f64() / raw.as_secs_f64();
                println!("index from nothing, {label} time: {ours:.2?}; raw tantivy {raw:.2?}; ratio {ratio:.2}");
            }
            index
        }
    };
    println!("index on disk: {} MB", folder_size(&folder) / 1_000_000);

    if let Ok(text) = std::env::var("RIFFLE_BENCH_QUERY") {
        let query = Query::parse(&text, today()).query;
        let mut times: Vec<Duration> = (0..500).map(|_| timed(|| drop(index.search(&query, 50).unwrap()))).collect();
        println!("{} match", index.search(&query, 0).unwrap().total);
        return report(&text, &mut times);
    }
    opening(&folder);
    first_queries(&folder);
    typing(&index);
    filters(&index);
    columns(&index);
    saving(&index, &corpus);
    typing(&index);
    println!("private memory: {} MB (anonymous)", anonymous_memory());
}

fn rebuild(index: &Index, entries: &[Entry]) -> (Duration, Duration) {
    let (start, busy) = (Instant::now(), process_time());
    let writer = index.writer(Batch::Rebuild).unwrap();
    in_two_threads(entries, |number, entry| writer.put(entry, Corpus::stamp(number), today()).unwrap());
    writer.commit().unwrap().tidy().unwrap();
    (start.elapsed(), process_time().saturating_sub(busy))
}

/// What tantivy needs for title, body, tags and path with its own tokenizer and the same budget.
fn raw_tantivy(entries: &[Entry], folder: &Path) -> (Duration, Duration) {
    use tantivy::schema::{STORED, STRING, Schema, TEXT};

    std::fs::create_dir_all(folder).unwrap();
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", TEXT | STORED);
    let body = schema.add_text_field("body", TEXT | STORED);
    let tags = schema.add_text_field("tags", TEXT | STORED);
    let path = schema.add_text_field("path", STRING | STORED);
    let index = tantivy::Index::create_in_dir(folder, schema.build()).unwrap();
    let (start, busy) = (Instant::now(), process_time());
    let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(2, 200_000_000).unwrap();
    in_two_threads(entries, |_, entry| {
        let mut document = tantivy::doc!(
            title => entry.title.as_str(), body => entry.body(), path => entry.path.as_str());
        for tag in &entry.tags {
            document.add_text(tags, tag);
        }
        writer.add_document(document).unwrap();
    });
    writer.commit().unwrap();
    (start.elapsed(), process_time().saturating_sub(busy))
}

fn in_two_threads(entries: &[Entry], put: impl Fn(usize, &Entry) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(entry) = entries.get(number) else { return };
                    put(number, entry);
                }
            });
        }
    });
}

fn opening(folder: &Path) {
    let mut times: Vec<Duration> = (0..50).map(|_| timed(|| drop(Index::open(folder).unwrap()))).collect();
    report("open", &mut times);
}

/// What a process that was just started waits for.
fn first_queries(folder: &Path) {
    let mut times = Vec::new();
    for text in QUERIES {
        let (Opening::Ready(index) | Opening::Empty(index)) = Index::open(folder).unwrap();
        times.push(timed(|| drop(index.search(&words(text, false), 50).unwrap())));
    }
    report("first query after open, 50 rows", &mut times);
}

fn typing(index: &Index) {
    for (label, limit) in [("key press, 50 rows with snippets", 50), ("key press, counted only", 0)] {
        let mut times = Vec::new();
        let mut slow = Vec::new();
        for round in 0..4 {
            for text in QUERIES {
                for end in text.char_indices().map(|(at, c)| at + c.len_utf8()) {
                    let query = words(&text[..end], true);
                    let time = timed(|| drop(index.search(&query, limit).unwrap()));
                    if round > 0 {
                        times.push(time);
                        slow.push((time, text[..end].to_owned()));
                    }
                }
            }
        }
        report(label, &mut times);
        slow.sort();
        let worst: Vec<String> = slow.iter().rev().take(12).map(|(time, text)| format!("{text} {time:.1?}")).collect();
        println!("    slowest: {}", worst.join(", "));
    }
    let mut times: Vec<Duration> =
        (0..200).map(|_| timed(|| drop(index.search(&Query::default(), 50).unwrap()))).collect();
    report("empty query, 50 recent rows", &mut times);
}

fn filters(index: &Index) {
    let clause = |term| Clause { not: false, term };
    let word = |text: &str| clause(Term::Word { text: text.into(), prefix: false });
    let not = |text: &str| Clause { not: true, ..word(text) };
    let day = Day { typed: "2024".into(), start: chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() };
    let queries = [
        ("\"the of\"", vec![clause(Term::Phrase("the of".into()))]),
        ("\"git rebase\"", vec![clause(Term::Phrase("git rebase".into()))]),
        ("-the", vec![not("the")]),
        ("git -rebase", vec![word("git"), not("rebase")]),
        ("kind:note rust", vec![clause(Term::Kind(vec![Kind::Note])), word("rust")]),
        ("tag:work team", vec![clause(Term::Tag(vec!["work".into()])), word("team")]),
        ("path:2024", vec![clause(Term::Path("2024".into()))]),
        ("path:rebase git", vec![clause(Term::Path("rebase".into())), word("git")]),
        ("after:2024 rust", vec![clause(Term::After(day.clone())), word("rust")]),
        ("before:2024", vec![clause(Term::Before(day))]),
    ];
    for (label, clauses) in queries {
        let query = Query { any: vec![clauses] };
        let mut times: Vec<Duration> = (0..30).map(|_| timed(|| drop(index.search(&query, 50).unwrap()))).collect();
        report(label, &mut times[1..]);
    }
}

fn columns(index: &Index) {
    let times = |run: &dyn Fn()| (0..20).map(|_| timed(run)).collect::<Vec<_>>();
    report("stamps", &mut times(&|| drop(index.stamps().unwrap())));
    report("tags", &mut times(&|| drop(index.tags().unwrap())));
    let named = index.list(&Query::default(), 1).unwrap().hits.remove(0);
    let id = named.id.to_string();
    for (label, name) in [("path", named.path.as_str()), ("title", &named.title), ("part of id", &id[18..])] {
        report(&format!("resolve by {label}"), &mut times(&|| drop(index.resolve(name).unwrap())));
    }
    report("list of 1,000", &mut times(&|| drop(index.list(&Query::default(), 1000).unwrap())));
    report("50 changed last", &mut times(&|| drop(index.sorted(&Query::default(), 50, By::Recent).unwrap())));
    report("folders and tags of all", &mut times(&|| drop(index.counts(&Query::default(), &[]).unwrap())));
}

/// Saved to found: put, commit and a search that sees it, one entry at a time.
fn saving(index: &Index, corpus: &Corpus) {
    let mut random = Random::new(99);
    let (mut updates, mut news, mut tidying) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..100 {
        let number = random.below(size());
        let mut entry = corpus.entry(number);
        let marker = format!("zzmarker{round}");
        entry.text.push_str(&marker);
        entry.body.end = entry.text.len();
        let times = if round % 2 == 0 { &mut updates } else { &mut news };
        if round % 2 == 1 {
            entry.path = riffle::entry::EntryPath::new(format!("notes/new-{round}.md")).unwrap();
        }
        let mut committed = None;
        times.push(timed(|| {
            let writer = index.writer(Batch::Small).unwrap();
            writer.put(&entry, Corpus::stamp(number), today()).unwrap();
            committed = Some(writer.commit().unwrap());
            assert_eq!(index.search(&words(&marker, false), 50).unwrap().total, 1);
        }));
        tidying.push(timed(|| committed.take().unwrap().tidy().unwrap()));
    }
    report("saved to found, changed entry", &mut updates);
    report("saved to found, new entry", &mut news);
    report("tidied behind it", &mut tidying);
    let mut times = Vec::new();
    for batch in [Batch::Small, Batch::Large] {
        times.push(timed(|| drop(index.writer(batch).unwrap())));
    }
    report("writer opened and dropped", &mut times);
}

fn words(text: &str, typing: bool) -> Query {
    let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
    let last = parts.len().saturating_sub(1);
    let clause = |(at, part): (usize, &&str)| Clause {
        not: false,
        term: Term::Word { text: (*part).to_owned(), prefix: typing && at == last && !text.ends_with(' ') },
    };
    Query { any: vec![parts.iter().enumerate().map(clause).collect()] }
}

/// How long it took; with `RIFFLE_BENCH_CPU`, only the time this thread was running, for machines that do other work.
fn timed(run: impl FnOnce()) -> Duration {
    if std::env::var_os("RIFFLE_BENCH_CPU").is_none() {
        let start = Instant::now();
        run();
        return start.elapsed();
    }
    let start = thread_time();
    run();
    thread_time().saturating_sub(start)
}

fn thread_time() -> Duration {
    let time = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(time.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// The time all threads of the process were running.
fn process_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split(' ').skip(12).take(2);
    Duration::from_millis(ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
}

fn report(label: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{label:<44} p50 {:>9.2?}  p99 {:>9.2?}  max {:>9.2?}", at(0.5), at(0.99), at(1.0));
}

fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { folder_size(&path) } else { path.metadata().unwrap().len() }).sum()
}

fn anonymous_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<usize>().ok()).unwrap_or(0) / 1000
}
