//! A real terminal: the program in a pseudo-terminal, its screen read back by a terminal emulator.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::Sandbox;

/// How long a screen may take before a test gives up; never waited for when all is well.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program on a terminal.
pub(crate) struct Terminal {
    parser: vt100::Parser,
    output: Receiver<Vec<u8>>,
    reader: Option<JoinHandle<()>>,
    /// Everything the program wrote.
    pub(crate) written: Vec<u8>,
    /// The keyboard's and the screen's end, until they are taken away.
    ends: Option<(Box<dyn Write + Send>, Box<dyn MasterPty + Send>)>,
    pub(crate) child: Box<dyn Child + Send + Sync>,
}

impl Terminal {
    /// Starts `riffle` with these arguments on a terminal of so many columns and rows.
    pub(crate) fn start(sandbox: &Sandbox, args: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        Self::run(sandbox, env!("CARGO_BIN_EXE_riffle"), args, size, env)
    }

    /// Starts `riffle` from a shell, which outlives the loss of its terminal and ends when `riffle` does.
    pub(crate) fn start_in_shell(sandbox: &Sandbox, size: (u16, u16)) -> Self {
        let script = format!("trap : HUP; '{}'", env!("CARGO_BIN_EXE_riffle"));
        Self::run(sandbox, "sh", &["-c", &script], size, &[])
    }

    /// Starts `riffle` from a shell that has its standard output go into a file, says its exit code and waits.
    pub(crate) fn start_into(sandbox: &Sandbox, args: &[&str], file: &Path, size: (u16, u16)) -> Self {
        let (riffle, file) = (env!("CARGO_BIN_EXE_riffle"), file.display());
        let script = format!("'{riffle}' \"$@\" > '{file}'; echo \"ended with $?\"; read -r line");
        Self::run(sandbox, "sh", &[&["-c", &script, "sh"], args].concat(), size, &[])
    }

    /// Starts `riffle` as the only window of a tmux of its own.
    pub(crate) fn start_in_tmux(sandbox: &Sandbox, socket: &Path, args: &[&str], size: (u16, u16)) -> Self {
        let tmux = ["-S", socket.to_str().unwrap(), "-f", "/dev/null", "new-session", env!("CARGO_BIN_EXE_riffle")];
        Self::run(sandbox, "tmux", &[&tmux, args].concat(), size, &[])
    }

    fn run(sandbox: &Sandbox, program: &str, args: &[&str], (columns, rows): (u16, u16), env: &[(&str, &str)]) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in sandbox.environment() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in env {
            command.env(name, value);
        }
        command.args(args);
        command.cwd(sandbox.home());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        let input = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(size_of(rows), size_of(columns), 0);
        Self { parser, output, reader: Some(reader), written: Vec::new(), ends: Some((input, pair.master)), child }
    }

    /// Types bytes as a keyboard would send them.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        let (input, _) = self.ends.as_mut().unwrap();
        input.write_all(keys.as_bytes()).unwrap();
        input.flush().unwrap();
        self
    }

    /// Pastes as a terminal with bracketed paste does.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"))
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        let (_, master) = self.ends.as_ref().unwrap();
        master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.parser.screen_mut().set_size(size_of(rows), size_of(columns));
        self
    }

    /// Reads what the program writes until the screen is as wanted.
    #[track_caller]
    pub(crate) fn until(&mut self, wanted: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("the screen never came:\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended:\n{}", self.text()),
            }
        }
        self
    }

    /// Waits until the screen shows these words.
    #[track_caller]
    pub(crate) fn shows(&mut self, words: &str) -> &mut Self {
        self.until(|screen| screen.contents().contains(words))
    }

    fn take(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.written.extend_from_slice(bytes);
    }

    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    pub(crate) fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Steps out of an input, if there is one, and quits; answers with the exit code. Two escapes are one: a letter behind a
    /// single one would be an Alt key.
    pub(crate) fn leaves(&mut self) -> u32 {
        self.keys("\x1b\x1b").keys("Q");
        self.ends()
    }

    /// Takes the terminal away without a word, as a closed window does; says whether the program ended.
    pub(crate) fn hangs_up(&mut self) -> bool {
        // Nobody takes what is read any more, so one more drawing ends the reader, which holds the terminal open.
        self.output = channel().1;
        self.keys("\x0c");
        self.reader.take().unwrap().join().unwrap();
        self.ends = None;
        let deadline = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            if Instant::now() > deadline {
                return false;
            }
            std::thread::yield_now();
        }
        true
    }

    /// Waits for the program's end and answers with its exit code.
    pub(crate) fn ends(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().unwrap();
                    panic!("the program did not end:\n{}", self.text());
                }
            }
        }
        self.child.wait().unwrap().exit_code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
    }
}

fn size_of(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}
