//! The program as a whole process on a generated store: search, capture, first frame, memory.
//!
//! `cargo bench --bench program`; `RIFFLE_BENCH_ENTRIES` sets the size (102,400), `RIFFLE_BENCH_DIR` where the store is kept
//! between runs. Figures are printed plainly, medians with the 99th percentile or the range.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench runs programs and prints"
)]

#[expect(dead_code, reason = "the other bench uses all of it")]
mod corpus;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corpus::Corpus;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const RIFFLE: &str = env!("CARGO_BIN_EXE_riffle");
const QUERIES: [&str; 8] =
    ["git", "rebase", "the", "server error", "\"the index\"", "kind:nugget rust", "tag:work plan", "日本"];
const ROUNDS: usize = 15;

fn main() {
    let sizes = [1_024, corpus::size()];
    for size in sizes {
        let home = Home::filled(size);
        println!("== {size} entries");
        home.index();
        home.search();
        home.capture();
        home.first_frame();
        report("capture in a popup, to typing (process)", (0..ROUNDS).map(|_| home.popup()).collect());
    }
}

/// A home with a store of so many entries.
struct Home {
    folder: PathBuf,
}

impl Home {
    fn filled(entries: usize) -> Self {
        let base = std::env::var_os("RIFFLE_BENCH_DIR")
            .map_or_else(|| std::env::temp_dir().join("riffle-bench"), PathBuf::from);
        let home = Self { folder: base.join(entries.to_string()) };
        if home.folder.join("filled").exists() {
            return home;
        }
        let corpus = Corpus::new();
        for number in 0..entries {
            let entry = corpus.entry(number);
            let file = home.store().join(entry.path.as_str());
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, &entry.text).unwrap();
        }
        fs::create_dir_all(&home.folder).unwrap();
        home.run(&["init", home.store().to_str().unwrap()]);
        fs::write(home.folder.join("filled"), "").unwrap();
        home
    }

    fn store(&self) -> PathBuf {
        self.folder.join("store")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(RIFFLE);
        command
            .args(args)
            .env("HOME", &self.folder)
            .env("RIFFLE_STORE", self.store())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Duration {
        let started = Instant::now();
        assert!(self.command(args).status().unwrap().success(), "{args:?}");
        started.elapsed()
    }

    fn index(&self) {
        let fresh = self.run(&["search", "--fresh", "git"]);
        println!("index from nothing, or catch up (process)   {}", ms(fresh));
        report(
            "catch up, nothing changed (process)",
            (0..7).map(|_| self.run(&["search", "--fresh", "git"])).collect(),
        );
    }

    fn search(&self) {
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        for query in QUERIES {
            for _ in 0..ROUNDS {
                ours.push(self.run(&["search", query]));
            }
        }
        report("search (process)", ours);
        for _ in 0..5 {
            let started = Instant::now();
            let store = self.store();
            match Command::new("rg").args(["-il", "rebase"]).arg(store).stdout(Stdio::null()).status() {
                Ok(_) => theirs.push(started.elapsed()),
                Err(_) => return println!("rg is not installed: no comparison"),
            }
        }
        report("rg -il rebase (process)", theirs);
    }

    fn capture(&self) {
        let captures =
            (0..25).map(|number| self.run(&["capture", &format!("Bench {number} {:?}", Instant::now())])).collect();
        report("capture, to the end of the process", captures);
        report("capture, to the printed path", (0..25).map(|number| self.told(number)).collect());
        report("probe: the same syncs without Riffle", (0..25).map(|number| probe(&self.folder, number)).collect());
    }

    /// From the start of a capture until its path is printed.
    fn told(&self, number: usize) -> Duration {
        let started = Instant::now();
        let title = format!("Told {number} {started:?}");
        let mut child = self.command(&["capture", &title]).stdout(Stdio::piped()).spawn().unwrap();
        let mut first = [0];
        child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
        let took = started.elapsed();
        child.wait().unwrap();
        took
    }

    fn first_frame(&self) {
        let mut frames = Vec::new();
        let mut memory = 0;
        for _ in 0..ROUNDS {
            let (frame, kilobytes) = self.frame();
            frames.push(frame);
            memory = memory.max(kilobytes);
        }
        report("first frame on a terminal (process)", frames);
        println!("{:<44}{:.0} MB", "private memory after a search", f64::from(memory) / 1024.0);
    }

    /// Until the capture that opens without the workbench can be typed into.
    fn popup(&self) -> Duration {
        let size = PtySize { rows: 20, cols: 70, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = self.on_a_terminal();
        command.arg("capture");
        let mut reader = pair.master.try_clone_reader().unwrap();
        let started = Instant::now();
        let mut child = pair.slave.spawn_command(command).unwrap();
        let mut screen = vt100::Parser::new(20.try_into().unwrap(), 70.try_into().unwrap(), 0);
        read_until(&mut reader, &mut screen, |text| text.contains("Enter save"));
        let took = started.elapsed();
        child.kill().unwrap();
        child.wait().unwrap();
        took
    }

    fn on_a_terminal(&self) -> CommandBuilder {
        let mut command = CommandBuilder::new(RIFFLE);
        command.env("HOME", &self.folder);
        command.env("RIFFLE_STORE", self.store());
        command.env("TERM", "xterm-256color");
        command
    }

    /// Until the footer is on the screen; then a search is typed and the private memory read.
    fn frame(&self) -> (Duration, u32) {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let command = self.on_a_terminal();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut writer = pair.master.take_writer().unwrap();
        let started = Instant::now();
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut screen = vt100::Parser::new(36.try_into().unwrap(), 120.try_into().unwrap(), 0);
        read_until(&mut reader, &mut screen, |text| text.contains("? help"));
        let took = started.elapsed();
        // The index has answered, once at start and once for the query: a count of all, then one of some.
        read_until(&mut reader, &mut screen, |text| text.contains(" entries") && !text.contains(" 0 entries"));
        writer.write_all(b"sgit reba").unwrap();
        read_until(&mut reader, &mut screen, |text| {
            text.lines().any(|line| line.contains("git reba") && line.contains(" of ") && line.contains(" entries"))
        });
        let memory = child.process_id().map_or(0, private_kilobytes);
        writer.write_all(b"\x1b\x1bQ").unwrap();
        let mut rest = Vec::new();
        // The terminal's end is an error to a reader on Linux.
        drop(reader.read_to_end(&mut rest));
        child.wait().unwrap();
        (took, memory)
    }
}

fn read_until(reader: &mut dyn Read, screen: &mut vt100::Parser, wanted: impl Fn(&str) -> bool) {
    let mut buffer = [0; 65_536];
    while !wanted(&screen.screen().contents()) {
        let read = reader.read(&mut buffer).unwrap();
        assert!(read > 0, "it ended before the screen that was waited for");
        screen.process(&buffer[..read]);
    }
}

/// Memory that belongs to the process alone; mapped files of the index do not count.
fn private_kilobytes(id: u32) -> u32 {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let lines = text.lines().filter(|line| line.starts_with("Private_Dirty:"));
    lines.filter_map(|line| line.split_whitespace().nth(1)?.parse::<u32>().ok()).sum()
}

/// What a durable file and a commit cost the disk: a file and its folder, four objects with their folders, a reference.
fn probe(folder: &Path, number: usize) -> Duration {
    let started = Instant::now();
    let folder = folder.join("probe");
    fs::create_dir_all(&folder).unwrap();
    for step in 0..6 {
        let name = folder.join(format!("{number}-{step}"));
        let mut file = fs::File::create(&name).unwrap();
        file.write_all(&[b'x'; 600]).unwrap();
        file.sync_all().unwrap();
        fs::rename(&name, folder.join(format!("{number}-{step}.done"))).unwrap();
        fs::File::open(&folder).unwrap().sync_all().unwrap();
    }
    started.elapsed()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let (low, high) = (times[0], times[times.len() - 1]);
    let high99 = times[(times.len() * 99 / 100).min(times.len() - 1)];
    println!("{what:<44}{} p99 {} ({}..{})", ms(times[times.len() / 2]), ms(high99), ms(low), ms(high));
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}
