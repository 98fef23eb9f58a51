//! `riffle man`: the manual page, all commands on one page.

use clap::{Arg, Command};

use super::docs::{about, commands, line};
use super::output::{Failure, Output};

/// Print the manual page (`riffle man | man -l -`).
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    pub(super) fn run(&self, output: &mut Output) -> Result<(), Failure> {
        let mut tree = super::tree();
        tree.build();
        let man = clap_mangen::Man::new(tree.clone());
        let mut page = Vec::new();
        man.render_title(&mut page)?;
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        let mut rest = String::from(".SH COMMANDS\n");
        for command in commands(&tree) {
            describe(&mut rest, command);
        }
        rest.push_str(".SH FLAGS THAT EVERY COMMAND TAKES\n");
        arguments(&mut rest, tree.get_arguments());
        output.raw(&page)?;
        output.raw(rest.as_bytes())
    }
}

fn describe(page: &mut String, command: &Command) {
    let usage = command.clone().render_usage().to_string();
    line(page, format_args!(".SS {}", escaped(usage.trim_start_matches("Usage: "))));
    for paragraph in about(command).split("\n\n") {
        line(page, format_args!(".PP\n{}", escaped(paragraph)));
    }
    arguments(page, command.get_arguments().filter(|arg| !arg.is_global_set()));
    if let Some(examples) = command.get_after_help() {
        line(page, format_args!(".PP\n.nf\n{}\n.fi", escaped(&examples.to_string())));
    }
}

fn arguments<'a>(page: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
    for arg in arguments.filter(|arg| !arg.is_hide_set() && arg.get_id() != "help") {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        line(page, format_args!(".TP\n\\fB{}\\fR\n{}", escaped(&arg.to_string()), escaped(&help)));
    }
}

/// Text that roff takes for text: no escapes, no requests at the beginning of a line.
fn escaped(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
    });
    lines.collect::<Vec<_>>().join("\n")
}
