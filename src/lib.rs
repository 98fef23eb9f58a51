//! Riffle: a terminal workbench in which one person seeks, makes sense of and shares what they learn.
//!
//! The files of a store are the truth; everything else can be rebuilt from them. `ops` holds one
//! function per verb, and `cli` and `tui` are two thin fronts of it. Who may use whom is said in
//! `docs/architecture.md` and checked by a test.

pub mod cli;
pub mod clock;
pub mod config;
pub mod disk;
mod document;
pub mod entry;
pub mod feed;
pub mod formats;
pub mod git;
pub mod index;
pub mod items;
pub mod keymap;
pub mod ops;
mod parallel;
pub mod paths;
mod process;
pub mod query;
mod records;
mod render;
mod store;
pub mod team;
mod text;
pub mod tui;
pub mod web;
