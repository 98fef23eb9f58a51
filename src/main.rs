//! Parses the arguments, runs, exits with a code.

use std::process::ExitCode;

fn main() -> ExitCode {
    riffle::cli::main()
}
