//! The program; its faces come with later modules.

fn main() {}
