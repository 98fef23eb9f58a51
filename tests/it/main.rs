//! The one integration binary: each feature as a person meets it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests may stop at the first surprise, and say loudly what they skip"
)]

mod support;

mod architecture;
mod asking;
mod attach;
mod bad_input;
mod bookmarks;
mod calls;
mod capture;
mod check;
mod circles;
mod clipboard;
mod clone;
mod command_line;
mod conflicts;
mod crash;
mod crowd;
mod damage;
mod digest;
mod disks;
mod distil;
mod docs;
mod documents;
mod exports;
mod feeds;
mod first_start;
mod front_matter;
mod held;
#[cfg(debug_assertions)]
mod histories;
mod history;
mod imports;
mod imports_kept;
mod inbox_screen;
mod joins;
mod journal;
mod keys;
mod kills;
mod larger;
mod leaks;
mod leaks_fields;
mod leaks_in_and_out;
mod links;
mod list_screen;
mod merges;
mod obedience;
mod opening;
mod other_shapes;
mod others;
mod partial;
mod pick;
mod power;
mod published;
mod pulse;
mod read_only;
mod refine;
mod rename;
mod request_screen;
mod requests;
mod screen;
mod search;
mod shape;
mod share;
mod share_screen;
mod sharing;
mod site;
mod stale;
mod state;
mod strangers;
mod stricter;
mod suggest;
mod sync;
mod team_screen;
mod team_search;
mod teams;
mod templates;
mod terminal;
mod thanks;
mod today_screen;
mod todos;
mod transports;
mod unsent;
mod versions;
mod visits;
mod walkthrough;
mod web;
mod week;
mod workbench_screen;
