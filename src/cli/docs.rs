//! docs/cli.md, written from the tree of commands so that it cannot go stale.

use std::fmt::Write;

use clap::{Arg, Command};

const HEAD: &str = "\
# The command line

Written from the program itself; a test keeps it true.

One binary, `riffle`; without a command it opens the workbench. Everything the workbench does has a command.

Text goes to standard output only; messages, progress and hints go to standard error. A closed pipe ends quietly. Standard input is
read when it is not a terminal or `-` is given. Nothing asks a question when standard input is not a terminal.

An ENTRY is a path, file name, title, alias, `[[link]]` or an unambiguous part (at least 4 characters) of an id. Several matches are
listed, and the command ends with 2.

## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | failed; for `doctor` and `keys --check`: something was found |
| 2 | the words of the command make no sense, or there is no such entry or store |
| 3 | a decision is needed first |
| 4 | the network or the remote |
| 130 | interrupted |

## Environment

| variable | meaning |
|---|---|
| `RIFFLE_STORE` | the store, as `--store` |
| `RIFFLE_CONFIG_DIR`, `RIFFLE_CACHE_DIR`, `RIFFLE_STATE_DIR`, `RIFFLE_DATA_DIR` | instead of the platform's folders |
| `RIFFLE_NOW` | the present moment (RFC 3339), for tests and documentation |
| `VISUAL`, `EDITOR` | the editor, with arguments; split as a shell would, without a shell |
| `NO_COLOR` | no colour |
";

/// What `--json` prints per command: one object a line, these fields; more may follow.
const FIELDS: [(&str, &str); 19] = [
    ("init", "`path`"),
    ("demo", "`path`, `team`"),
    ("clone", "`path`"),
    ("capture", "`path`, `id`, `kind`, `title`"),
    ("search", "`path`, `id`, `kind`, `title`, `tags`, `date`, `score`, `snippet`, `line`"),
    ("list", "`path`, `id`, `kind`, `title`, `tags`, `date`"),
    ("pick", "`path`, `id`, `kind`, `title`, `tags`, `date`"),
    (
        "show",
        "the fields of the front matter, `path`, `id`, `kind`, `title`, `tags`, `body`, `properties` (what else the front matter says), `page` (text of a bookmark's page), `links`, `backlinks`",
    ),
    ("edit", "`path`"),
    ("tag", "`path`, `tags`; for `tag list`: `tag`, `entries`"),
    (
        "links",
        "`from`, `line`, `text`, `target`, `heading`, `resolved` (a path, or null), `kind` (`wiki`, `embed`, `markdown`, `image`, \
         `auto`), `leads` (to an `entry`, `file`, `web`, or is `missing`); with `--orphans`: `path`",
    ),
    (
        "import",
        "`formats`, `read`, `new` and `joined` (paths), `files` (how many besides), `known` (how many are here already), `left_out` (`file`, `line`, `why` each), `dry_run`",
    ),
    ("export", "with `--out`: `out`, `entries`, `files`, `left_out` (`path`, `why` each)"),
    ("rename", "`changed`, `from`, `to`, `links`"),
    ("undo", "`act`, `changed`"),
    ("redo", "`act`, `changed`"),
    ("sync", "`state`, `ahead`, `behind`, `received`, `sent`, `review`"),
    ("doctor", "`check`, `state`, `detail`, `remedy`"),
    ("keys", "`context`, `keys`, `action`, `about`"),
];

/// The text of docs/cli.md.
pub fn docs() -> String {
    let mut tree = super::tree();
    tree.build();
    let mut text = HEAD.to_owned();
    text.push_str("\n## Flags that every command takes\n\n");
    arguments(&mut text, tree.get_arguments());
    text.push_str("\n## Commands\n");
    for command in commands(&tree) {
        describe(&mut text, command);
    }
    text
}

/// The commands that a person may type.
pub(super) fn commands(tree: &Command) -> impl Iterator<Item = &Command> {
    tree.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

pub(super) fn about(command: &Command) -> String {
    command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default()
}

fn describe(text: &mut String, command: &Command) {
    let name = command.get_name();
    let aliases: String = command.get_visible_aliases().map(|alias| format!(" (`{alias}`)")).collect();
    line(text, format_args!("\n### {name}{aliases}\n\n{}\n", about(command)));
    let usage = command.clone().render_usage().to_string();
    line(text, format_args!("```text\n{}\n```\n", usage.trim_start_matches("Usage: ")));
    arguments(text, command.get_arguments().filter(|arg| !arg.is_global_set()));
    if let Some(examples) = command.get_after_help() {
        line(text, format_args!("\n```text\n{examples}\n```"));
    }
    if let Some((_, fields)) = FIELDS.iter().find(|(command, _)| *command == name) {
        line(text, format_args!("\n`--json`: {fields}"));
    }
}

fn arguments<'a>(text: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
    let rows: Vec<&Arg> = arguments.filter(|arg| !arg.is_hide_set() && arg.get_id() != "help").collect();
    if rows.is_empty() {
        return;
    }
    text.push_str("| argument | meaning |\n|---|---|\n");
    for arg in rows {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        line(text, format_args!("| `{}` | {} |", arg.to_string().replace('|', "\\|"), help.replace('|', "\\|")));
    }
}

pub(super) fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    writeln!(text, "{words}").expect("a string takes what is written to it");
}
