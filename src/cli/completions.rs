//! `riffle completions`: what a shell needs to complete commands.

use clap_complete::Shell;

use super::output::{Failure, Output};

const PLACES: &str = "\
Where shells look:
  bash  riffle completions bash > ~/.local/share/bash-completion/completions/riffle
  zsh   riffle completions zsh > ~/.zfunc/_riffle    (fpath+=~/.zfunc before compinit)
  fish  riffle completions fish > ~/.config/fish/completions/riffle.fish";

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = PLACES)]
pub(super) struct Args {
    /// Which shell.
    shell: Shell,
}

impl Args {
    pub(super) fn run(&self, output: &mut Output) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::tree(), "riffle", &mut script);
        output.raw(&script)
    }
}
