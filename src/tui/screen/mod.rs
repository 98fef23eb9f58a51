//! The screens: state, update and drawing together, one module each.

pub mod library;
