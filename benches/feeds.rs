//! Feeds at size: a round of 500 sources, lists of 100,000 items, a key; and files of feeds of others.
//!
//! `cargo bench --bench feeds`; `RIFFLE_BENCH_FEEDS` sets how many sources there are (500), each with 200 items and one with
//! 15,000; `RIFFLE_FEED_FILES` names a folder of files that are read one by one instead.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and ends where it cannot go on")]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use riffle::clock::Clock;
use riffle::config::Config;
use riffle::feed;
use riffle::ops::feeds::{self, List, Mark, Round, Show};
use riffle::ops::{Workspace, find};
use riffle::paths::Paths;

const ITEMS: usize = 200;
const LARGE: usize = 15_000;

/// Whether the feeds have items.
static IS_FULL: AtomicBool = AtomicBool::new(false);

fn main() {
    if let Some(folder) = std::env::var_os("RIFFLE_FEED_FILES") {
        return files(Path::new(&folder));
    }
    let count: usize = std::env::var("RIFFLE_BENCH_FEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(500);
    let home = tempfile::tempdir().unwrap();
    let workspace = workspace(home.path());
    let port = serve();
    follow(&workspace, count, port);
    IS_FULL.store(true, Ordering::Relaxed);
    println!("== {count} sources, {} items", (count - 1) * ITEMS + LARGE);
    timed("round in which all is new", || fetch(&workspace));
    timed("round in which nothing changed (304)", || fetch(&workspace));
    lists(&workspace, port);
}

fn lists(workspace: &Workspace, port: u16) {
    let unread = feeds::items(workspace, &List::All, Show::Unread, 500).unwrap();
    timed("what is followed, with counts", || feeds::list(workspace).unwrap());
    timed("all unread (20,000 rows)", || feeds::items(workspace, &List::All, Show::Unread, usize::MAX).unwrap());
    let large = List::Source(format!("http://127.0.0.1:{port}/0"));
    timed("a source of 15,000 items", || feeds::items(workspace, &large, Show::All, usize::MAX).unwrap());
    let keys = vec![unread[0].key.clone()];
    timed("one item read", || feeds::mark(workspace, &keys, Mark::Read).unwrap());
    timed("one item with its text", || feeds::item(workspace, &keys[0]).unwrap());
    timed("a search over all items", || find::search(workspace, "in:feeds folios", 50).unwrap());
    let all: Vec<String> =
        feeds::items(workspace, &large, Show::Unread, usize::MAX).unwrap().into_iter().map(|it| it.key).collect();
    println!("{:<44}{}", "unread of it", all.len());
}

fn timed<T>(what: &str, act: impl Fn() -> T) {
    let mut times: Vec<Duration> = Vec::new();
    let rounds = if what.starts_with("round") { 1 } else { 9 };
    for _ in 0..rounds {
        let begun = Instant::now();
        let done = act();
        times.push(begun.elapsed());
        drop(done);
    }
    times.sort();
    println!("{what:<44}{:.2?}", times[times.len() / 2]);
}

fn workspace(home: &Path) -> Workspace {
    let place = |name: &str| home.join(name);
    let paths = Paths { config: place("c"), cache: place("h"), state: place("s"), data: place("d") };
    fs::create_dir_all(place("store")).unwrap();
    Workspace::open(&place("store"), paths, Config::default(), Clock::System).unwrap()
}

/// Each is typed, so that it may lead to this machine; the server has nothing in them yet.
fn follow(workspace: &Workspace, count: usize, port: u16) {
    for at in 0..count {
        feeds::add(workspace, &format!("http://127.0.0.1:{port}/{at}"), None, None, &mut || true).unwrap();
    }
}

fn fetch(workspace: &Workspace) {
    let mut failed = 0;
    feeds::fetch(workspace, &Round::All, &mut || true, &mut |one| {
        failed += usize::from(matches!(one.outcome, feeds::Outcome::Failed(_)));
    })
    .unwrap();
    assert_eq!(failed, 0);
}

/// A server of feeds on loopback that says that nothing changed to whoever says what it has.
fn serve() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that goes away is no fault of the bench.
            thread::spawn(move || answer(stream).ok());
        }
    });
    port
}

fn answer(stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut line, mut knows) = (String::new(), String::new(), false);
    reader.read_line(&mut first)?;
    while reader.read_line(&mut line)? > 2 {
        knows |= line.to_ascii_lowercase().starts_with("if-none-match: \"true");
        line.clear();
    }
    let mut stream = reader.into_inner();
    let full = IS_FULL.load(Ordering::Relaxed);
    if knows {
        return stream.write_all(b"HTTP/1.1 304 Not Modified\r\nETag: \"true\"\r\nConnection: close\r\n\r\n");
    }
    let name = first.split(' ').nth(1).unwrap_or("/");
    let items = if name == "/0" { LARGE } else { ITEMS };
    let body = rss(name, if full { items } else { 0 });
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nETag: \"{full}\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body.as_bytes())
}

fn rss(name: &str, items: usize) -> String {
    let item = |at: usize| {
        format!(
            "<item><guid>{name}-{at}</guid><title>The state of item {at}</title><link>https://example.org{name}/{at}</link>\
             <pubDate>Sat, 21 Nov 2026 {:02}:{:02}:00 GMT</pubDate><description>&lt;p&gt;Folios and partial clones number \
             {at}, in a few words as feeds have them, with a &lt;b&gt;tag&lt;/b&gt; or two.&lt;/p&gt;</description></item>",
            at / 60 % 24,
            at % 60
        )
    };
    let items: String = (0..items).map(item).collect();
    format!("<rss version='2.0'><channel><title>Feed {name}</title>{items}</channel></rss>")
}

/// Reads every file below a folder as a feed, and tells what came of it and how long the slowest took.
fn files(folder: &Path) {
    let (mut read, mut refused, mut items) = (0, 0, 0);
    let mut slowest: (Duration, PathBuf) = Default::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(bytes) = fs::read(&path).map(Arc::new) else { continue };
            let begun = Instant::now();
            match feed::parse(&bytes, None, "https://example.org/feed") {
                Ok(feed) => (read, items) = (read + 1, items + feed.items.len()),
                Err(why) => {
                    refused += 1;
                    println!("{}: {why}", path.display());
                }
            }
            slowest = slowest.max((begun.elapsed(), path));
        }
    }
    println!(
        "{read} read with {items} items, {refused} refused; the slowest took {:.1?}: {}",
        slowest.0,
        slowest.1.display()
    );
}
