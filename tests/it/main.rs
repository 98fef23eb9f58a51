//! The one integration binary: each feature as a person meets it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests may stop at the first surprise, and say loudly what they skip"
)]

mod support;

mod architecture;
mod bad_input;
mod capture;
mod command_line;
mod crash;
mod docs;
mod history;
mod opening;
mod screen;
mod search;
mod sync;
mod terminal;
mod transports;
mod web;
